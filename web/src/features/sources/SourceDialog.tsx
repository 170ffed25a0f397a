import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useSourceTexts } from "./texts";

type Source = Schemas["Source"];
type SourceNew = Schemas["SourceNew"];
const bases = [
  "consent",
  "contract",
  "legal_obligation",
  "vital_interests",
  "public_task",
  "legitimate_interest",
] as const;
const regions = ["CN", "HK", "TW", "SG", "US", "GB", "DE", "FR", "JP", "KR", "AU", "CA"];

interface SourceDialogProps {
  source?: Source;
  onClose: () => void;
  onDone: (source: Source) => void;
}

export default function SourceDialog({ source, onClose, onDone }: SourceDialogProps) {
  const t = useSourceTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<SourceNew>();
  const [problem, setProblem] = useState<Problem>();
  const [once] = useState(newKey);
  const save = useDeed({
    run: ({ name, ...rest }: SourceNew) =>
      source
        ? api.patch("/api/v1/sources/{source}", { path: { source: source.name }, body: rest, guarded: true })
        : api.post("/api/v1/sources", { body: { name, ...rest }, once }),
    stale: ["/api/v1/sources", "/api/v1/sources/{source}"],
    done: (made) => {
      said(t("saved", { name: made.name }));
      onDone(made);
    },
    failed: (error) => setProblem(asProblem(error)),
  });
  const needed = { required: true, message: a("needed") };
  const fault = (field: string) => {
    const found = problem?.faults.find((one) => one.field === field);
    return found
      ? { validateStatus: "error" as const, help: [found.message, found.fix].filter(Boolean).join(" ") }
      : {};
  };
  return (
    <Dialog
      open
      title={source ? t("edit_source", { name: source.name }) : t("new_source")}
      okText={source ? undefined : t("new_source")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<SourceNew>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          source
            ? { ...source, retention_days: source.retention_days, region: source.region }
            : { lawful_basis: "contract", retention_days: 1095, trust: 50, region: "CN" }
        }
        onValuesChange={() => setProblem(undefined)}
        onFinish={({ name, owner, purpose, lawful_basis, retention_days, trust, region }) =>
          save.mutate({ name, owner, purpose, lawful_basis, retention_days, trust, region })
        }
      >
        {source ? null : (
          <Form.Item
            name="name"
            label={t("name")}
            extra={t("name_hint")}
            rules={[needed, { pattern: /^[^/\\\s]+$/, message: t("name_bad") }]}
            {...fault("name")}
          >
            <Input maxLength={100} autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="owner" label={t("owner")} rules={[needed]} {...fault("owner")}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="purpose" label={t("purpose")} rules={[needed]} {...fault("purpose")}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="lawful_basis" label={t("basis")} {...fault("lawful_basis")}>
          <Select options={bases.map((value) => ({ value, label: t(`basis_${value}`) }))} />
        </Form.Item>
        <div className="form-grid" style={{ alignItems: "start" }}>
          <Form.Item
            name="retention_days"
            label={t("retention")}
            rules={[needed]}
            {...fault("retention_days")}
          >
            <InputNumber min={1} max={36500} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="trust" label={t("trust")} tooltip={t("trust_hint")} {...fault("trust")}>
            <InputNumber min={0} max={100} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="region" label={t("region")} {...fault("region")}>
            <Select showSearch options={regions.map((value) => ({ value, label: value }))} />
          </Form.Item>
        </div>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
