export { RulesView as default } from "@/features/cleaning/RulesView";
