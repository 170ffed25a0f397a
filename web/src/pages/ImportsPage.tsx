import { ImportsView } from "@/features/imports/ImportsView";

export default function ImportsPage() {
  return <ImportsView />;
}
