// Who may be contacted: what one customer said, the answer that all get, and the links that wait.
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router-dom";
import { api } from "@/api/client";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { Page, Panel } from "@/ui/Page";
import { AllConsents } from "./AllConsents";
import { Confirmations } from "./Confirmations";
import { Consents } from "./Consents";
import { useConsentTexts } from "./texts";

export function ConsentsView() {
  const t = useConsentTexts();
  const may = useMay();
  const [words, setWords] = useSearchParams();
  const customer = words.get("customer") ?? "";
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Panel
        title={t("customer")}
        actions={customer ? <Link to={`/customers/${customer}`}>{t("open_customer")}</Link> : undefined}
      >
        <div className="stack-tight">
          <FindCustomer chosen={customer} onChoose={(id) => setWords({ customer: id })} />
          {customer ? null : <p className="quiet">{t("none_chosen")}</p>}
        </div>
      </Panel>
      {customer ? (
        <div className="columns">
          <Consents key={customer} customer={customer} />
        </div>
      ) : (
        <AllConsents />
      )}
      {may("consents.write") ? <Confirmations /> : null}
    </Page>
  );
}

function FindCustomer({ chosen, onChoose }: { chosen: string; onChoose: (id: string) => void }) {
  const t = useConsentTexts();
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["palette", q],
    queryFn: ({ signal }) =>
      api.post("/api/v1/customers/search", {
        body: { q, limit: 8, attributes: ["name", "company", "phone", "email", "city"] },
        reads: true,
        signal,
      }),
    enabled: q.length > 0,
    gcTime: 10_000,
  });
  const there = useGet(
    "/api/v1/customers/{customer}",
    { path: { customer: chosen } },
    { enabled: !!chosen },
  ).data;
  const nameOf = (attribute: string) => there?.values.find((one) => one.attribute === attribute)?.value;
  return (
    <Select<string>
      showSearch
      aria-label={t("find_customer")}
      placeholder={nameOf("name") || nameOf("company") || t("find_customer")}
      style={{ width: "100%" }}
      filterOption={false}
      loading={found.isFetching}
      notFoundContent={null}
      onSearch={(text) => setQ(text.trim())}
      onChange={onChoose}
      options={(found.data?.items ?? []).map((row) => ({
        value: row.id,
        label: [row.values.name || row.values.company || row.id, row.values.phone, row.values.email]
          .filter(Boolean)
          .join(" · "),
      }))}
    />
  );
}
