// What a customer said of being contacted, put together as the server does for its answer.
import type { Schemas } from "@/api/client";

export type Consent = Schemas["Consent"];
export type State = Consent["state"];

/** The stricter goes before: whoever said no as one of two who were merged stays protected. */
const strictness: Record<State, number> = { given: 0, pending: 1, withdrawn: 2, objected: 3 };

export interface Standing {
  /** The entry that decides. */
  consent: Consent;
  /** How many records of the customer say something of this purpose and channel. */
  records: number;
}

export interface Purpose {
  purpose: string;
  channels: Standing[];
}

/** One line a purpose and channel, purposes and channels by name. */
export function standingOf(items: readonly Consent[]): Purpose[] {
  const lines = new Map<string, Standing>();
  for (const consent of items) {
    if (!consent.stands) continue;
    const key = `${consent.purpose}\u0000${consent.channel}`;
    const there = lines.get(key);
    if (!there) lines.set(key, { consent, records: 1 });
    else {
      there.records += 1;
      if (strictness[consent.state] > strictness[there.consent.state]) there.consent = consent;
    }
  }
  const purposes = [...new Set([...lines.values()].map((one) => one.consent.purpose))].sort();
  return purposes.map((purpose) => ({
    purpose,
    channels: [...lines.values()]
      .filter((one) => one.consent.purpose === purpose)
      .sort((a, b) => a.consent.channel.localeCompare(b.consent.channel)),
  }));
}

/** Everything ever said, newest first; what was entered with several records at once is one line. */
export function everSaid(items: readonly Consent[]): Consent[] {
  const seen = new Set<string>();
  return items.filter((one) => {
    const key = [one.purpose, one.channel, one.state, one.at, one.evidence, one.entered_by].join("\u0000");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
