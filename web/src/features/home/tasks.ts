// What waits for the person who is signed in, the most pressing first: what failed, what became worse, what is to be decided.
import type { Schemas } from "@/api/client";
import type { QualityReport } from "@/features/quality/report";

export type Task =
  | { kind: "failed"; job: Schemas["Job"] }
  | { kind: "fell"; source: string; batch: number; before: number; after: number }
  | { kind: "stuck"; hook: string; name: string; waiting: number }
  | { kind: "import"; id: string; file: string; failed: boolean }
  | { kind: "imports"; count: number }
  | { kind: "rejects"; batch: number; file: string; count: number; rows: number }
  | { kind: "more_rejects"; batches: number }
  | { kind: "unresolved"; count: number }
  | { kind: "pairs"; count: number }
  | { kind: "links"; count: number };

export interface Waiting {
  trend: QualityReport["trend"];
  batches: readonly Schemas["Batch"][];
  jobs: readonly Schemas["Job"][];
  imports: readonly Pick<Schemas["Import"], "id" | "file" | "state">[];
  hooks: readonly Pick<Schemas["Hook"], "id" | "name" | "problem" | "waiting">[];
  confirmations: readonly Pick<Schemas["Confirmation"], "sent_at">[];
  unresolved: number;
  pairs: number;
}

/** Below this a score moves by chance. */
const fall = 0.02;
const day = 86_400_000;
/** How many of one kind stand by name; the rest is counted. */
const named = 3;

/**
 * Jobs that failed within a week and were not repeated since; sources whose last batch scored lower than the one before by two
 * points or more; incoming webhooks whose messages cannot be imported; imports that wait for a look; rejects that were not mended;
 * records without a customer; pairs to settle; links for confirmation that nobody has sent.
 */
export function tasksOf(waiting: Waiting, now: number): Task[] {
  const tasks: Task[] = [];
  const repeated = new Set<string>();
  for (const job of waiting.jobs) {
    // The preview of an import that failed stands with the import.
    if (job.kind === "preview") continue;
    const at = job.ended_at ?? job.created_at;
    if (job.state === "failed" && !repeated.has(job.kind) && now - Date.parse(at) < 7 * day)
      tasks.push({ kind: "failed", job });
    if (job.state !== "cancelled") repeated.add(job.kind);
  }
  const bySource = new Map<string, QualityReport["trend"]>();
  for (const one of waiting.trend) bySource.set(one.source, [...(bySource.get(one.source) ?? []), one]);
  for (const [source, points] of bySource) {
    const [before, last] = points.filter((one) => one.score !== null).slice(-2);
    if (before && last && before.score! - last.score! >= fall)
      tasks.push({ kind: "fell", source, batch: last.batch, before: before.score!, after: last.score! });
  }
  for (const { id, name, problem, waiting: messages } of waiting.hooks)
    if (problem) tasks.push({ kind: "stuck", hook: id, name, waiting: messages });
  const looked = waiting.imports.filter((one) => ["draft", "ready", "failed"].includes(one.state));
  for (const { id, file, state } of looked.slice(0, named))
    tasks.push({ kind: "import", id, file, failed: state === "failed" });
  if (looked.length > named) tasks.push({ kind: "imports", count: looked.length - named });
  const rejected = waiting.batches.filter(
    (one) => one.state === "done" && (one.open_rejects ?? one.rejects) > 0,
  );
  for (const { number, file, open_rejects, rejects, rows } of rejected.slice(0, named))
    tasks.push({ kind: "rejects", batch: number, file, count: open_rejects ?? rejects, rows });
  if (rejected.length > named) tasks.push({ kind: "more_rejects", batches: rejected.length - named });
  if (waiting.unresolved) tasks.push({ kind: "unresolved", count: waiting.unresolved });
  if (waiting.pairs) tasks.push({ kind: "pairs", count: waiting.pairs });
  const unsent = waiting.confirmations.filter((one) => !one.sent_at).length;
  if (unsent) tasks.push({ kind: "links", count: unsent });
  return tasks;
}

/** Those that tell of a fault and not of work. */
export const pressing = (task: Task): boolean =>
  task.kind === "failed" ||
  task.kind === "fell" ||
  task.kind === "stuck" ||
  (task.kind === "import" && task.failed);
