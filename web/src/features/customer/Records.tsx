import { Button, Checkbox } from "antd";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api } from "@/api/client";
import { useDeed, useRefresh } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { Panel } from "@/ui/Page";
import { VerdictTag } from "@/ui/Verdict";
import { said } from "@/ui/toast";
import type { Customer } from "./Customer360";
import { useCustomerPageTexts } from "./texts";

/** The rows as received that make up the customer; some may be split off. */
export default function Records({ customer, readOnly }: { customer: Customer; readOnly: boolean }) {
  const t = useCustomerPageTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const [chosen, setChosen] = useState<string[]>([]);
  const [splitting, setSplitting] = useState(false);
  const splittable = may("customers.merge") && !readOnly && customer.members.length > 1;
  return (
    <div className="stack">
      {splittable ? (
        <div className="row">
          <span className="quiet grow">{t("records_hint")}</span>
          <Button
            disabled={!chosen.length || chosen.length === customer.members.length}
            onClick={() => setSplitting(true)}
          >
            {t("split")}
          </Button>
        </div>
      ) : null}
      <div className="columns">
        {customer.members.map((record) => (
          <Panel
            key={record.id}
            title={record.source}
            actions={
              splittable ? (
                <Checkbox
                  aria-label={`${t("split")} ${record.source} ${record.row}`}
                  checked={chosen.includes(record.id)}
                  onChange={(event) =>
                    setChosen(
                      event.target.checked
                        ? [...chosen, record.id]
                        : chosen.filter((one) => one !== record.id),
                    )
                  }
                />
              ) : undefined
            }
          >
            <p className="quiet small">
              <Link to={`/batches/${record.batch}`}>{record.file}</Link>
              {` · ${t("row_of", { row: record.row })}`}
              {record.key ? ` · ${t("key")} ${record.key}` : ""}
              {record.received_at ? ` · ${dateTime(record.received_at)}` : ""}
            </p>
            <dl className="facts" style={{ marginTop: 8 }}>
              {record.values
                .filter((value) => value.verdict !== "empty")
                .map((value, i) => (
                  <div key={`${value.attribute} ${i}`} style={{ display: "contents" }}>
                    <dt>{dictionary.label(value.attribute)}</dt>
                    <dd>
                      {dictionary.show(value.attribute, value.value) || value.raw}{" "}
                      <VerdictTag verdict={value.verdict} quiet />
                      {value.raw && value.raw !== value.value && value.value ? (
                        <span className="faint small" title={value.text}>
                          <br />
                          {t("as_received", { raw: value.raw })}
                        </span>
                      ) : null}
                    </dd>
                  </div>
                ))}
            </dl>
            {record.extra && Object.keys(record.extra).length ? (
              <details style={{ marginTop: 8 }}>
                <summary className="quiet small">{t("extra")}</summary>
                <dl className="facts">
                  {Object.entries(record.extra).map(([name, value]) => (
                    <div key={name} style={{ display: "contents" }}>
                      <dt>{name}</dt>
                      <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            ) : null}
          </Panel>
        ))}
      </div>
      {splitting ? (
        <SplitDialog
          customer={customer}
          records={chosen}
          onClose={(done) => {
            setSplitting(false);
            if (done) setChosen([]);
          }}
        />
      ) : null}
      <span className="seen-by-ear">{c("records", { count: customer.members.length })}</span>
    </div>
  );
}

interface SplitDialogProps {
  customer: Customer;
  records: string[];
  onClose: (done: boolean) => void;
}

function SplitDialog({ customer, records, onClose }: SplitDialogProps) {
  const t = useCustomerPageTexts();
  const refresh = useRefresh();
  const preview = useQuery({
    queryKey: ["split preview", records],
    queryFn: () => api.post("/api/v1/split", { body: { records }, query: { dry_run: true } }),
    gcTime: 0,
  });
  const stale = [
    "/api/v1/customers/{customer}",
    "/api/v1/customers",
    "/api/v1/summary",
    "/api/v1/duplicates",
  ] as const;
  const split = useDeed({
    run: () => api.post("/api/v1/split", { body: { records } }),
    stale: [...stale],
    done: (done) => {
      const to = done.to;
      said(
        t("split_done"),
        to
          ? async () => {
              await api.post("/api/v1/merge", { body: { customers: [customer.id, to] } });
              await refresh(...stale);
            }
          : undefined,
      );
      onClose(true);
    },
  });
  return (
    <Dialog
      open
      title={t("split_title", { count: records.length })}
      okText={t("split")}
      okButtonProps={{ disabled: !preview.data, loading: split.isPending }}
      onOk={() => split.mutate()}
      onCancel={() => onClose(false)}
    >
      <Ask query={preview} lines={2}>
        {(would) => <p>{t("split_preview", { count: would.records })}</p>}
      </Ask>
    </Dialog>
  );
}
