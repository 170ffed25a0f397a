import { JobsView } from "@/features/operations/JobsView";

export default function JobsPage() {
  return <JobsView />;
}
