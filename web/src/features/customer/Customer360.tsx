// One page that tells who this customer is.
import { CopyOutlined, MergeCellsOutlined } from "@ant-design/icons";
import { Button, DatePicker, Tabs } from "antd";
import dayjs from "dayjs";
import { lazy, Suspense, useEffect, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router-dom";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommands } from "@/app/commands";
import { useCommon } from "@/i18n/common";
import { ago, date, dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Page, Panel, Skeleton } from "@/ui/Page";
import { said } from "@/ui/toast";
import type { Schemas } from "@/api/client";
import { Consents } from "@/features/consents/Consents";
import { Activity } from "./Activity";
import { GoldenValues } from "./GoldenValues";
import { useCustomerPageTexts } from "./texts";

const Timeline = lazy(() => import("./Timeline"));
const Records = lazy(() => import("./Records"));
const History = lazy(() => import("./History"));
const Connections = lazy(() => import("./Connections"));
const MergeWith = lazy(() => import("./MergeWith"));
const Weights = lazy(() => import("./Weights"));

export type Customer = Schemas["Customer"];

export const goldenOf = (customer: Customer, attribute: string): string | undefined =>
  customer.values.find((one) => one.attribute === attribute && one.ordinal === 0)?.value;

const tabs = ["overview", "timeline", "connections", "records", "history"] as const;

export function Customer360() {
  const t = useCustomerPageTexts();
  const c = useCommon();
  const may = useMay();
  const who = useWho();
  const navigate = useNavigate();
  const { customer: id = "" } = useParams();
  const [words, setWords] = useSearchParams();
  const tab = words.get("tab") ?? "overview";
  const asOf = words.get("as_of") ?? undefined;
  const [merging, setMerging] = useState(false);
  const query = useGet(
    "/api/v1/customers/{customer}",
    { path: { customer: id }, query: { as_of: asOf } },
    { keep: true },
  );
  const customer = query.data;

  const show = (next: string) => {
    const changed = new URLSearchParams(words);
    changed.set("tab", next);
    setWords(changed, { replace: true });
  };
  const setAsOf = (moment: string | undefined) => {
    const changed = new URLSearchParams(words);
    if (moment) changed.set("as_of", moment);
    else changed.delete("as_of");
    setWords(changed, { replace: true });
  };
  // A merged customer's address leads to the one that took it.
  useEffect(() => {
    if (customer && customer.id !== id && customer.asked_for === id)
      navigate(
        { pathname: `/customers/${customer.id}`, search: words.toString() },
        { replace: true, state: { from: id } },
      );
  }, [customer, id, navigate, words]);
  useCommands([
    ...tabs.map((one, i) => ({
      id: `tab ${one}`,
      label: t(one),
      group: t("customer"),
      keys: String(i + 1),
      run: () => show(one),
    })),
    ...(may("customers.merge")
      ? [
          {
            id: "merge with",
            label: t("merge_with"),
            group: t("customer"),
            keys: "m",
            run: () => setMerging(true),
          },
        ]
      : []),
  ]);

  if (!customer) {
    return (
      <Page title={t("customer")}>
        <Ask query={query} lines={10}>
          {() => null}
        </Ask>
      </Page>
    );
  }
  const name = goldenOf(customer, "name") || goldenOf(customer, "company") || t("nameless");
  const past = !!asOf;
  return (
    <Page
      title={t("customer")}
      heading={name}
      lead={
        <span className="row">
          <Button
            size="small"
            type="text"
            className="mono"
            icon={<CopyOutlined />}
            onClick={() => void navigator.clipboard?.writeText(customer.id).then(() => said(c("copied")))}
          >
            {customer.id}
          </Button>
          <span>{c("records", { count: customer.records })}</span>
          {customer.created_at ? <span>{t("since", { when: date(customer.created_at) })}</span> : null}
          {customer.updated_at ? (
            <span title={dateTime(customer.updated_at)}>
              {t("changed", { when: ago(customer.updated_at) })}
            </span>
          ) : null}
        </span>
      }
      actions={
        <>
          <DatePicker
            aria-label={t("as_of")}
            placeholder={t("as_of")}
            value={asOf ? dayjs(asOf) : null}
            disabledDate={(day) => day.valueOf() > Date.now()}
            onChange={(day) =>
              setAsOf(
                day ? new Date(Math.min(day.endOf("day").valueOf(), Date.now())).toISOString() : undefined,
              )
            }
          />
          {may("customers.merge") && !past ? (
            <Button icon={<MergeCellsOutlined />} onClick={() => setMerging(true)}>
              {t("merge_with")}
            </Button>
          ) : null}
        </>
      }
    >
      {past ? (
        <div className="bulk" role="status">
          {t("as_of_banner", { when: dateTime(asOf) })}
          <Button size="small" onClick={() => setAsOf(undefined)}>
            {t("as_of_now")}
          </Button>
        </div>
      ) : null}
      {customer.asked_for && customer.asked_for !== customer.id ? (
        <p className="quiet">{t("led_here", { id: customer.asked_for })}</p>
      ) : null}
      <Tabs activeKey={tab} onChange={show} items={tabs.map((one) => ({ key: one, label: t(one) }))} />
      <Suspense fallback={<Skeleton lines={8} />}>
        {tab === "timeline" ? <Timeline customer={customer.id} /> : null}
        {tab === "connections" ? <Connections customer={customer} name={name} /> : null}
        {tab === "records" ? <Records customer={customer} readOnly={past} /> : null}
        {tab === "history" ? <History customer={customer} /> : null}
        {tab === "overview" ? (
          <div className="columns-side">
            <div className="stack">
              <GoldenValues customer={customer} readOnly={past} />
              <Panel title={t("why")}>
                {customer.members.length > 1 ? (
                  <Weights customer={customer} />
                ) : (
                  <p className="quiet">{t("why_none")}</p>
                )}
              </Panel>
            </div>
            <div className="stack">
              <Activity customer={customer} />
              {may("consents.read") ? <Consents customer={customer.id} readOnly={past} /> : null}
              {customer.decisions.length ? (
                <Panel title={t("decisions")}>
                  <ul className="stack-tight">
                    {customer.decisions.map((one) => (
                      <li key={one.id}>
                        <strong>{t(`decision_${one.kind}`)}</strong>{" "}
                        <span className="quiet">
                          {[one.attribute, one.value, one.reason, who(one.made_by), dateTime(one.made_at)]
                            .filter(Boolean)
                            .join(" · ")}
                        </span>
                      </li>
                    ))}
                  </ul>
                </Panel>
              ) : null}
            </div>
          </div>
        ) : null}
        {merging ? <MergeWith customer={customer} onClose={() => setMerging(false)} /> : null}
      </Suspense>
    </Page>
  );
}
