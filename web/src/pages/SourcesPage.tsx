import { SourcesView } from "@/features/sources/SourcesView";

export default function SourcesPage() {
  return <SourcesView />;
}
