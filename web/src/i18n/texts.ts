// Every sentence stands here beside its translation, in the folder of the feature that says it, and is loaded with it.
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "zh" | "en";

/** English and Chinese; with three parts, English for one, English for other counts, Chinese. */
export type Entry =
  | readonly [english: string, chinese: string]
  | readonly [one: string, other: string, chinese: string];
export type Values = Record<string, string | number | undefined>;
export type Say<K extends string> = (key: K, values?: Values) => string;

export const isLanguage = (word: unknown): word is Language => word === "zh" || word === "en";

const remembered = "kith.language";

/** What the person chose on this device, else the browser's wish, else English. */
export function firstLanguage(): Language {
  try {
    const word = localStorage.getItem(remembered);
    if (isLanguage(word)) return word;
  } catch {
    // Storage may be forbidden; then the choice lasts for the visit only.
  }
  const wishes = typeof navigator === "undefined" ? [] : (navigator.languages ?? [navigator.language]);
  const wish = wishes.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return wish ?? "en";
}

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: false,
  resources: {},
  defaultNS: "common",
  interpolation: { escapeValue: false },
  returnNull: false,
  initImmediate: false,
});

export const currentLanguage = (): Language => (i18next.language === "zh" ? "zh" : "en");

/** Changes the language of everything on the page at once and remembers it on this device. */
export function speak(language: Language): void {
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // See firstLanguage.
  }
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  void i18next.changeLanguage(language);
}

/** One language of a table, with the plural keys i18next looks for. */
export function bundle(table: Record<string, Entry>, language: Language): Record<string, string> {
  const words: Record<string, string> = {};
  for (const [key, entry] of Object.entries(table)) {
    if (language === "zh") {
      words[entry.length === 3 ? `${key}_other` : key] = entry[entry.length - 1] as string;
    } else if (entry.length === 3) {
      words[`${key}_one`] = entry[0];
      words[`${key}_other`] = entry[1];
    } else {
      words[key] = entry[0];
    }
  }
  return words;
}

export interface Texts<K extends string> {
  /** For components: says the sentence in the language of the moment. */
  (): Say<K>;
  /** Outside of components. */
  say: Say<K>;
  table: Record<K, Entry>;
  has(key: string): key is K;
}

/** Registers a feature's sentences; the result is a hook. */
export function texts<K extends string>(namespace: string, table: Record<K, Entry>): Texts<K> {
  for (const language of ["en", "zh"] as const) {
    i18next.addResourceBundle(language, namespace, bundle(table, language), true, true);
  }
  const say: Say<K> = (key, values) => i18next.t(key, { ns: namespace, ...values }) as string;
  const hook = (): Say<K> => {
    const { i18n } = useTranslation(namespace);
    const language = i18n.language;
    // eslint-disable-next-line react-hooks/exhaustive-deps
    return useMemo<Say<K>>(() => (key, values) => say(key, values), [language]);
  };
  return Object.assign(hook, { say, table, has: (key: string): key is K => Object.hasOwn(table, key) });
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "zh" ? "zh" : "en";
}
