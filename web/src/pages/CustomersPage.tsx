import { CustomersView } from "@/features/customers/CustomersView";

export default function CustomersPage() {
  return <CustomersView />;
}
