import { useParams } from "react-router-dom";
import { Customer360 } from "@/features/customer/Customer360";

export default function CustomerPage() {
  const { customer } = useParams();
  return <Customer360 key={customer} />;
}
