import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { chosen } from "@/ui/needed";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useHookTexts } from "./texts";

type Hook = Schemas["Hook"];
type HookNew = Schemas["HookNew"];

interface HookDialogProps {
  hook?: Hook;
  onClose: () => void;
  onMade: (made: { url: string; secret: string }) => void;
}

const usualHeader = "X-Hub-Signature-256";
const kinds = ["customers", "orders", "events", "interactions"] as const;
const schemes = ["standard", "hmac"] as const;

export default function HookDialog({ hook, onClose, onMade }: HookDialogProps) {
  const t = useHookTexts();
  const c = useCommon();
  const a = useAppTexts();
  const sources = useGet("/api/v1/sources");
  const [form] = Form.useForm<HookNew>();
  const scheme = Form.useWatch("scheme", form) ?? hook?.scheme ?? "standard";
  const [problem, setProblem] = useState<unknown>();
  const [once] = useState(newKey);
  const save = useDeed({
    run: async ({ secret, kind, header, ...rest }: HookNew) => {
      const body: HookNew = {
        ...rest,
        ...(kind ? { kind } : {}),
        ...(rest.scheme === "hmac" && header ? { header } : {}),
        ...(secret ? { secret } : {}),
      };
      if (!hook) return api.post("/api/v1/hooks", { body, once });
      await api.put("/api/v1/hooks/{hook}", {
        path: { hook: hook.id },
        body: { ...body, enabled: hook.enabled },
      });
      return undefined;
    },
    stale: ["/api/v1/hooks"],
    done: (made) => {
      if (made) return onMade({ url: made.hook.url, secret: made.secret });
      said(t("saved"));
      onClose();
    },
    failed: setProblem,
  });
  const needed = [{ required: true, message: a("needed") }];
  return (
    <Dialog
      open
      width={600}
      title={hook ? t("edit_hook", { name: hook.name }) : t("new_hook")}
      okText={c("save")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<HookNew>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          hook
            ? {
                name: hook.name,
                source: hook.source,
                kind: hook.kind ?? undefined,
                scheme: hook.scheme,
                header: hook.header,
                rows: hook.rows,
              }
            : { scheme: "standard" }
        }
        onValuesChange={() => setProblem(undefined)}
        onFinish={(fields) => save.mutate(fields)}
      >
        <div className="form-grid" style={{ paddingTop: 0, alignItems: "start" }}>
          <Form.Item name="name" label={t("name")} rules={needed}>
            <Input maxLength={100} autoFocus />
          </Form.Item>
          <Form.Item name="source" label={t("source")} rules={chosen(a("needed"))}>
            <Select
              showSearch
              options={(sources.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))}
            />
          </Form.Item>
          <Form.Item name="kind" label={t("kind")}>
            <Select
              allowClear
              placeholder={t("kind_any")}
              options={kinds.map((value) => ({ value, label: t(`kind_${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="rows" label={t("rows")} extra={t("rows_hint")}>
            <Input className="mono" maxLength={500} />
          </Form.Item>
        </div>
        <Form.Item name="scheme" label={t("scheme")}>
          <Radio.Group options={schemes.map((value) => ({ value, label: t(`scheme_${value}`) }))} />
        </Form.Item>
        {scheme === "hmac" ? (
          <Form.Item name="header" label={t("header")} rules={needed}>
            <Input className="mono" maxLength={100} placeholder={usualHeader} />
          </Form.Item>
        ) : null}
        <Form.Item name="secret" label={t("secret")} extra={t("secret_hint")}>
          <Input.Password maxLength={500} autoComplete="off" />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
