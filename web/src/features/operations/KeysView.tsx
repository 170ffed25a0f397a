import { PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Form, Input, Radio, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useWho } from "@/api/who";
import { useAppTexts } from "@/app/texts";
import { ago, date } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { Empty, Page, Panel, Tag } from "@/ui/Page";
import { chosen } from "@/ui/needed";
import { Sure } from "@/ui/Pop";
import { ProblemNote } from "@/ui/ProblemNote";
import { ShownOnce } from "@/ui/ShownOnce";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { useOperationTexts } from "./texts";

type ApiKey = Schemas["ApiKey"];

export function KeysView() {
  const t = useOperationTexts();
  const who = useWho();
  const query = useGet("/api/v1/keys");
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const end = useDeed({
    run: (key: string) => api.delete("/api/v1/keys/{key}", { path: { key } }),
    stale: ["/api/v1/keys"],
    done: () => said(t("key_ended")),
  });
  const action = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("new_key")}
    </Button>
  );
  return (
    <Page title={t("keys")} lead={t("keys_lead")} actions={action}>
      <Ask query={query} lines={4}>
        {({ items }) =>
          items.length ? (
            <Panel flush>
              <SimpleTable<ApiKey>
                label={t("keys")}
                rows={items}
                keyOf={(row) => row.id}
                columns={[
                  { key: "name", title: t("key_name"), cell: (row) => <strong>{row.name}</strong> },
                  {
                    key: "kind",
                    title: t("key_kind"),
                    cell: (row) => <Tag>{t(row.kind === "write" ? "kind_write" : "kind_api")}</Tag>,
                  },
                  { key: "role", title: t("role"), cell: (row) => row.role ?? row.source ?? "" },
                  {
                    key: "by",
                    title: t("by"),
                    cell: (row) => [who(row.created_by), date(row.created_at)].filter(Boolean).join(" · "),
                  },
                  {
                    key: "used",
                    title: t("used"),
                    cell: (row) => (row.used_at ? ago(row.used_at) : t("never")),
                  },
                  {
                    key: "expires",
                    title: t("expires"),
                    cell: (row) => (row.expires_at ? date(row.expires_at) : t("never")),
                  },
                  {
                    key: "end",
                    title: "",
                    cell: (row) => (
                      <Sure
                        title={t("end_key")}
                        description={t("end_key_hint")}
                        onSure={() => end.mutate(row.id)}
                      >
                        <Button size="small">{t("end_key")}</Button>
                      </Sure>
                    ),
                  },
                ]}
              />
            </Panel>
          ) : (
            <Empty title={t("no_keys")} action={action}>
              {t("no_keys_hint")}
            </Empty>
          )
        }
      </Ask>
      {adding ? (
        <KeyDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      ) : null}
      {secret ? (
        <ShownOnce
          title={t("secret_title")}
          hint={t("secret_hint")}
          texts={[secret]}
          onClose={() => setSecret(undefined)}
        />
      ) : null}
    </Page>
  );
}

interface Fields {
  name: string;
  kind: "api" | "write";
  role?: string;
  source?: string;
  expires?: Dayjs;
}

function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const t = useOperationTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form) ?? "api";
  const roles = useGet("/api/v1/roles");
  const sources = useGet("/api/v1/sources");
  const [problem, setProblem] = useState<unknown>();
  const make = useDeed({
    run: ({ expires, ...rest }: Fields) =>
      api.post("/api/v1/keys", { body: { ...rest, expires_at: expires?.endOf("day").toISOString() } }),
    stale: ["/api/v1/keys"],
    done: (made) => onMade(made.secret),
    failed: setProblem,
  });
  const needed = [{ required: true, message: a("needed") }];
  return (
    <Dialog
      open
      title={t("new_key")}
      okText={t("new_key")}
      okButtonProps={{ loading: make.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: "api" }}
        onFinish={(fields) => make.mutate(fields)}
      >
        <Form.Item name="name" label={t("key_name")} rules={needed}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t("key_kind")}>
          <Radio.Group>
            <Radio value="api">{t("kind_api")}</Radio>
            <Radio value="write">{t("kind_write")}</Radio>
          </Radio.Group>
        </Form.Item>
        {kind === "api" ? (
          <Form.Item name="role" label={t("role")} rules={chosen(a("needed"))}>
            <Select
              options={(roles.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))}
            />
          </Form.Item>
        ) : (
          <Form.Item name="source" label={t("key_source")} rules={chosen(a("needed"))}>
            <Select
              options={(sources.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="expires" label={t("expires")}>
          <DatePicker style={{ width: "100%" }} disabledDate={(day) => day.valueOf() < Date.now()} />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
