export default function AttributesPage() {
  return null;
}
