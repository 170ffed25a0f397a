import type { Schemas } from "@/api/client";
import type { Tone } from "@/ui/Page";

export const jobTones: Record<Schemas["Job"]["state"], Tone> = {
  queued: "plain",
  running: "accent",
  done: "good",
  failed: "bad",
  cancelled: "plain",
};
