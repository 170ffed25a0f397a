import { Button, Form, Input } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { signIn } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { ProblemNote } from "@/ui/ProblemNote";

interface SignInFormProps {
  login?: string;
  again?: boolean;
  onDone?: () => void;
}

interface Fields {
  login: string;
  password: string;
  code?: string;
}

export function SignInForm({ login, again, onDone }: SignInFormProps) {
  const t = useAppTexts();
  const [problem, setProblem] = useState<unknown>();
  const [needsCode, setNeedsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (fields: Fields) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn({ ...fields, code: fields.code || undefined }, again);
      onDone?.();
    } catch (error) {
      const codeNeeded = asProblem(error).code === "code_needed";
      if (codeNeeded && !needsCode) setNeedsCode(true);
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const needed = [{ required: true, message: t("needed") }];
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={{ login }}
      onFinish={(fields) => void submit(fields)}
    >
      <Form.Item name="login" label={t("login")} rules={needed}>
        <Input autoComplete="username" autoFocus={!login} disabled={again && !!login} />
      </Form.Item>
      <Form.Item name="password" label={t("password")} rules={needed}>
        <Input.Password
          autoComplete="current-password"
          autoFocus={!!login}
          maxLength={128}
          visibilityToggle={false}
        />
      </Form.Item>
      {needsCode ? (
        <Form.Item name="code" label={t("code")} extra={t("code_hint")} rules={needed}>
          <Input autoComplete="one-time-code" autoFocus maxLength={40} />
        </Form.Item>
      ) : null}
      {problem ? (
        <Form.Item>
          <ProblemNote error={problem} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t("sign_in")}
      </Button>
    </Form>
  );
}
