import { BatchView } from "@/features/imports/BatchView";

export default function BatchPage() {
  return <BatchView />;
}
