export default function ImportWizardPage() {
  return null;
}
