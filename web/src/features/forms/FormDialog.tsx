// What the form asks on the left, what a stranger sees on the right.
import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { chosen } from "@/ui/needed";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useFormTexts } from "./texts";

type FormKept = Schemas["Form"];
type FormNew = Schemas["FormNew"];
interface Fields {
  name: string;
  source: string;
  fields: Schemas["FormField"][];
  asks?: boolean;
  origins?: string[];
  consent?: Schemas["FormConsent"];
}

const exampleOrigin = "https://www.example.com";
const channels = ["email", "sms", "phone", "all"] as const;

export default function FormDialog({ form: kept, onClose }: { form?: FormKept; onClose: () => void }) {
  const t = useFormTexts();
  const a = useAppTexts();
  const c = useCommon();
  const dictionary = useDictionary();
  const sources = useGet("/api/v1/sources");
  const [form] = Form.useForm<Fields>();
  const now = Form.useWatch([], form) as Fields | undefined;
  const [problem, setProblem] = useState<unknown>();
  const save = useDeed({
    run: ({ name, source, fields, asks, consent, origins }: Fields) => {
      const body: FormNew = {
        name,
        source,
        fields,
        ...(asks && consent ? { consent } : {}),
        ...(origins?.length ? { origins } : {}),
      };
      return kept
        ? api.put("/api/v1/forms/{form}", { path: { form: kept.id }, body })
        : api.post("/api/v1/forms", { body });
    },
    stale: ["/api/v1/forms"],
    done: () => {
      said(t("saved"));
      onClose();
    },
    failed: setProblem,
  });
  const needed = [{ required: true, message: a("needed") }];
  const first = ["name", "phone", "email"].map((attribute) => ({
    attribute,
    label: dictionary.label(attribute),
    required: attribute !== "phone",
  }));
  return (
    <Dialog
      open
      width={920}
      title={kept ? t("edit_form", { name: kept.name }) : t("new_form")}
      okText={c("save")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <div className="columns-side">
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={
            kept ? { ...kept, asks: !!kept.consent } : { fields: first, consent: { channel: "email" } }
          }
          onFinish={(fields) => save.mutate(fields)}
        >
          <div className="form-grid" style={{ paddingTop: 0, alignItems: "start" }}>
            <Form.Item name="name" label={t("name")} rules={needed}>
              <Input maxLength={100} autoFocus />
            </Form.Item>
            <Form.Item name="source" label={t("source")} rules={chosen(a("needed"))}>
              <Select
                options={(sources.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))}
              />
            </Form.Item>
          </div>
          <h3>{t("fields")}</h3>
          <Form.List name="fields">
            {(rows, { add, remove, move }) => (
              <div className="stack-tight" style={{ margin: "8px 0 16px" }}>
                {rows.map((row, i) => (
                  <div key={row.key} className="row row-tight">
                    <Form.Item name={[row.name, "attribute"]} noStyle rules={chosen(a("needed"))}>
                      <Select
                        aria-label={t("field")}
                        style={{ width: 150 }}
                        showSearch
                        optionFilterProp="label"
                        options={dictionary.seen.map((one) => ({
                          value: one.name,
                          label: dictionary.label(one.name),
                        }))}
                      />
                    </Form.Item>
                    <Form.Item name={[row.name, "label"]} noStyle rules={needed}>
                      <Input aria-label={t("label")} maxLength={200} />
                    </Form.Item>
                    <Form.Item name={[row.name, "required"]} valuePropName="checked" noStyle>
                      <Checkbox className="nowrap">{t("required")}</Checkbox>
                    </Form.Item>
                    <Button
                      type="text"
                      size="small"
                      aria-label={t("up")}
                      disabled={i === 0}
                      icon={<ArrowUpOutlined />}
                      onClick={() => move(i, i - 1)}
                    />
                    <Button
                      type="text"
                      size="small"
                      aria-label={c("remove")}
                      icon={<DeleteOutlined />}
                      onClick={() => remove(row.name)}
                    />
                  </div>
                ))}
                <div>
                  <Button size="small" icon={<PlusOutlined />} onClick={() => add({ required: false })}>
                    {t("add_field")}
                  </Button>
                </div>
              </div>
            )}
          </Form.List>
          <Form.Item name="asks" valuePropName="checked">
            <Checkbox>{t("consent")}</Checkbox>
          </Form.Item>
          {now?.asks ? (
            <>
              <div className="form-grid" style={{ paddingTop: 0, alignItems: "start" }}>
                <Form.Item name={["consent", "purpose"]} label={t("purpose")} rules={needed}>
                  <Input maxLength={100} />
                </Form.Item>
                <Form.Item name={["consent", "channel"]} label={t("channel")}>
                  <Select options={channels.map((value) => ({ value, label: t(`channel_${value}`) }))} />
                </Form.Item>
              </div>
              <Form.Item name={["consent", "text"]} label={t("text")} rules={needed}>
                <Input.TextArea maxLength={5000} autoSize={{ minRows: 2, maxRows: 8 }} />
              </Form.Item>
              <Form.Item name={["consent", "text_version"]} label={t("text_version")}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name={["consent", "double_opt_in"]} valuePropName="checked">
                <Checkbox>{t("double")}</Checkbox>
              </Form.Item>
            </>
          ) : null}
          <Form.Item name="origins" label={t("origins")} extra={t("origins_hint")}>
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={[" ", ","]}
              placeholder={exampleOrigin}
            />
          </Form.Item>
          {problem ? <ProblemNote error={problem} /> : null}
        </Form>
        <section aria-label={t("preview")} className="panel panel-body stack">
          <h3>{t("preview")}</h3>
          <strong>{now?.name}</strong>
          {(now?.fields ?? []).map((field, i) =>
            field?.label ? (
              <label key={i} className="stack-tight">
                <span>{field.required ? `${field.label} *` : field.label}</span>
                <Input disabled />
              </label>
            ) : null,
          )}
          {now?.asks && now.consent?.text ? <Checkbox disabled>{now.consent.text}</Checkbox> : null}
          <Button type="primary" disabled>
            {t("send")}
          </Button>
        </section>
      </div>
    </Dialog>
  );
}
