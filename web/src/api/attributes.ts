// The data dictionary, by name, labelled in the reader's language.
import { useMemo } from "react";
import { useLanguage } from "@/i18n/texts";
import { shownValue } from "@/i18n/values";
import type { Schemas } from "./client";
import { useGet } from "./query";

export type Attribute = Schemas["Attribute"];

export interface Dictionary {
  all: readonly Attribute[];
  /** What the person may see. */
  seen: readonly Attribute[];
  label: (name: string) => string;
  of: (name: string) => Attribute | undefined;
  mayEdit: (name: string) => boolean;
  /** A value of the attribute in the reader's language. */
  show: (name: string, value: string) => string;
}

const none: Attribute[] = [];

export function useDictionary(): Dictionary {
  const language = useLanguage();
  const items = useGet("/api/v1/attributes", undefined, { staleTime: 300_000 }).data?.items ?? none;
  return useMemo(() => {
    const byName = new Map(items.map((one) => [one.name, one]));
    return {
      all: items,
      seen: items.filter((one) => one.access !== "hide"),
      of: (name) => byName.get(name),
      label: (name) => {
        const one = byName.get(name);
        return (language === "zh" ? one?.label_zh : one?.label_en) ?? one?.label ?? name;
      },
      show: (name, value) => shownValue(byName.get(name)?.type, value),
      mayEdit: (name) => byName.get(name)?.access === "edit",
    };
  }, [items, language]);
}
