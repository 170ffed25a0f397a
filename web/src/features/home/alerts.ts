// What has become worse by itself: nobody has to look for it.
import type { QualityReport } from "@/features/quality/report";
import type { Schemas } from "@/api/client";

export type Alert =
  | { kind: "fell"; source: string; batch: number; before: number; after: number }
  | { kind: "rejected"; batch: number; file: string; rejects: number; rows: number }
  | { kind: "failed"; job: string; title: string; at: string };

/** Below this a score moves by chance. */
const fall = 0.02;
const rejected = 0.01;
const day = 86_400_000;

/**
 * Sources whose last batch scored lower than the one before by two points or more; the last batches of which one row in a
 * hundred or more was rejected; jobs that failed within a week and were not repeated since.
 */
export function alertsOf(
  trend: QualityReport["trend"],
  batches: readonly Schemas["Batch"][],
  jobs: readonly Schemas["Job"][],
  now: number,
): Alert[] {
  const alerts: Alert[] = [];
  const bySource = new Map<string, QualityReport["trend"]>();
  for (const one of trend) bySource.set(one.source, [...(bySource.get(one.source) ?? []), one]);
  for (const [source, points] of bySource) {
    const [before, last] = points.filter((one) => one.score !== null).slice(-2);
    if (before && last && before.score! - last.score! >= fall)
      alerts.push({ kind: "fell", source, batch: last.batch, before: before.score!, after: last.score! });
  }
  for (const { number, file, rejects, rows, state } of batches)
    if (state === "done" && rows > 0 && rejects / rows >= rejected)
      alerts.push({ kind: "rejected", batch: number, file, rejects, rows });
  const done = new Set<string>();
  for (const job of jobs) {
    const at = job.ended_at ?? job.created_at;
    if (job.state === "failed" && !done.has(job.kind) && now - Date.parse(at) < 7 * day)
      alerts.push({ kind: "failed", job: job.id, title: job.title ?? "", at });
    if (job.state === "done") done.add(job.kind);
  }
  return alerts;
}
