import type { Tone } from "@/ui/Page";
import type { State } from "./standing";

export const channels = ["email", "sms", "phone", "post", "wechat", "push", "all"] as const;
export const states = ["given", "pending", "withdrawn", "objected"] as const;
export const tones: Record<State, Tone> = {
  given: "good",
  pending: "warn",
  withdrawn: "bad",
  objected: "bad",
};

/** What reads differently once something was said. */
export const staleConsents = [
  "/api/v1/consents",
  "/api/v1/customers/{customer}/consents",
  "/api/v1/customers/{customer}/may-contact",
  "/api/v1/customers/{customer}/timeline",
  "/api/v1/confirmations",
] as const;
