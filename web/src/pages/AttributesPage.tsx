import { AttributesView } from "@/features/attributes/AttributesView";

export default function AttributesPage() {
  return <AttributesView />;
}
