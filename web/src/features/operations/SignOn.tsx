// Sign-on by a provider of the company (OpenID Connect): what it is, what it must send back to, and taking it away.
import { CopyOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { queryClient, useDeed, useGet } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Ask } from "@/ui/Ask";
import { Panel, Tag } from "@/ui/Page";
import { Sure } from "@/ui/Pop";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useOperationTexts } from "./texts";

type Edit = Schemas["SignOnEdit"];
const path = "/api/v1/sign-on";
const factors = ["provider", "proven", "own"] as const;

export default function SignOn() {
  const t = useOperationTexts();
  const c = useCommon();
  const a = useAppTexts();
  const query = useGet(path);
  const [problem, setProblem] = useState<unknown>();
  const again = () => void queryClient.invalidateQueries({ queryKey: ["session"] });
  const save = useDeed({
    run: ({ client_secret, ...rest }: Edit) =>
      api.put(path, { body: { ...rest, ...(client_secret ? { client_secret } : {}) } }),
    stale: [path],
    done: () => {
      said(t("sign_on_saved"));
      again();
    },
    failed: setProblem,
  });
  const drop = useDeed({
    run: () => api.delete(path),
    stale: [path],
    done: () => {
      said(t("sign_on_dropped"));
      again();
    },
  });
  const needed = [{ required: true, message: a("needed") }];
  return (
    <Ask query={query} lines={6}>
      {(now) => (
        <Panel
          title={t("sign_on")}
          actions={<Tag tone={now.enabled ? "good" : "plain"}>{t(now.enabled ? "on" : "off")}</Tag>}
        >
          <Form<Edit>
            key={`${now.enabled} ${now.issuer} ${now.client_id}`}
            layout="vertical"
            requiredMark={false}
            style={{ maxWidth: 720 }}
            initialValues={{
              issuer: now.issuer,
              client_id: now.client_id,
              label: now.label,
              base_url: now.base_url,
              by_email: now.by_email ?? true,
              second_factor: now.second_factor ?? "provider",
              level: now.level,
            }}
            onValuesChange={() => setProblem(undefined)}
            onFinish={(fields) => save.mutate(fields)}
          >
            <p className="quiet" style={{ marginBottom: 12 }}>
              {t("sign_on_lead")}
            </p>
            <Form.Item label={t("callback")} extra={t("callback_hint")}>
              <div className="row row-tight">
                <code className="grow" style={{ overflowWrap: "anywhere" }}>
                  {now.callback}
                </code>
                <Button
                  icon={<CopyOutlined />}
                  aria-label={`${c("copy")}: ${t("callback")}`}
                  onClick={() =>
                    void navigator.clipboard?.writeText(now.callback).then(() => said(c("copied")))
                  }
                />
              </div>
            </Form.Item>
            <Form.Item name="issuer" label={t("issuer")} extra={t("issuer_hint")} rules={needed}>
              <Input type="url" className="mono" maxLength={1000} />
            </Form.Item>
            <div className="form-grid" style={{ paddingTop: 0, alignItems: "start" }}>
              <Form.Item name="client_id" label={t("client_id")} rules={needed}>
                <Input className="mono" maxLength={500} autoComplete="off" />
              </Form.Item>
              <Form.Item
                name="client_secret"
                label={t("client_secret")}
                extra={now.enabled ? t("client_secret_keep") : undefined}
              >
                <Input.Password maxLength={1000} autoComplete="new-password" />
              </Form.Item>
              <Form.Item name="label" label={t("button_label")} extra={t("button_label_hint")}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name="base_url" label={t("base_url")} extra={t("base_url_hint")}>
                <Input type="url" className="mono" maxLength={1000} />
              </Form.Item>
            </div>
            <Form.Item name="second_factor" label={t("factor")} extra={t("factor_hint")}>
              <Select options={factors.map((value) => ({ value, label: t(`factor_${value}`) }))} />
            </Form.Item>
            <Form.Item noStyle dependencies={["second_factor"]}>
              {({ getFieldValue }) =>
                getFieldValue("second_factor") === "proven" ? (
                  <Form.Item name="level" label={t("factor_level")} extra={t("factor_level_hint")}>
                    <Input className="mono" maxLength={200} />
                  </Form.Item>
                ) : null
              }
            </Form.Item>
            <Form.Item name="by_email" valuePropName="checked">
              <Checkbox>{t("by_email")}</Checkbox>
            </Form.Item>
            {problem ? (
              <Form.Item>
                <ProblemNote error={problem} />
              </Form.Item>
            ) : null}
            <div className="row">
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {c("save")}
              </Button>
              {now.enabled ? (
                <Sure
                  title={t("sign_on_drop")}
                  description={t("sign_on_drop_hint")}
                  onSure={() => drop.mutate()}
                >
                  <Button loading={drop.isPending}>{t("sign_on_drop")}</Button>
                </Sure>
              ) : null}
            </div>
          </Form>
        </Panel>
      )}
    </Ask>
  );
}
