import { Link } from "react-router-dom";
import { Empty } from "@/ui/Page";
import { isMac } from "./commands";
import { useAppTexts } from "./texts";

export function NotFound() {
  const t = useAppTexts();
  return (
    <Empty title={t("not_found")} action={<Link to="/">{t("home")}</Link>}>
      {t("not_found_hint", { keys: isMac ? "⌘K" : "Ctrl K" })}
    </Empty>
  );
}
