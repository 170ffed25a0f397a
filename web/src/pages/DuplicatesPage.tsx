import { DuplicatesView } from "@/features/duplicates/DuplicatesView";

export default function DuplicatesPage() {
  return <DuplicatesView />;
}
