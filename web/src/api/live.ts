// What moves by itself: jobs under way, and changes of the base by others.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { api, type Schemas } from "./client";
import { keyOf, useGet } from "./query";

export type Job = Schemas["Job"];

type Line = "open" | "lost";
let line: Line = "open";
const listeners = new Set<() => void>();
function setLine(next: Line) {
  if (line === next) return;
  line = next;
  listeners.forEach((tell) => tell());
}
const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};
/** Whether the stream of the server is there. */
export const useLine = (): Line => useSyncExternalStore(subscribe, () => line);

export const running = (job: Pick<Job, "state">): boolean =>
  job.state === "queued" || job.state === "running";

/** Holds the stream open; mounted once, while somebody is signed in. */
export function useLive(on: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!on) return;
    const stream = new EventSource("/api/v1/jobs/stream");
    let later: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    stream.onopen = () => {
      setLine("open");
      if (wasLost) void client.invalidateQueries();
      wasLost = false;
    };
    stream.onerror = () => {
      wasLost = true;
      setLine("lost");
    };
    stream.addEventListener("job", (event) => {
      const job = JSON.parse((event as MessageEvent<string>).data) as Job;
      client.setQueryData(keyOf("/api/v1/jobs/{job}", { path: { job: job.id } }), job);
      client.setQueryData<{ items: Job[] }>(
        keyOf("/api/v1/jobs", { query: { limit: 50 } }),
        (old) => old && { ...old, items: placed(old.items, job) },
      );
      if (!running(job))
        void client.invalidateQueries({ predicate: (query) => touched.has(String(query.queryKey[0])) });
    });
    stream.addEventListener("change", () => {
      // Many changes come together; the page is read again once.
      clearTimeout(later);
      later = setTimeout(() => void client.invalidateQueries({ queryKey: ["/api/v1/summary"] }), 800);
    });
    return () => {
      clearTimeout(later);
      stream.close();
      setLine("open");
    };
  }, [client, on]);
}

const touched = new Set<string>([
  "/api/v1/summary",
  "/api/v1/imports",
  "/api/v1/imports/{import}",
  "/api/v1/batches",
  "/api/v1/rejects",
  "/api/v1/sources",
  "/api/v1/customers",
  "/api/v1/customers/{customer}",
  "/api/v1/customers/facets",
  "/api/v1/duplicates",
  "/api/v1/quality",
  "/api/v1/exports",
]);

/** The list with the job as it is now, a new one in front. */
export function placed(items: readonly Job[], job: Job): Job[] {
  const at = items.findIndex((one) => one.id === job.id);
  return at < 0 ? [job, ...items] : items.map((one, i) => (i === at ? job : one));
}

/** A job as it goes; asks by itself where the stream is silent. */
export function useJob(id: string | undefined) {
  return useGet(
    "/api/v1/jobs/{job}",
    { path: { job: id ?? "" } },
    {
      enabled: !!id,
      refetchInterval: (query) => (query.state.data && !running(query.state.data) ? false : 1500),
    },
  );
}

/** Resolves with the job once it has ended. */
export async function ended(job: Job): Promise<Job> {
  let now = job;
  for (let wait = 150; running(now); wait = Math.min(wait * 1.3, 500)) {
    await new Promise((go) => setTimeout(go, wait));
    now = await api.get("/api/v1/jobs/{job}", { path: { job: job.id } });
  }
  return now;
}
