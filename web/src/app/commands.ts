// One registry for what can be done by keyboard and palette; the sheet of keys is made from it.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Command {
  id: string;
  /** In the reader's language. */
  label: string;
  group: string;
  /** "mod+k", "?", "g c" (one after the other), "Enter"; several by comma. */
  keys?: string;
  /** Further words to be found by. */
  words?: string;
  /** Not offered by the palette (moves inside a list, say). */
  hidden?: boolean;
  /** The place that has the focus listens to these keys itself; here they are only told. */
  told?: boolean;
  run: () => void;
}

let commands: readonly Command[] = [];
const listeners = new Set<() => void>();
const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};
function set(next: readonly Command[]) {
  commands = next;
  listeners.forEach((tell) => tell());
}

/** Offers commands while the component stands; what came last wins a key. */
export function useCommands(offered: readonly Command[]): void {
  const latest = useRef(offered);
  latest.current = offered;
  const face = offered
    .map((one) => [one.id, one.label, one.group, one.keys, one.words, one.hidden, one.told].join("\u0001"))
    .join("\u0002");
  useEffect(() => {
    const mine = latest.current.map((one) => ({
      ...one,
      run: () => latest.current.find((other) => other.id === one.id)?.run(),
    }));
    set([...commands, ...mine]);
    return () => set(commands.filter((one) => !mine.includes(one)));
  }, [face]);
}

export const useAllCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => commands);

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** What was pressed, in the spelling of Command.keys. */
export function spell(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && event.key.length > 1) parts.push("shift");
  return [...parts, key === " " ? "Space" : key].join("+");
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type));

/** Finds the command of a stroke; `before` is the stroke pressed just before it. */
export function commandOf(all: readonly Command[], stroke: string, before: string): Command | undefined {
  const fits = (command: Command, wanted: string) =>
    (command.keys ?? "").split(",").some((one) => one.trim() === wanted);
  const newest = all.filter((one) => !one.told).reverse();
  return (
    (before ? newest.find((one) => fits(one, `${before} ${stroke}`)) : undefined) ??
    newest.find((one) => fits(one, stroke))
  );
}

/** Listens at the window; mounted once. */
export function useKeyboard(): void {
  useEffect(() => {
    let before = "";
    let at = 0;
    const press = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        ["Shift", "Control", "Alt", "Meta"].includes(event.key)
      )
        return;
      const stroke = spell(event);
      if (typing(event.target) && !stroke.startsWith("mod+")) return;
      // Inside a dialog or menu only its own keys count.
      const inside =
        event.target instanceof HTMLElement &&
        event.target.closest("[role=dialog],[role=menu],[role=listbox]");
      if (inside && !stroke.startsWith("mod+") && stroke !== "?") return;
      const on = event.target instanceof HTMLElement && event.target.closest("button,a,[role=tab],summary");
      if (on && (stroke === "Enter" || stroke === "Space")) return;
      // Arrows move within what is made of several parts.
      const parts = "input,[role=tablist],[role=radiogroup],[role=region]";
      if (stroke.startsWith("Arrow") && event.target instanceof HTMLElement && event.target.closest(parts))
        return;
      const command = commandOf(commands, stroke, performance.now() - at < 1200 ? before : "");
      before = command ? "" : stroke;
      at = performance.now();
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

const shown: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  alt: isMac ? "⌥" : "Alt",
  shift: "⇧",
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

/** Every spelling of a command's keys as caps to draw. */
export const allCaps = (keys: string): string[][][] => keys.split(",").map(caps);

/** The first spelling of a command's keys as caps to draw: [["Ctrl","K"]], [["G"],["C"]]. */
export function caps(keys: string): string[][] {
  const first = keys.split(",")[0].trim();
  return first
    .split(" ")
    .map((stroke) =>
      (stroke === "+" ? ["+"] : stroke.split("+")).map(
        (part) => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part),
      ),
    );
}
