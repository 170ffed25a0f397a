import { QualityView } from "@/features/quality/QualityView";

export default function QualityPage() {
  return <QualityView />;
}
