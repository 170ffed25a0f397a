// The one place that talks to the server: typed by the contract, with the anti-forgery header, versions and problems.
import { currentLanguage } from "@/i18n/texts";
import type { components, paths } from "./contract";
import { offline, Problem, type ProblemBody } from "./problem";

export type Schemas = components["schemas"];

type Method = "get" | "post" | "put" | "patch" | "delete";
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: infer O } ? (O extends object ? P : never) : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;
type PlaceOf<O> = O extends { parameters: { path: infer Q } } ? Q : undefined;
type BodyOf<O> = O extends { requestBody?: { content: { "application/json": infer B } } } ? B : undefined;
type JsonOf<R> = R extends { content: { "application/json": infer B } } ? B : undefined;
type SuccessOf<R> = Extract<
  | (R extends { 200: infer A } ? JsonOf<A> : never)
  | (R extends { 201: infer A } ? JsonOf<A> : never)
  | (R extends { 202: infer A } ? JsonOf<A> : never),
  object
>;
export type AnswerOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? SuccessOf<R> : undefined;

export interface Ask<O> {
  path?: PlaceOf<O>;
  query?: QueryOf<O>;
  body?: BodyOf<O>;
  signal?: AbortSignal;
  /** Refuses to write over a change that was made after this page last read the resource. */
  guarded?: boolean;
  /** Sent like a change because of its body, but changes nothing: it is seen as a role sees it. */
  reads?: boolean;
  /** The same key twice is one deed. */
  once?: string;
}

/** Versions of what this page read, by address: what a guarded write must still find. */
const versions = new Map<string, string>();
const keptVersions = 500;

/** A page of another origin cannot send a header of its own without asking: the server takes no change without it. */
export const ownHeader = { "X-Kith": "1" };

const viewAsPlace = "kith.view_as";
function viewAsBefore(): string | undefined {
  try {
    return sessionStorage.getItem(viewAsPlace) ?? undefined;
  } catch {
    return undefined;
  }
}
let viewAs = viewAsBefore();
/** Reads as a role would see it, in this tab, until called with nothing; the page is asked anew by the caller. */
export function setViewAs(role: string | undefined): void {
  viewAs = role;
  try {
    if (role) sessionStorage.setItem(viewAsPlace, role);
    else sessionStorage.removeItem(viewAsPlace);
  } catch {
    // Then it ends with the page.
  }
}
export const viewsAs = (): boolean => !!viewAs;

const signedOutListeners = new Set<() => void>();
/** Calls back when the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function address(path: string, place?: unknown, query?: unknown): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((place as Record<string, unknown> | undefined)?.[name] ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value == null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const tail = search.toString();
  return filled + (tail ? `?${tail}` : "");
}

async function readProblem(answer: Response): Promise<Problem> {
  let body: ProblemBody = {};
  try {
    if (answer.headers.get("content-type")?.includes("json")) body = (await answer.json()) as ProblemBody;
  } catch {
    // A broken answer still has its status.
  }
  return new Problem(answer.status, body);
}

/** fetch that throws Problem for everything but success. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
  if (answer.ok || answer.status === 304) return answer;
  const problem = await readProblem(answer);
  // A wrong password is answered with 401, too, and ends nothing.
  const refused = problem.code === "wrong" || problem.code === "code_needed";
  if (problem.signedOut && !refused) signedOutListeners.forEach((tell) => tell());
  throw problem;
}

async function call(method: Method, path: string, ask: Ask<any> = {}): Promise<unknown> {
  const url = address(path, ask.path, ask.query);
  const resource = address(path, ask.path);
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": currentLanguage() === "zh" ? "zh-CN" : "en",
  };
  if (method !== "get") Object.assign(headers, ownHeader);
  if (viewAs && (method === "get" || ask.reads)) headers["X-Kith-View-As"] = viewAs;
  if (ask.body !== undefined) headers["Content-Type"] = "application/json";
  if (ask.once) headers["Idempotency-Key"] = ask.once;
  const version = versions.get(resource);
  if (ask.guarded && version) headers["If-Match"] = version;
  const answer = await send(url, {
    method: method.toUpperCase(),
    headers,
    body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
    signal: ask.signal,
  });
  const etag = answer.headers.get("etag");
  if (etag && (method === "get" ? url === resource : true)) remember(resource, etag);
  if (answer.status === 204) return undefined;
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : undefined;
}

function remember(resource: string, etag: string) {
  versions.delete(resource);
  versions.set(resource, etag);
  const oldest = versions.keys().next();
  if (versions.size > keptVersions && !oldest.done) versions.delete(oldest.value);
}

function verb<M extends Method>(method: M) {
  return <P extends PathWith<M>>(path: P, ask?: Ask<Operation<P, M>>): Promise<AnswerOf<P, M>> =>
    call(method, path as string, ask) as Promise<AnswerOf<P, M>>;
}

export const api = {
  get: verb("get"),
  post: verb("post"),
  put: verb("put"),
  patch: verb("patch"),
  delete: verb("delete"),
};

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
