import type { Schemas } from "@/api/client";
import type { Tone } from "@/ui/Page";

export const batchTones: Record<Schemas["Batch"]["state"], Tone> = {
  open: "warn",
  done: "good",
  undone: "plain",
};
export const importTones: Record<Schemas["Import"]["state"], Tone> = {
  draft: "plain",
  previewing: "accent",
  ready: "accent",
  committing: "accent",
  done: "good",
  failed: "bad",
};
