// Golden values as a reader of either language reads them; what is stored stays what it is.
import { dateTime } from "./format";
import { currentLanguage } from "./texts";

const genders: Record<string, [english: string, chinese: string]> = {
  male: ["male", "男"],
  female: ["female", "女"],
};
const countries = new Map<string, Intl.DisplayNames>();

function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const tag = currentLanguage() === "zh" ? "zh-CN" : "en";
  let names = countries.get(tag);
  if (!names) countries.set(tag, (names = new Intl.DisplayNames([tag], { type: "region" })));
  return names.of(code) ?? code;
}

/** `type`: the semantic type of the attribute. A value of a form that is not known is shown as it stands. */
export function shownValue(type: string | undefined, value: string): string {
  if (type === "gender") return genders[value]?.[currentLanguage() === "zh" ? 1 : 0] ?? value;
  if (type === "timestamp" && /^\d{4}-\d\d-\d\dT/.test(value)) return dateTime(value);
  if (type === "country") return countryName(value);
  return value;
}
