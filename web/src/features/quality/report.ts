// The report as `kith quality --json` writes it.
import type { Verdict } from "@/ui/Verdict";

export const dimensions = [
  "completeness",
  "validity",
  "uniqueness",
  "consistency",
  "timeliness",
  "accuracy",
] as const;
export type Dimension = (typeof dimensions)[number];

export interface Ratio {
  value: number;
  numerator: number;
  denominator: number;
}
export type Scores = Record<Dimension, Ratio | null>;

export interface QualityReport {
  measured_at: string;
  score: number | null;
  dimensions: Scores;
  sources: {
    name: string;
    score: number | null;
    dimensions: Scores;
    records: { records: number; rejects: number; resolved: number };
    attributes: {
      name: string;
      score: number | null;
      verdicts: Record<Verdict, number>;
      dimensions: Scores;
    }[];
  }[];
  attributes: {
    name: string;
    type: string;
    score: number | null;
    dimensions: Scores;
    customers_with_golden_value: number;
    patterns: { values: number; raw: Pattern[]; standard: Pattern[] };
  }[];
  problems: {
    source: string;
    attribute: string | null;
    kind: string;
    reason: string | null;
    rows: number;
    share: number;
    impact: number;
    examples: { before: string; after: string; rows: number }[];
    text?: string;
  }[];
  duplicates: {
    records: number;
    resolved: number;
    customers: number;
    records_per_customer: { records: number; customers: number }[];
  };
  rejects: { source: string; column: string; reason: string; rows: number }[];
  trend: { batch: number; source: string; started_at: string; score: number | null; dimensions: Scores }[];
}
export interface Pattern {
  pattern: string;
  values: number;
}

export const asReport = (answer: object): QualityReport => answer as unknown as QualityReport;

/** A score as a colour of the heat map's scale: 0 at 50 % and below, 1 at 100 %. */
export const warmth = (score: number): number => Math.max(0, Math.min(1, (score - 0.5) * 2));

/** The verdict that a kind of problem is about; the others are about values that are none the worse for themselves. */
export const problemVerdicts: Record<string, Verdict | undefined> = {
  missing: "empty",
  invalid: "invalid",
  suspect: "suspect",
};

/** Where the rows are that pull a score down: those missing, those invalid or in doubt, or whichever there are most of. */
export function worst(
  counts: Record<Verdict, number>,
  dimension: Dimension | "overall",
): Verdict | undefined {
  const about: Verdict[] =
    dimension === "completeness"
      ? ["empty"]
      : dimension === "validity"
        ? ["invalid", "suspect"]
        : dimension === "overall"
          ? ["invalid", "suspect", "empty"]
          : [];
  const most = about.reduce<Verdict | undefined>(
    (best, one) => (counts[one] > (best ? counts[best] : 0) ? one : best),
    undefined,
  );
  return most;
}

/** The records of a source in which an attribute has the verdict. */
export function rowsBehind(source: string, attribute: string, verdict?: Verdict): string {
  const words = new URLSearchParams({ source, tab: "rows" });
  if (verdict) words.set("verdict", verdict);
  return `/attributes/${encodeURIComponent(attribute)}?${words.toString()}`;
}
