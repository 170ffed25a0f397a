// What a standardiser said of a value, as a word with a colour; never by colour alone.
import { useCommon } from "@/i18n/common";
import { Tag, type Tone } from "./Page";

export type Verdict = "kept" | "changed" | "suspect" | "invalid" | "empty";
export const verdicts: readonly Verdict[] = ["kept", "changed", "suspect", "invalid", "empty"];

const tones: Record<Verdict, Tone> = {
  kept: "plain",
  changed: "accent",
  suspect: "warn",
  invalid: "bad",
  empty: "plain",
};

/** `quiet`: says nothing where there is nothing to say. */
export function VerdictTag({ verdict, quiet }: { verdict: Verdict; quiet?: boolean }) {
  const t = useCommon();
  if (quiet && (verdict === "kept" || verdict === "changed")) return null;
  return <Tag tone={tones[verdict]}>{t(`verdict_${verdict}`)}</Tag>;
}

export type VerdictCounts = Record<Verdict, number>;

/** The shares of the verdicts as one bar, with the numbers for those who hear it. */
export function VerdictBar({ counts, label }: { counts: VerdictCounts; label: string }) {
  const t = useCommon();
  const total = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0) || 1;
  const words = verdicts
    .filter((verdict) => counts[verdict])
    .map((verdict) => `${t(`verdict_${verdict}`)} ${counts[verdict]}`)
    .join(", ");
  return (
    <span className="verdict-bar" role="img" aria-label={`${label}: ${words}`} title={words}>
      {verdicts.map((verdict) =>
        counts[verdict] ? (
          <i
            key={verdict}
            className={`verdict-${verdict}`}
            style={{ width: `${(100 * counts[verdict]) / total}%` }}
          />
        ) : null,
      )}
    </span>
  );
}
