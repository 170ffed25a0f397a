// The page before the workspace: mark, card, language.
import { Button } from "antd";
import type { ReactNode } from "react";
import { useAppTexts } from "@/app/texts";
import { speak, useLanguage } from "@/i18n/texts";

export function DoorFrame({ wide, children }: { wide?: boolean; children: ReactNode }) {
  const t = useAppTexts();
  const language = useLanguage();
  return (
    <main className="door">
      <div className={wide ? "door-card door-wide" : "door-card"}>
        <div className="door-end">
          <span className="brand" style={{ padding: 0 }}>
            <img src="/kith.svg" alt="" />
            {"Kith 知客"}
          </span>
          <Button
            type="text"
            lang={language === "zh" ? "en" : "zh-CN"}
            aria-label={`${t("switch_language")} · ${t("switch_language_label")}`}
            onClick={() => speak(language === "zh" ? "en" : "zh")}
          >
            {t("switch_language")}
          </Button>
        </div>
        {children}
      </div>
    </main>
  );
}
