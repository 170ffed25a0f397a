import { Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router-dom";
import { createOwner } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { useLanguage } from "@/i18n/texts";
import { Panel, useTitle } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { DoorFrame } from "./DoorFrame";
import { useDoorTexts } from "./texts";

interface Fields {
  token: string;
  name?: string;
  login: string;
  password: string;
}

/** The token comes behind the # of the link, which no server and no log ever sees, and leaves the address at once. */
const tokenOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get("token") ?? "";

export default function FirstRunPage() {
  const t = useDoorTexts();
  const a = useAppTexts();
  const language = useLanguage();
  const navigate = useNavigate();
  const [token] = useState(() => tokenOf(location.hash));
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useTitle(t("welcome"));
  useEffect(() => setProblem(undefined), [language]);
  useEffect(() => navigate("/", { replace: true }), [navigate]);
  const submit = async (fields: Fields) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await createOwner({ ...fields, token: fields.token?.trim() || token, language });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const needed = { required: true, message: a("needed") };
  return (
    <DoorFrame>
      <div>
        <h1>{t("welcome")}</h1>
        <p className="quiet">{t("welcome_lead")}</p>
      </div>
      <Panel>
        <Form<Fields>
          layout="vertical"
          requiredMark={false}
          initialValues={{ token }}
          onFinish={(fields) => void submit(fields)}
        >
          <Form.Item
            name="token"
            label={t("token")}
            extra={token ? undefined : t("token_hint")}
            rules={[needed]}
            hidden={!!token}
          >
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name="name" label={t("owner_name")}>
            <Input autoComplete="name" autoFocus maxLength={200} />
          </Form.Item>
          <Form.Item name="login" label={t("owner_login")} rules={[needed]}>
            <Input autoComplete="username" maxLength={200} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("owner_password")}
            extra={t("owner_password_hint")}
            rules={[needed, { min: 8, message: t("password_short") }]}
          >
            <Input.Password autoComplete="new-password" maxLength={128} />
          </Form.Item>
          {problem ? (
            <Form.Item>
              <ProblemNote error={problem} />
            </Form.Item>
          ) : null}
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t("begin")}
          </Button>
        </Form>
      </Panel>
    </DoorFrame>
  );
}
