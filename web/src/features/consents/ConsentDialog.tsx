// What a customer said is put beside what stands; nothing is written over.
import { AutoComplete, Checkbox, DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { useDeed } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { Dialog } from "@/ui/Dialog";
import { chosen } from "@/ui/needed";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { channels, staleConsents, states } from "./words";
import { useConsentTexts } from "./texts";

type ConsentNew = Schemas["ConsentNew"];
interface Fields extends Omit<ConsentNew, "at"> {
  at?: Dayjs;
}

interface ConsentDialogProps {
  customer: string;
  purposes: readonly string[];
  /** What is withdrawn; without it anything may be entered. */
  withdraws?: { purpose: string; channel: ConsentNew["channel"] };
  onClose: () => void;
}

export default function ConsentDialog({ customer, purposes, withdraws, onClose }: ConsentDialogProps) {
  const t = useConsentTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<Fields>();
  const state = Form.useWatch("state", form) ?? "given";
  const confirm = Form.useWatch("confirm", form) ?? false;
  const [once] = useState(newKey);
  const [problem, setProblem] = useState<unknown>();
  const mayConfirm = !withdraws && (state === "given" || state === "pending");
  const add = useDeed({
    run: ({ at, confirm: link, ...rest }: Fields) =>
      api.post("/api/v1/customers/{customer}/consents", {
        path: { customer },
        body: {
          ...rest,
          ...withdraws,
          ...(at ? { at: at.toISOString() } : {}),
          ...(link && mayConfirm ? { confirm: true } : {}),
        },
        once,
      }),
    stale: [...staleConsents],
    done: (_, fields) => {
      said(t(withdraws ? "withdrawn" : fields.confirm && mayConfirm ? "asked" : "entered"));
      onClose();
    },
    failed: setProblem,
  });
  const title = withdraws
    ? t("withdraw_title", { purpose: withdraws.purpose, channel: t(`channel_${withdraws.channel}`) })
    : t("add");
  return (
    <Dialog
      open
      title={title}
      okText={t(withdraws ? "withdraw" : "add")}
      okButtonProps={{ loading: add.isPending, danger: !!withdraws }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ channel: "email", state: withdraws ? "withdrawn" : "given" }}
        onValuesChange={() => setProblem(undefined)}
        onFinish={(fields) => add.mutate(fields)}
      >
        {withdraws ? null : (
          <>
            <Form.Item
              name="purpose"
              label={t("purpose")}
              extra={t("purpose_hint")}
              rules={chosen(a("needed"))}
            >
              <AutoComplete
                autoFocus
                maxLength={100}
                options={purposes.map((value) => ({ value }))}
                filterOption={(text, option) => !!option?.value.includes(text)}
              />
            </Form.Item>
            <Form.Item name="channel" label={t("channel")}>
              <Select options={channels.map((one) => ({ value: one, label: t(`channel_${one}`) }))} />
            </Form.Item>
          </>
        )}
        <Form.Item name="state" label={t("said_what")}>
          <Select
            options={states
              .filter((one) => !withdraws || one === "withdrawn" || one === "objected")
              .map((one) => ({ value: one, label: t(`state_${one}`) }))}
          />
        </Form.Item>
        {mayConfirm ? (
          <Form.Item name="confirm" valuePropName="checked">
            <Checkbox>{t("confirm")}</Checkbox>
          </Form.Item>
        ) : null}
        <Form.Item
          name="evidence"
          label={t("evidence")}
          extra={t(confirm && mayConfirm ? "evidence_confirm" : "evidence_hint")}
          rules={confirm && mayConfirm ? [{ required: true, message: a("needed") }] : []}
        >
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} autoFocus={!!withdraws} />
        </Form.Item>
        <div className="form-grid" style={{ paddingTop: 0, alignItems: "start" }}>
          <Form.Item name="text_version" label={t("wording")}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="at" label={t("said_at")}>
            <DatePicker
              showTime={{ format: "HH:mm" }}
              format="YYYY-MM-DD HH:mm"
              placeholder={t("said_now")}
              style={{ width: "100%" }}
              disabledDate={(day) => day.valueOf() > Date.now()}
            />
          </Form.Item>
        </div>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
