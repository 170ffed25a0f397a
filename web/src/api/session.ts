// Who is signed in and what they may do.
import { useQuery } from "@tanstack/react-query";
import { currentLanguage, speak } from "@/i18n/texts";
import { api, type Schemas, setViewAs, viewsAs } from "./client";
import { asProblem } from "./problem";
import { queryClient } from "./query";

export type Session = Schemas["Session"];
export type Me = Schemas["Me"];
const sessionKey = ["session"];

/** The role whose eyes were borrowed may be gone since: then it is the own ones again. */
async function askSession(signal?: AbortSignal): Promise<Session> {
  try {
    return await api.get("/api/v1/session", { signal });
  } catch (error) {
    if (!viewsAs() || asProblem(error).passing || signal?.aborted) throw error;
    setViewAs(undefined);
    return api.get("/api/v1/session", { signal });
  }
}

export function useSession() {
  return useQuery<Session>({
    queryKey: sessionKey,
    queryFn: ({ signal }) => askSession(signal),
    staleTime: 60_000,
    gcTime: Infinity,
  });
}

export function useMe(): Me | undefined {
  return useSession().data?.me;
}

/** Whether the signed-in person has a right such as `imports.write`; the server decides again in any case. */
export function useMay(): (right: string) => boolean {
  const me = useMe();
  return (right) => !!me && (me.role === "owner" || me.rights.includes(right));
}

/** A new person at the page: nothing that the one before could see may stay. */
function enter(session: Session, again: boolean): void {
  const before = queryClient.getQueryData<Session>(sessionKey)?.me?.id;
  if (!again) setViewAs(undefined);
  if (!again || before !== session.me?.id)
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  queryClient.setQueryData(sessionKey, session);
  if (session.me && !again && session.me.language !== currentLanguage()) speak(session.me.language);
  if (again) void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
}

/** `again`: the same person after a session that ended; what is on the page stays. */
export async function signIn(body: Schemas["SignIn"], again = false): Promise<void> {
  const session = await api.post("/api/v1/session", { body });
  enter(session, again);
}

/** The second factor of one whom the provider of sign-on let in. */
export async function bringCode(code: string): Promise<void> {
  await api.post("/api/v1/session/sign-on", { body: { code } });
  enter(await api.get("/api/v1/session"), false);
}

export async function createOwner(body: Schemas["FirstRun"]): Promise<void> {
  enter(await api.post("/api/v1/first-run", { body }), false);
}

export async function signOut(): Promise<void> {
  await api.delete("/api/v1/session");
  setViewAs(undefined);
  queryClient.clear();
  await queryClient.fetchQuery({ queryKey: sessionKey, queryFn: () => api.get("/api/v1/session") });
}

/** Shows everything as a role sees it; reads only. */
export async function viewAs(role: string | undefined): Promise<void> {
  setViewAs(role);
  const me = await api.get("/api/v1/me");
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  queryClient.setQueryData<Session>(sessionKey, (old) => (old ? { ...old, me } : old));
}
