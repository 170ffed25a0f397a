import { FormsView } from "@/features/forms/FormsView";

export default function FormsPage() {
  return <FormsView />;
}
