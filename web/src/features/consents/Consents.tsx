// What stands for each purpose and channel of one customer, the evidence behind it, the way to withdraw, and the answer that all get.
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Panel, Tag } from "@/ui/Page";
import { MayContact } from "./MayContact";
import { type Consent, everSaid, standingOf, type Standing } from "./standing";
import { useConsentTexts } from "./texts";
import { tones } from "./words";

const ConsentDialog = lazy(() => import("./ConsentDialog"));

interface ConsentsProps {
  customer: string;
  readOnly?: boolean;
}

export function Consents({ customer, readOnly }: ConsentsProps) {
  const t = useConsentTexts();
  const may = useMay();
  const [entering, setEntering] = useState<"new" | Consent>();
  const query = useGet("/api/v1/customers/{customer}/consents", { path: { customer } });
  const writable = may("consents.write") && !readOnly;
  const items = query.data?.items ?? [];
  const purposes = standingOf(items);
  return (
    <>
      <Panel
        title={t("consents")}
        actions={
          writable ? (
            <Button size="small" onClick={() => setEntering("new")}>
              {t("add")}
            </Button>
          ) : undefined
        }
      >
        <Ask query={query} lines={3}>
          {() =>
            purposes.length ? (
              <div className="stack">
                {purposes.map(({ purpose, channels }) => (
                  <section key={purpose} aria-label={purpose} className="stack-tight">
                    <h3>{purpose}</h3>
                    <ul className="stack-tight">
                      {channels.map((line) => (
                        <Line
                          key={line.consent.channel}
                          line={line}
                          onWithdraw={writable ? setEntering : undefined}
                        />
                      ))}
                    </ul>
                  </section>
                ))}
                <Ever items={items} />
              </div>
            ) : (
              <p className="quiet">{t("no_consents")}</p>
            )
          }
        </Ask>
      </Panel>
      <MayContact customer={customer} purposes={purposes.map((one) => one.purpose)} />
      <Suspense fallback={null}>
        {entering ? (
          <ConsentDialog
            customer={customer}
            purposes={purposes.map((one) => one.purpose)}
            withdraws={
              entering === "new" ? undefined : { purpose: entering.purpose, channel: entering.channel }
            }
            onClose={() => setEntering(undefined)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

interface LineProps {
  line: Standing;
  onWithdraw?: (consent: Consent) => void;
}

function Line({ line: { consent, records }, onWithdraw }: LineProps) {
  const t = useConsentTexts();
  const name = t(`channel_${consent.channel}`);
  const holds = consent.state === "given" || consent.state === "pending";
  return (
    <li className="row row-tight" style={{ alignItems: "start" }}>
      <span className="grow">
        {name} <Tag tone={tones[consent.state]}>{t(`state_${consent.state}`)}</Tag>
        <span className="faint small block">
          {[
            dateTime(consent.at),
            consent.text_version,
            consent.evidence,
            records > 1 ? t("by_records", { count: records }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      {onWithdraw && holds ? (
        <Button
          size="small"
          aria-label={t("withdraw_title", { purpose: consent.purpose, channel: name })}
          onClick={() => onWithdraw(consent)}
        >
          {t("withdraw")}
        </Button>
      ) : null}
    </li>
  );
}

function Ever({ items }: { items: readonly Consent[] }) {
  const t = useConsentTexts();
  const who = useWho();
  const lines = everSaid(items);
  if (lines.length < 2) return null;
  return (
    <details>
      <summary>{`${t("ever")} (${lines.length})`}</summary>
      <ul className="stack-tight" style={{ marginTop: 8 }}>
        {lines.map((one) => (
          <li key={one.id}>
            {`${one.purpose} · ${t(`channel_${one.channel}`)} · ${t(`state_${one.state}`)}`}
            <span className="faint small block">
              {[dateTime(one.at), one.text_version, one.evidence, who(one.entered_by)]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
