import { AutoComplete, Button, Select } from "antd";
import { useState } from "react";
import { useGet } from "@/api/query";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Panel, Tag } from "@/ui/Page";
import { useConsentTexts } from "./texts";
import { channels } from "./words";

interface MayContactProps {
  customer: string;
  purposes: readonly string[];
}

type Channel = (typeof channels)[number];

/** The answer that campaigns and programs get for this customer, with the entry it rests on. */
export function MayContact({ customer, purposes }: MayContactProps) {
  const t = useConsentTexts();
  const [purpose, setPurpose] = useState("");
  const [channel, setChannel] = useState<Channel>("email");
  const [asked, setAsked] = useState<{ purpose: string; channel: Channel }>();
  const query = useGet(
    "/api/v1/customers/{customer}/may-contact",
    { path: { customer }, query: asked ?? { purpose: "", channel: "email" } },
    { enabled: !!asked },
  );
  const wanted = purpose.trim() || purposes[0] || "";
  return (
    <Panel title={t("may")}>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted) setAsked({ purpose: wanted, channel });
        }}
      >
        <p className="quiet small">{t("may_hint")}</p>
        <div className="row">
          <AutoComplete
            aria-label={t("purpose")}
            placeholder={purposes[0] ?? t("purpose")}
            style={{ flex: "1 1 120px" }}
            value={purpose}
            onChange={setPurpose}
            options={purposes.map((value) => ({ value }))}
          />
          <Select<Channel>
            aria-label={t("channel")}
            style={{ flex: "1 1 100px" }}
            value={channel}
            onChange={setChannel}
            options={channels
              .filter((one) => one !== "all")
              .map((value) => ({ value, label: t(`channel_${value}`) }))}
          />
          <Button htmlType="submit" disabled={!wanted}>
            {t("ask")}
          </Button>
        </div>
        {asked ? (
          <div role="status">
            <Ask query={query} lines={1}>
              {(answer) => (
                <p>
                  <Tag tone={answer.allowed ? "good" : "bad"}>{t(answer.allowed ? "yes" : "no")}</Tag>{" "}
                  {answer.text || (answer.reason === "none" ? t("no_consents") : t(`state_${answer.reason}`))}
                  {answer.consent ? (
                    <span className="faint small block">
                      {[
                        answer.consent.purpose,
                        t(`channel_${answer.consent.channel}`),
                        dateTime(answer.consent.at),
                        answer.consent.text_version,
                        answer.consent.evidence,
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  ) : null}
                </p>
              )}
            </Ask>
          </div>
        ) : null}
      </form>
    </Panel>
  );
}
