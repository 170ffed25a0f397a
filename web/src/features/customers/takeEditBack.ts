import { api } from "@/api/client";
import { ended } from "@/api/live";
import { Problem } from "@/api/problem";

/** Takes an order for many back, and waits until that is done. */
export async function takeEditBack(job: string): Promise<void> {
  const end = await ended(await api.post("/api/v1/customers/edits/{job}/undo", { path: { job } }));
  if (end.state !== "done") throw new Problem(end.problem?.status ?? 500, end.problem ?? {});
}
