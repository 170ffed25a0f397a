import { Alert, Form, Input, Select } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, newKey, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useCustomerTexts } from "./texts";

const first = ["name", "company", "phone", "email", "city"];

export default function NewCustomerDialog({ onClose }: { onClose: () => void }) {
  const t = useCustomerTexts();
  const navigate = useNavigate();
  const dictionary = useDictionary();
  const [shown, setShown] = useState(first);
  const [problem, setProblem] = useState<Problem>();
  const [once] = useState(newKey);
  const [form] = Form.useForm<Record<string, string>>();
  const create = useDeed({
    run: (despite: boolean) => {
      const values = Object.fromEntries(
        Object.entries(form.getFieldsValue()).flatMap(([name, value]) =>
          value?.trim() ? [[name, value.trim()]] : [],
        ),
      );
      const body: Schemas["CustomerNew"] = { values, despite_duplicates: despite };
      return api.post("/api/v1/customers", { body, once: despite ? `${once}-despite` : undefined });
    },
    stale: ["/api/v1/customers", "/api/v1/summary"],
    done: (customer) => {
      said(t("new_done"));
      onClose();
      navigate(`/customers/${customer.id}`);
    },
    failed: (error) => setProblem(asProblem(error)),
  });
  const faultOf = (name: string) =>
    problem?.faults.find((fault) => fault.field === name || fault.field === `values.${name}`);
  const duplicates = problem?.duplicates ?? [];
  return (
    <Dialog
      open
      title={t("new_customer")}
      okText={duplicates.length ? t("create_anyway") : t("new_customer")}
      okButtonProps={{ loading: create.isPending, danger: duplicates.length > 0 }}
      onOk={() => create.mutate(duplicates.length > 0)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{t("new_hint")}</p>
        <Form
          form={form}
          layout="vertical"
          onValuesChange={() => setProblem(undefined)}
          onFinish={() => create.mutate(false)}
        >
          {shown.map((name, i) => {
            const fault = faultOf(name);
            return (
              <Form.Item
                key={name}
                name={name}
                label={dictionary.label(name)}
                validateStatus={fault ? "error" : undefined}
                help={fault ? [fault.message, fault.fix].filter(Boolean).join(" ") : undefined}
              >
                <Input autoFocus={i === 0} autoComplete="off" />
              </Form.Item>
            );
          })}
          <Select
            aria-label={t("add_attribute")}
            placeholder={t("add_attribute")}
            style={{ width: "100%" }}
            value={null}
            onChange={(name: string | null) => name && setShown([...shown, name])}
            options={dictionary.seen
              .filter((one) => one.access === "edit" && !shown.includes(one.name))
              .map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
          />
          <button type="submit" hidden />
        </Form>
        {duplicates.length ? (
          <Alert
            type="warning"
            message={t("likely_same")}
            description={
              <ul>
                {duplicates.map((row) => (
                  <li key={row.id}>
                    <Link to={`/customers/${row.id}`}>{row.values.name || row.values.company || row.id}</Link>{" "}
                    <span className="quiet">
                      {[row.values.phone, row.values.email].filter(Boolean).join(" · ")}
                    </span>
                  </li>
                ))}
              </ul>
            }
          />
        ) : problem ? (
          <ProblemNote error={problem} />
        ) : null}
      </div>
    </Dialog>
  );
}
