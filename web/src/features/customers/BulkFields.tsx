// Which attribute many customers get a value of, and which value: for the dialogs of those chosen and of all who match.
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { useDictionary } from "@/api/attributes";
import { useCustomerTexts } from "./texts";

/** The choice, the city first where it may be edited. */
export function useBulkFields() {
  const dictionary = useDictionary();
  const editable = dictionary.seen.filter((one) => one.access === "edit");
  const [attribute, setAttribute] = useState(
    editable.find((one) => one.name === "city")?.name ?? editable[0]?.name ?? "",
  );
  const [text, setText] = useState("");
  const options = editable.map((one) => ({ value: one.name, label: dictionary.label(one.name) }));
  return { attribute, setAttribute, text, setText, value: text.trim(), options };
}

/** `onChange`: something else is asked for, and what was tried holds no more. */
export function BulkFields({
  fields,
  disabled,
  onChange,
}: {
  fields: ReturnType<typeof useBulkFields>;
  disabled?: boolean;
  onChange: () => void;
}) {
  const t = useCustomerTexts();
  const anew = (to: () => void) => {
    to();
    onChange();
  };
  return (
    <Form layout="vertical" disabled={disabled}>
      <Form.Item label={t("filter_by")} htmlFor="bulk-attribute">
        <Select
          id="bulk-attribute"
          showSearch
          optionFilterProp="label"
          value={fields.attribute}
          onChange={(next: string) => anew(() => fields.setAttribute(next))}
          options={fields.options}
        />
      </Form.Item>
      <Form.Item label={t("value")} htmlFor="bulk-value">
        <Input
          id="bulk-value"
          value={fields.text}
          maxLength={1000}
          onChange={(event) => anew(() => fields.setText(event.target.value))}
        />
      </Form.Item>
    </Form>
  );
}
