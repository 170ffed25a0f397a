// Numbers, shares and moments as a reader of either language expects them.
import { currentLanguage } from "./texts";

const locale = (name: string) => (currentLanguage() === "zh" ? "zh-CN" : dated.has(name) ? "en-GB" : "en-US");
/** Days are read more surely as 2 Nov 2026 than as Nov 2, 2026. */
const dated = new Set(["day", "time"]);
const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function keep<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: (tag: string) => T,
): T {
  const key = `${locale(name)} ${name}`;
  let made = kept.get(key) as T | undefined;
  if (!made) kept.set(key, (made = make(locale(name))));
  return made;
}

export type Moment = number | string | null | undefined;

/** Milliseconds since 1970 of a moment as the API writes it (number of ms, or ISO text); NaN where there is none. */
export function millis(moment: Moment): number {
  if (typeof moment === "number") return moment;
  return moment ? Date.parse(moment) : NaN;
}

export const number = (value: number | null | undefined): string =>
  value == null ? "–" : keep("n", (tag) => new Intl.NumberFormat(tag)).format(value);

/** 1 234 567 as 1.2M, 123万. */
export const shortNumber = (value: number): string =>
  keep("s", (tag) => new Intl.NumberFormat(tag, { notation: "compact", maximumFractionDigits: 1 })).format(
    value,
  );

/** 0.953 as 95.3 %. */
export const share = (value: number | null | undefined, digits = 1): string =>
  value == null
    ? "–"
    : keep(
        `p${digits}`,
        (tag) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: digits }),
      ).format(value);

export const decimal = (value: number, digits = 2): string =>
  keep(`d${digits}`, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })).format(value);

export function date(moment: Moment): string {
  const at = millis(moment);
  return Number.isNaN(at)
    ? "–"
    : keep("day", (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "medium" })).format(at);
}

export function dateTime(moment: Moment): string {
  const at = millis(moment);
  return Number.isNaN(at)
    ? "–"
    : keep("time", (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" })).format(
        at,
      );
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** “3 hours ago”; below a minute “now”. */
export function ago(moment: Moment, now = Date.now()): string {
  const at = millis(moment);
  if (Number.isNaN(at)) return "–";
  const words = keep("ago", (tag) => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));
  for (const [unit, length] of steps) {
    if (Math.abs(now - at) >= length) return words.format(Math.round((at - now) / length), unit);
  }
  return words.format(0, "second");
}

export function bytes(size: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    ++at;
  }
  return `${decimal(size, at ? 1 : 0)} ${units[at]}`;
}

export function duration(ms: number): string {
  const unit = ms < 60_000 ? "second" : ms < 3_600_000 ? "minute" : "hour";
  const length = { second: 1000, minute: 60_000, hour: 3_600_000 }[unit];
  return keep(
    `for ${unit}`,
    (tag) =>
      new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }),
  ).format(ms / length);
}
