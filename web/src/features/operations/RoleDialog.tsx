import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useRightWords } from "./rights";
import { useOperationTexts } from "./texts";

type Role = Schemas["Role"];
type FieldRule = Schemas["FieldRule"];
type RowRule = Schemas["RowRule"];
interface Fields {
  name: string;
  rights: string[];
  rows: RowRule[];
  fields: { about: string; access: FieldRule["access"] }[];
}

const sensitivities = ["public", "internal", "personal", "sensitive"] as const;
const accesses = ["hide", "mask", "read", "edit"] as const;

export default function RoleDialog({ role, onClose }: { role?: Role; onClose: () => void }) {
  const t = useOperationTexts();
  const a = useAppTexts();
  const c = useCommon();
  const dictionary = useDictionary();
  const all = useGet("/api/v1/roles").data?.rights ?? [];
  const rightWords = useRightWords();
  const [form] = Form.useForm<Fields>();
  const [problem, setProblem] = useState<unknown>();
  const save = useDeed({
    run: ({ name, rights, rows, fields }: Fields) => {
      const body: Schemas["RoleNew"] = {
        name: role?.name ?? name,
        rights,
        rows: (rows ?? []).filter((rule) => rule?.attribute && rule.values?.length),
        fields: (fields ?? []).flatMap((rule) =>
          rule?.about && rule.access ? [fieldRule(rule.about, rule.access)] : [],
        ),
      };
      return role
        ? api.put("/api/v1/roles/{role}", { path: { role: role.name }, body })
        : api.post("/api/v1/roles", { body });
    },
    stale: ["/api/v1/roles", "/api/v1/attributes"],
    done: () => {
      said(t("role_saved"));
      onClose();
    },
    failed: setProblem,
  });
  const attributes = dictionary.all.map((one) => ({ value: one.name, label: dictionary.label(one.name) }));
  const abouts = [
    ...sensitivities.map((one) => ({
      value: `sensitivity:${one}`,
      label: t("by_sensitivity", { word: t(`sensitivity_${one}`) }),
    })),
    ...attributes.map((one) => ({ value: `attribute:${one.value}`, label: one.label })),
  ];
  return (
    <Dialog
      open
      width={680}
      title={role ? t("edit_role", { name: role.name }) : t("new_role")}
      okText={c("save")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          rights: role?.rights ?? ["customers.read"],
          rows: role?.rows ?? [],
          fields: (role?.fields ?? []).map((rule) => ({
            about: rule.attribute ? `attribute:${rule.attribute}` : `sensitivity:${rule.sensitivity}`,
            access: rule.access,
          })),
        }}
        onFinish={(fields) => save.mutate(fields)}
      >
        {role ? null : (
          <Form.Item
            name="name"
            label={t("role_name")}
            extra={t("role_name_hint")}
            rules={[
              { required: true, message: a("needed") },
              { pattern: /^[a-z][a-z0-9_-]*$/, message: t("role_name_hint") },
            ]}
          >
            <Input maxLength={60} autoFocus />
          </Form.Item>
        )}
        <Form.Item name="rights" label={t("rights")}>
          <Checkbox.Group
            className="form-grid"
            options={all.map((right) => ({ value: right, label: rightWords(right), title: right }))}
          />
        </Form.Item>
        <h3>{t("row_rules")}</h3>
        <p className="faint small">{t("row_rules_hint")}</p>
        <RuleList name="rows" fresh={{ values: [] }}>
          {(row) => (
            <>
              <Form.Item name={[row, "attribute"]} noStyle>
                <Select
                  aria-label={t("attribute")}
                  style={{ width: 180 }}
                  showSearch
                  optionFilterProp="label"
                  options={attributes}
                />
              </Form.Item>
              <Form.Item name={[row, "values"]} noStyle>
                <Select
                  aria-label={t("values")}
                  mode="tags"
                  style={{ flex: 1 }}
                  options={["$login", "$team", "$region"].map((value) => ({ value, label: value }))}
                />
              </Form.Item>
            </>
          )}
        </RuleList>
        <h3>{t("field_rules")}</h3>
        <p className="faint small">{t("field_rules_hint")}</p>
        <RuleList name="fields" fresh={{ access: "mask" }}>
          {(row) => (
            <>
              <Form.Item name={[row, "about"]} noStyle>
                <Select
                  aria-label={t("attribute")}
                  style={{ flex: 1 }}
                  showSearch
                  optionFilterProp="label"
                  options={abouts}
                />
              </Form.Item>
              <Form.Item name={[row, "access"]} noStyle>
                <Select
                  aria-label={t("access")}
                  style={{ width: 120 }}
                  options={accesses.map((value) => ({ value, label: t(`access_${value}`) }))}
                />
              </Form.Item>
            </>
          )}
        </RuleList>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}

interface RuleListProps {
  name: "rows" | "fields";
  /** What a new rule begins as. */
  fresh: object;
  /** The parts of the rule with that number. */
  children: (row: number) => ReactNode;
}

function RuleList({ name, fresh, children }: RuleListProps) {
  const t = useOperationTexts();
  const c = useCommon();
  return (
    <Form.List name={name}>
      {(rows, { add, remove }) => (
        <div className="stack-tight" style={{ margin: "8px 0 16px" }}>
          {rows.map((row) => (
            <div key={row.key} className="row row-tight">
              {children(row.name)}
              <Button onClick={() => remove(row.name)}>{c("remove")}</Button>
            </div>
          ))}
          <div>
            <Button size="small" icon={<PlusOutlined />} onClick={() => add(fresh)}>
              {t("add_rule")}
            </Button>
          </div>
        </div>
      )}
    </Form.List>
  );
}

function fieldRule(about: string, access: FieldRule["access"]): FieldRule {
  const [kind, name] = about.split(":");
  return kind === "attribute"
    ? { attribute: name, access }
    : { sensitivity: name as FieldRule["sensitivity"], access };
}
