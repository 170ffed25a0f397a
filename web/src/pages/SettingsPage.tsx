import { SettingsView } from "@/features/operations/SettingsView";

export default function SettingsPage() {
  return <SettingsView />;
}
