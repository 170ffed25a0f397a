import type { Schemas } from "@/api/client";
import type { Verdict } from "@/ui/Verdict";

type Report = Schemas["ImportReport"];

export interface ProblemGroup {
  attribute: string;
  reason: string;
  text: string;
  count: number;
  verdict?: Verdict;
  examples: Report["examples"];
}

/** Reasons for suspect and invalid values, the most frequent first. A reason whose examples are all harmless is none. */
export function problemsOf(report: Report): ProblemGroup[] {
  const groups: ProblemGroup[] = [];
  for (const output of report.outputs) {
    if (output.verdicts.suspect + output.verdicts.invalid === 0) continue;
    for (const { reason, text, count } of output.reasons) {
      const examples = report.examples.filter(
        (one) => one.attribute === output.attribute && one.reason === reason,
      );
      const bad = examples.find((one) => one.verdict === "invalid" || one.verdict === "suspect");
      if (examples.length && !bad) continue;
      groups.push({ attribute: output.attribute, reason, text, count, verdict: bad?.verdict, examples });
    }
  }
  return groups.sort((a, b) => b.count - a.count);
}
