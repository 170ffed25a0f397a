// Short words at the edge of the page about what has just been done, with the way back.
import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import { useCommon } from "@/i18n/common";
import { problemWords } from "./ProblemNote";

interface Toast {
  id: number;
  text: string;
  detail?: string;
  bad?: boolean;
  undo?: () => Promise<unknown> | unknown;
  lasts: number;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
function set(next: readonly Toast[]) {
  toasts = next;
  listeners.forEach((tell) => tell());
}
const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

function show(one: Omit<Toast, "id">) {
  set([...toasts.slice(-3), { ...one, id: ++lastId }]);
}
const drop = (id: number) => set(toasts.filter((one) => one.id !== id));

/** Says that something was done; `undo` takes it back. */
export function said(text: string, undo?: Toast["undo"]): void {
  show({ text, undo, lasts: undo ? 12_000 : 5_000 });
}

/** Says that something failed, in the words of the server. */
export function failed(error: unknown): void {
  const problem = asProblem(error);
  if (problem.signedOut) return; // the sign-in dialog says it
  const words = problemWords(problem);
  const detail = [words.detail, ...words.faults, words.hint].filter(Boolean).join("\n");
  show({ text: words.title, detail, bad: true, lasts: 15_000 });
}

function Line({ toast }: { toast: Toast }) {
  const t = useCommon();
  useEffect(() => {
    const timer = setTimeout(() => drop(toast.id), toast.lasts);
    return () => clearTimeout(timer);
  }, [toast]);
  const undo = async () => {
    drop(toast.id);
    try {
      await toast.undo?.();
      said(useCommon.say("undone"));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <div className={toast.bad ? "toast toast-bad" : "toast"} role={toast.bad ? "alert" : "status"}>
      <div className="toast-words">
        <strong>{toast.text}</strong>
        {toast.detail ? <p>{toast.detail}</p> : null}
      </div>
      {toast.undo ? (
        <Button size="small" onClick={() => void undo()}>
          {t("undo")}
        </Button>
      ) : null}
      <Button
        size="small"
        type="text"
        aria-label={t("close")}
        icon={<CloseOutlined />}
        onClick={() => drop(toast.id)}
      />
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" aria-live="polite">
      {shown.map((toast) => (
        <Line key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
