export { HooksView as default } from "@/features/hooks/HooksView";
