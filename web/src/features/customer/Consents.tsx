import { Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { date } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Panel, Tag, type Tone } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useCustomerPageTexts } from "./texts";

type ConsentNew = Schemas["ConsentNew"];
type State = ConsentNew["state"];
const tones: Record<State, Tone> = { given: "good", pending: "warn", withdrawn: "bad", objected: "bad" };
const channels = ["email", "sms", "phone", "post", "wechat", "push", "all"] as const;
const states = ["given", "pending", "withdrawn", "objected"] as const;

export function Consents({ customer, readOnly }: { customer: string; readOnly: boolean }) {
  const t = useCustomerPageTexts();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const query = useGet("/api/v1/customers/{customer}/consents", { path: { customer } });
  return (
    <Panel
      title={t("consents")}
      actions={
        may("consents.write") && !readOnly ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t("add_consent")}
          </Button>
        ) : undefined
      }
    >
      <Ask query={query} lines={3}>
        {(answer) => {
          const standing = answer.items.filter((one) => one.stands);
          if (!standing.length) return <p className="quiet">{t("no_consents")}</p>;
          return (
            <ul className="stack-tight">
              {standing.map((one) => (
                <li key={one.id} className="row row-tight">
                  <span className="grow">
                    {one.purpose} · {t(`channel_${one.channel}`)}
                    <br />
                    <span className="faint small">
                      {[date(one.at), one.text_version, one.evidence].filter(Boolean).join(" · ")}
                    </span>
                  </span>
                  <Tag tone={tones[one.state]}>{t(`state_${one.state}`)}</Tag>
                </li>
              ))}
            </ul>
          );
        }}
      </Ask>
      {adding ? <ConsentDialog customer={customer} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function ConsentDialog({ customer, onClose }: { customer: string; onClose: () => void }) {
  const t = useCustomerPageTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<ConsentNew>();
  const [once] = useState(newKey);
  const [problem, setProblem] = useState<unknown>();
  const add = useDeed({
    run: (body: ConsentNew) =>
      api.post("/api/v1/customers/{customer}/consents", { path: { customer }, body, once }),
    stale: ["/api/v1/customers/{customer}/consents", "/api/v1/customers/{customer}/timeline"],
    done: () => {
      said(t("consent_done"));
      onClose();
    },
    failed: setProblem,
  });
  return (
    <Modal
      open
      title={t("add_consent")}
      okText={t("add_consent")}
      okButtonProps={{ loading: add.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ channel: "email", state: "given" }}
        onFinish={(body) => add.mutate(body)}
      >
        <Form.Item name="purpose" label={t("purpose")} rules={[{ required: true, message: a("needed") }]}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="channel" label={t("channel")}>
          <Select options={channels.map((one) => ({ value: one, label: t(`channel_${one}`) }))} />
        </Form.Item>
        <Form.Item name="state" label={t("said_what")}>
          <Select options={states.map((one) => ({ value: one, label: t(`state_${one}`) }))} />
        </Form.Item>
        <Form.Item name="evidence" label={t("evidence")} extra={t("evidence_hint")}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Modal>
  );
}
