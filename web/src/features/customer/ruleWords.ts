// Why a golden value is the one it is, in words.
import { useDictionary } from "@/api/attributes";
import { useCustomerPageTexts } from "./texts";

/** “most_frequent”, “with name” and the like for people; what is not known is shown as it came. */
export function useRuleWords(): (rule: string) => string {
  const t = useCustomerPageTexts();
  const dictionary = useDictionary();
  return (rule) => {
    const [word, other] = rule.split(/\s+/);
    if (word === "with" && other) return `${t("rule_with")} (${dictionary.label(other)})`;
    const key = `rule_${word}`;
    return useCustomerPageTexts.has(key) ? t(key) : rule;
  };
}
