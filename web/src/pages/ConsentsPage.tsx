export { ConsentsView as default } from "@/features/consents/ConsentsView";
