export { WebhooksView as default } from "@/features/webhooks/WebhooksView";
