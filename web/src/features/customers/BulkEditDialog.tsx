import { Form, Input, Modal, Progress, Select } from "antd";
import { useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { SimpleTable } from "@/ui/SimpleTable";
import { failed, said } from "@/ui/toast";
import { useCustomerTexts } from "./texts";
import type { CustomerRow } from "./useCustomers";

/** One value for many customers, each change shown before it is made; what fails is said and left as it was. */
export default function BulkEditDialog({
  customers,
  onClose,
}: {
  customers: CustomerRow[];
  onClose: () => void;
}) {
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const refresh = useRefresh();
  const editable = dictionary.seen.filter((one) => one.access === "edit");
  const [attribute, setAttribute] = useState(
    editable.find((one) => one.name === "city")?.name ?? editable[0]?.name ?? "",
  );
  const [value, setValue] = useState("");
  const [done, setDone] = useState<number>();
  const changing = customers.filter((row) => (row.values[attribute] ?? "") !== value.trim());

  const run = async () => {
    let good = 0;
    let problem: unknown;
    const changed: CustomerRow[] = [];
    const put = (row: CustomerRow, text: string | null) =>
      api.patch("/api/v1/customers/{customer}", {
        path: { customer: row.id },
        body: { values: { [attribute]: text } },
      });
    for (const [i, row] of changing.entries()) {
      setDone(i);
      try {
        await put(row, value.trim() || null);
        changed.push(row);
        good++;
      } catch (error) {
        problem = error;
      }
    }
    const stale = () =>
      refresh("/api/v1/customers", "/api/v1/customers/{customer}", "/api/v1/customers/facets");
    const undo = async () => {
      for (const row of changed) await put(row, null);
      await stale();
    };
    if (problem) failed(problem);
    said(
      problem
        ? t("bulk_partly", { done: good, failed: changing.length - good })
        : t("bulk_done", { count: good }),
      good ? undo : undefined,
    );
    await stale();
    onClose();
  };

  return (
    <Modal
      open
      width={640}
      title={t("bulk_title", { count: customers.length })}
      okText={t("edit_all")}
      okButtonProps={{ disabled: !value.trim() || !changing.length, loading: done !== undefined }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{t("bulk_hint")}</p>
        <Form layout="vertical">
          <Form.Item label={t("filter_by")} htmlFor="bulk-attribute">
            <Select
              id="bulk-attribute"
              value={attribute}
              onChange={setAttribute}
              options={editable.map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
            />
          </Form.Item>
          <Form.Item label={t("value")} htmlFor="bulk-value">
            <Input
              id="bulk-value"
              value={value}
              maxLength={1000}
              onChange={(event) => setValue(event.target.value)}
            />
          </Form.Item>
        </Form>
        {value.trim() && done === undefined ? (
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
              { key: "after", title: t("after"), cell: () => value.trim() },
            ]}
          />
        ) : null}
        {done !== undefined ? (
          <Progress
            aria-label={t("bulk_preview")}
            percent={Math.round((100 * done) / Math.max(1, changing.length))}
          />
        ) : null}
      </div>
    </Modal>
  );
}
