import { useParams } from "react-router-dom";
import { ImportReview } from "@/features/imports/ImportReview";
import { ImportWizard } from "@/features/imports/ImportWizard";

export default function ImportWizardPage() {
  const { import: id } = useParams();
  return id ? <ImportReview key={id} /> : <ImportWizard />;
}
