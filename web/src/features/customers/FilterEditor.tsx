import { AutoComplete, Button, Form, Select } from "antd";
import { useState } from "react";
import { useDictionary } from "@/api/attributes";
import { useCommon } from "@/i18n/common";
import { number } from "@/i18n/format";
import { useCustomerTexts } from "./texts";
import { listQuery } from "./useCustomers";
import { useFacet } from "./useFacet";
import type { Filter, Operator, View } from "./view";

const forText: Operator[] = ["eq", "contains", "starts", "ne", "in", "empty", "filled"];
const forOrder: Operator[] = ["eq", "ge", "le", "gt", "lt", "empty", "filled"];
const ordered = new Set(["date", "timestamp", "number", "amount", "percentage", "quantity"]);

/** Builds one filter; the values offered are those that occur now, with how often. */
export function FilterEditor({ view, onAdd }: { view: View; onAdd: (filter: Filter) => void }) {
  const t = useCustomerTexts();
  const c = useCommon();
  const dictionary = useDictionary();
  const [attribute, setAttribute] = useState("city");
  const [operator, setOperator] = useState<Operator>("eq");
  const [value, setValue] = useState("");
  const own = attribute === "records" || attribute === "created_at" || attribute === "updated_at";
  const inOrder = own || ordered.has(dictionary.of(attribute)?.type ?? "");
  const bare = operator === "empty" || operator === "filled";
  const { q, filters } = listQuery(view);
  const facet = useFacet(
    { attribute, q, filters, limit: 50 },
    { enabled: !own && !bare && attribute !== "source" && attribute !== "batch" },
  );
  const needle = value.toLowerCase();
  const options = (facet.data?.items ?? [])
    .filter((item) => item.value.toLowerCase().includes(needle))
    .slice(0, 12)
    .map((item) => ({
      value: item.value,
      label: (
        <span className="row row-tight">
          <span className="grow cut">{item.value}</span>
          <span className="faint small">{number(item.count)}</span>
        </span>
      ),
    }));
  return (
    <Form
      layout="vertical"
      style={{ width: 300 }}
      onFinish={() => {
        if (bare || value.trim()) onAdd({ attribute, operator, value: value.trim() });
        setValue("");
      }}
    >
      <Form.Item label={t("filter_by")} htmlFor="filter-attribute">
        <Select
          id="filter-attribute"
          showSearch
          optionFilterProp="label"
          value={attribute}
          onChange={(next) => {
            setAttribute(next);
            setOperator("eq");
            setValue("");
          }}
          options={[
            ...dictionary.seen.map((one) => ({ value: one.name, label: dictionary.label(one.name) })),
            { value: "records", label: t("n_records") },
            { value: "created_at", label: t("created_at") },
            { value: "updated_at", label: t("updated_at") },
            { value: "source", label: t("source") },
            { value: "batch", label: t("batch") },
          ]}
        />
      </Form.Item>
      <Form.Item label={t("operator")} htmlFor="filter-operator">
        <Select
          id="filter-operator"
          value={operator}
          onChange={setOperator}
          options={(attribute === "source" || attribute === "batch"
            ? (["eq"] as Operator[])
            : inOrder
              ? forOrder
              : forText
          ).map((one) => ({ value: one, label: t(`op_${one}`) }))}
        />
      </Form.Item>
      {bare ? null : (
        <Form.Item label={t("value")} htmlFor="filter-value">
          <AutoComplete
            id="filter-value"
            value={value}
            onChange={setValue}
            options={options}
            maxLength={400}
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block disabled={!bare && !value.trim()}>
        {c("apply")}
      </Button>
    </Form>
  );
}
