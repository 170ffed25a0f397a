// Before the frame: the first run, the door, or the workspace.
import { lazy, Suspense } from "react";
import { useSession } from "@/api/session";
import { ProblemNote } from "@/ui/ProblemNote";
import { Shell } from "./Shell";

const SignInPage = lazy(() => import("@/features/door/SignInPage"));
const FirstRunPage = lazy(() => import("@/features/door/FirstRunPage"));

export function Gate() {
  const session = useSession();
  if (!session.data) {
    return session.isError ? (
      <div className="door">
        <ProblemNote error={session.error} retry={() => void session.refetch()} />
      </div>
    ) : null;
  }
  if (session.data.state === "signed_in" && session.data.me) return <Shell me={session.data.me} />;
  return (
    <Suspense fallback={null}>
      {session.data.state === "first_run" ? <FirstRunPage /> : <SignInPage />}
    </Suspense>
  );
}
