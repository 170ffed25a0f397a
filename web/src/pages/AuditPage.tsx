import { AuditView } from "@/features/operations/AuditView";

export default function AuditPage() {
  return <AuditView />;
}
