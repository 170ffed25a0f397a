import { Form, Input, Select } from "antd";
import { useState } from "react";
import { api, newKey } from "@/api/client";
import { useDeed } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { chosen } from "@/ui/needed";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { choices, useEventWords, type Webhook } from "./events";
import { useWebhookTexts } from "./texts";

interface WebhookDialogProps {
  hook?: Webhook;
  events: readonly string[];
  onClose: () => void;
  onMade: (secret: string) => void;
}

interface Fields {
  url: string;
  description?: string;
  events: string[];
}

export default function WebhookDialog({ hook, events, onClose, onMade }: WebhookDialogProps) {
  const t = useWebhookTexts();
  const c = useCommon();
  const a = useAppTexts();
  const words = useEventWords();
  const [form] = Form.useForm<Fields>();
  const [problem, setProblem] = useState<unknown>();
  const [once] = useState(newKey);
  const save = useDeed({
    run: async (fields: Fields) => {
      if (!hook) return (await api.post("/api/v1/webhooks", { body: fields, once })).secret;
      await api.put("/api/v1/webhooks/{webhook}", {
        path: { webhook: hook.id },
        body: { ...fields, enabled: hook.enabled },
      });
      return "";
    },
    stale: ["/api/v1/webhooks"],
    done: (secret) => {
      if (secret) return onMade(secret);
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
      title={t(hook ? "edit_hook" : "new_hook")}
      okText={c("save")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={hook ?? { events: ["*"] }}
        onValuesChange={() => setProblem(undefined)}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item name="url" label={t("url")} extra={t("url_hint")} rules={needed}>
          <Input type="url" maxLength={2000} autoFocus />
        </Form.Item>
        <Form.Item name="description" label={t("description")}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="events" label={t("events")} rules={chosen(a("needed"))}>
          <Select
            mode="multiple"
            aria-label={t("events")}
            optionFilterProp="label"
            options={choices(events).map((value) => ({ value, label: words(value) }))}
          />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
