export { ValuesView as default } from "@/features/cleaning/ValuesView";
