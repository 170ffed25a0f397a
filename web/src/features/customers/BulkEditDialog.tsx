import { useState } from "react";
import { api } from "@/api/client";
import { useDeed, useRefresh } from "@/api/query";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { BulkFields, useBulkFields } from "./BulkFields";
import { takeEditBack } from "./takeEditBack";
import { useCustomerTexts } from "./texts";
import type { CustomerRow } from "./useCustomers";

const stale = ["/api/v1/customers", "/api/v1/customers/{customer}", "/api/v1/customers/facets"] as const;

/** One value for many customers in one deed: tried first, then all or none. */
export default function BulkEditDialog({
  customers,
  onClose,
}: {
  customers: CustomerRow[];
  onClose: () => void;
}) {
  const t = useCustomerTexts();
  const fields = useBulkFields();
  const { attribute, value } = fields;
  const [problem, setProblem] = useState<unknown>();
  const changing = customers.filter((row) => (row.values[attribute] ?? "") !== value);
  const ids = changing.map((row) => row.id);
  const put = (text: string, only?: { dry_run: boolean }) =>
    api.post("/api/v1/customers/edit", {
      query: only,
      body: { customers: ids, values: { [attribute]: text } },
    });
  const tried = useDeed({
    run: () => put(value, { dry_run: true }),
    failed: setProblem,
  });
  const change = useDeed({
    run: () => put(value),
    stale: [...stale],
    done: ({ changed, order }) => {
      const takeBack = async () => {
        if (order) await takeEditBack(order);
        await refresh(...stale);
      };
      said(t("bulk_done", { count: changed }), order ? takeBack : undefined);
      onClose();
    },
    failed: setProblem,
  });
  const refresh = useRefresh();
  const anew = () => {
    setProblem(undefined);
    tried.reset();
  };

  return (
    <Dialog
      open
      width={640}
      title={t("bulk_title", { count: customers.length })}
      okText={t(tried.data ? "edit_all" : "bulk_try")}
      okButtonProps={{
        disabled: !value || !changing.length || tried.data?.changed === 0,
        // What is answered at once shows no sign of waiting: one that comes and goes within a frame may stay.
        loading: tried.isPending || change.isPending ? { delay: 200 } : false,
      }}
      onOk={() => (tried.data ? change.mutate() : tried.mutate())}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{t("bulk_hint")}</p>
        <BulkFields fields={fields} onChange={anew} />
        {tried.data ? (
          <>
            <p role="status">
              {t("bulk_would", { count: tried.data.changed, customers: tried.data.customers })}
            </p>
            <SimpleTable
              label={t("bulk_preview")}
              rows={changing.slice(0, 8)}
              keyOf={(row) => row.id}
              columns={[
                {
                  key: "name",
                  title: t("customers"),
                  cell: (row) => row.values.name || row.values.company || row.id,
                },
                { key: "before", title: t("before"), cell: (row) => row.values[attribute] ?? "" },
                { key: "after", title: t("after"), cell: () => value },
              ]}
            />
          </>
        ) : null}
        {problem ? <ProblemNote error={problem} /> : null}
      </div>
    </Dialog>
  );
}
