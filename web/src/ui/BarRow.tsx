import { number } from "@/i18n/format";

interface BarRowProps {
  label: string;
  count: number;
  of: number;
  pressed?: boolean;
  onClick?: () => void;
}

/** One line of a spread: word, number and a bar behind them; with `onClick` a button that narrows. */
export function BarRow({ label, count, of, pressed, onClick }: BarRowProps) {
  const inside = (
    <>
      <span className="cut">{label}</span>
      <span className="faint num">{number(count)}</span>
      <i style={{ width: `${of ? Math.min(100, (100 * count) / of) : 0}%` }} />
    </>
  );
  if (!onClick) return <div className="bar-row">{inside}</div>;
  return (
    <button type="button" className="plain bar-row" aria-pressed={pressed} onClick={onClick}>
      {inside}
    </button>
  );
}
