import type { Schemas } from "@/api/client";
import { useActionWords } from "@/features/operations/actions";
import { useWebhookTexts } from "./texts";

export type Webhook = Schemas["Webhook"];

/** The names one may ask for: each event, and before the events of one kind, all of that kind. */
export function choices(events: readonly string[]): string[] {
  const kinds = events.map((event) => event.split(".")[0]);
  const several = (kind: string) => kinds.filter((one) => one === kind).length > 1;
  const all = events.flatMap((event, i) =>
    several(kinds[i]) && kinds.indexOf(kinds[i]) === i ? [`${kinds[i]}.*`, event] : [event],
  );
  return ["*", ...all.filter((name, i) => all.indexOf(name) === i)];
}

/** An event, or a beginning of events, in words. */
export function useEventWords(): (name: string) => string {
  const t = useWebhookTexts();
  const actions = useActionWords();
  return (name) => {
    if (name === "*") return t("all_events");
    if (name.endsWith("*")) return t("all_of", { name: name.slice(0, -1).replace(/\.$/, "") });
    return name === "ping" ? t("ping") : actions(name);
  };
}
