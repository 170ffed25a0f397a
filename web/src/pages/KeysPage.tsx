import { KeysView } from "@/features/operations/KeysView";

export default function KeysPage() {
  return <KeysView />;
}
