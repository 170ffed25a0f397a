import { UsersView } from "@/features/operations/UsersView";

export default function UsersPage() {
  return <UsersView />;
}
