// One accent, system fonts, dense but calm. Light, dark or as the device has it.
import type { ThemeConfig } from "antd";
import { theme } from "antd";
import { useSyncExternalStore } from "react";

export type Scheme = "light" | "dark" | "system";
const remembered = "kith.scheme";
const listeners = new Set<() => void>();
const prefersDark =
  typeof matchMedia === "undefined" ? undefined : matchMedia("(prefers-color-scheme: dark)");

function first(): Scheme {
  try {
    const word = localStorage.getItem(remembered);
    if (word === "light" || word === "dark") return word;
  } catch {
    // Storage may be forbidden.
  }
  return "system";
}

let scheme: Scheme = first();
const dark = () => scheme === "dark" || (scheme === "system" && !!prefersDark?.matches);

export function paint(): void {
  document.documentElement.dataset.scheme = dark() ? "dark" : "light";
}
prefersDark?.addEventListener("change", () => {
  paint();
  listeners.forEach((tell) => tell());
});

export function setScheme(next: Scheme): void {
  scheme = next;
  try {
    localStorage.setItem(remembered, next);
  } catch {
    // Then it lasts for the visit.
  }
  paint();
  listeners.forEach((tell) => tell());
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};
export const useScheme = (): Scheme => useSyncExternalStore(subscribe, () => scheme);
export const useDark = (): boolean => useSyncExternalStore(subscribe, dark);

const fonts =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif';

export function themeOf(isDark: boolean): ThemeConfig {
  return {
    cssVar: { key: "kith" },
    hashed: false,
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: fonts,
      fontSize: 14,
      borderRadius: 6,
      colorPrimary: isDark ? "#1d8a7f" : "#0f6b63",
      colorInfo: isDark ? "#1d8a7f" : "#0f6b63",
      colorLink: isDark ? "#63cfc2" : "#0f6b63",
      colorBgLayout: isDark ? "#131716" : "#f6f7f7",
      colorBgContainer: isDark ? "#1a1f1e" : "#ffffff",
      colorBgElevated: isDark ? "#222827" : "#ffffff",
      colorBorderSecondary: isDark ? "#2b3231" : "#e7eaea",
      colorTextSecondary: isDark ? "#a9b3b1" : "#55605e",
      colorTextTertiary: isDark ? "#949f9d" : "#66716f",
      colorTextPlaceholder: isDark ? "#8f9a98" : "#6d7876",
      colorTextDescription: isDark ? "#a9b3b1" : "#5d6866",
      colorError: isDark ? "#e5706a" : "#b3261e",
      colorWarning: isDark ? "#d99a3c" : "#8a5a00",
      colorSuccess: isDark ? "#4fae7a" : "#1b7245",
      wireframe: false,
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.16s",
    },
    components: {
      Table: { cellPaddingBlockSM: 7, headerBg: "transparent", headerSplitColor: "transparent" },
      Tabs: {
        horizontalMargin: "0 0 4px 0",
        itemSelectedColor: isDark ? "#63cfc2" : "#0f6b63",
        itemHoverColor: isDark ? "#8ee3d8" : "#0c5750",
        inkBarColor: isDark ? "#63cfc2" : "#0f6b63",
      },
    },
  };
}
