// Merging with a way back: which records came with whom is read before, so that a split can restore it.
import { api, type Schemas } from "@/api/client";

type Merged = Schemas["Merged"];

export interface MergeDone {
  merged: Merged;
  /** Takes the records of every customer that was merged away out again, each into its own. */
  undo: () => Promise<void>;
}

export const mergePreview = (customers: string[]): Promise<Merged> =>
  api.post("/api/v1/merge", { body: { customers }, query: { dry_run: true } });

export async function recordsOf(customer: string): Promise<string[]> {
  const page = await api.get("/api/v1/customers/{customer}", { path: { customer } });
  return page.members.map((member) => member.id);
}

export async function mergeCustomers(customers: string[], reason?: string): Promise<MergeDone> {
  const parts = await Promise.all(customers.slice(1).map(recordsOf));
  const merged = await api.post("/api/v1/merge", { body: { customers, reason } });
  const undo = async () => {
    for (const records of parts)
      if (records.length) await api.post("/api/v1/split", { body: { records, undo: true } });
  };
  return { merged, undo };
}
