import { Button, Form, Input } from "antd";
import { useState } from "react";
import { bringCode } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { ProblemNote } from "@/ui/ProblemNote";

/** The code that is asked for after the provider of sign-on, whose word alone does not suffice here. */
export function CodeForm() {
  const t = useAppTexts();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async ({ code }: { code: string }) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await bringCode(code.trim());
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(fields) => void submit(fields)}>
      <Form.Item
        name="code"
        label={t("code")}
        extra={t("code_hint")}
        rules={[{ required: true, message: t("needed") }]}
      >
        <Input autoComplete="one-time-code" autoFocus maxLength={40} />
      </Form.Item>
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
