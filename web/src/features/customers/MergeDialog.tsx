import { useQuery } from "@tanstack/react-query";
import { Radio } from "antd";
import { Fragment, useState } from "react";
import { useDeed, useRefresh } from "@/api/query";
import { useDictionary } from "@/api/attributes";
import { number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { mergeCustomers, mergePreview } from "./merge";
import { useCustomerTexts } from "./texts";

export interface Mergeable {
  id: string;
  records: number;
  values: Record<string, string>;
}

interface MergeDialogProps {
  customers: Mergeable[];
  onClose: () => void;
  onDone: (into: string) => void;
}

/** Says what would move before anything does. */
export default function MergeDialog({ customers, onClose, onDone }: MergeDialogProps) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const refresh = useRefresh();
  const most = customers.reduce((best, one) => (one.records > best.records ? one : best), customers[0]);
  const [into, setInto] = useState(most.id);
  const order = [into, ...customers.map((one) => one.id).filter((id) => id !== into)];
  const preview = useQuery({
    queryKey: ["merge preview", order],
    queryFn: () => mergePreview(order),
    gcTime: 0,
  });
  const stale = [
    "/api/v1/customers",
    "/api/v1/customers/{customer}",
    "/api/v1/duplicates",
    "/api/v1/summary",
  ] as const;
  const merge = useDeed({
    run: () => mergeCustomers(order),
    stale: [...stale],
    done: (done) => {
      said(t("merged", { count: done.merged.merged.length }), async () => {
        await done.undo();
        await refresh(...stale);
      });
      onDone(done.merged.into);
    },
  });
  const shown = ["name", "company", "phone", "email", "city"].filter((one) =>
    customers.some((row) => row.values[one]),
  );
  return (
    <Dialog
      open
      width={760}
      title={t("merge_title")}
      okText={t("merge")}
      okButtonProps={{ disabled: !preview.data, loading: merge.isPending }}
      onOk={() => merge.mutate()}
      onCancel={onClose}
    >
      <div className="stack">
        <SimpleTable
          label={t("merge_title")}
          rows={customers}
          keyOf={(row) => row.id}
          columns={[
            {
              key: "into",
              title: t("merge_into"),
              cell: (row) => (
                <Radio
                  name="into"
                  aria-label={`${t("merge_into")} ${row.values.name ?? row.id}`}
                  checked={into === row.id}
                  onChange={() => setInto(row.id)}
                />
              ),
            },
            ...shown.map((attribute) => ({
              key: attribute,
              title: dictionary.label(attribute),
              cell: (row: Mergeable) => row.values[attribute] ?? "",
            })),
            { key: "records", title: t("n_records"), num: true, cell: (row) => number(row.records) },
          ]}
        />
        <Ask query={preview} lines={2}>
          {(would) => (
            <>
              <Together values={would.values ?? {}} shown={shown} />
              <p>
                {t("merge_preview", {
                  records: would.records,
                  orders: would.orders,
                  events: would.events,
                  interactions: would.interactions,
                })}
              </p>
            </>
          )}
        </Ask>
      </div>
    </Dialog>
  );
}

/** The values that the customer will have. */
function Together({ values, shown }: { values: Record<string, string>; shown: string[] }) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  return (
    <section aria-label={t("merge_together")} className="stack-tight">
      <strong>{t("merge_together")}</strong>
      <dl className="facts">
        {shown
          .filter((attribute) => values[attribute])
          .map((attribute) => (
            <Fragment key={attribute}>
              <dt>{dictionary.label(attribute)}</dt>
              <dd>{dictionary.show(attribute, values[attribute])}</dd>
            </Fragment>
          ))}
      </dl>
    </section>
  );
}
