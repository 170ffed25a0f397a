import { Form, Input, Select } from "antd";
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useDeed, useGet } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { chosen } from "@/ui/needed";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { useOperationTexts } from "./texts";

type User = Schemas["User"];
type Fields = Omit<Schemas["UserNew"], "password"> & { password?: string };

export default function UserDialog({ user, onClose }: { user?: User; onClose: () => void }) {
  const t = useOperationTexts();
  const a = useAppTexts();
  const c = useCommon();
  const roles = useGet("/api/v1/roles");
  const [form] = Form.useForm<Fields>();
  const [problem, setProblem] = useState<Problem>();
  const save = useDeed({
    run: ({ login, password, ...rest }: Fields): Promise<unknown> => {
      // What is emptied is sent as empty when it stood there before.
      const given = Object.fromEntries(
        Object.entries(rest).flatMap(([field, value]) =>
          value || (user && field !== "name") ? [[field, value ?? ""]] : [],
        ),
      ) as typeof rest;
      return user
        ? api.patch("/api/v1/users/{user}", {
            path: { user: user.id },
            body: { ...given, ...(password ? { password } : {}) },
          })
        : api.post("/api/v1/users", { body: { login, password: password ?? "", ...given } });
    },
    stale: ["/api/v1/users"],
    done: () => {
      said(t("user_saved"));
      onClose();
    },
    failed: (error) => setProblem(asProblem(error)),
  });
  const needed = { required: true, message: a("needed") };
  return (
    <Dialog
      open
      title={user ? t("edit_user", { login: user.login }) : t("new_user")}
      okText={user ? c("save") : t("new_user")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          user
            ? { name: user.name, role: user.role, team: user.team, region: user.region }
            : { role: "steward" }
        }
        onValuesChange={() => setProblem(undefined)}
        onFinish={(fields) => save.mutate(fields)}
      >
        {user ? null : (
          <Form.Item name="login" label={t("login")} rules={[needed]}>
            <Input maxLength={200} autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("person_name")}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="role" label={t("role")} rules={chosen(a("needed"))}>
          <Select
            loading={roles.isPending}
            options={(roles.data?.items ?? []).map((one) => ({ value: one.name, label: one.name }))}
          />
        </Form.Item>
        <div className="form-grid" style={{ paddingTop: 0 }}>
          <Form.Item name="team" label={t("team")}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="region" label={t("region")}>
            <Input maxLength={100} />
          </Form.Item>
        </div>
        <Form.Item
          name="password"
          label={t(user ? "new_password" : "first_password")}
          extra={user ? t("password_keep") : t("password_hint")}
          rules={user ? [] : [needed]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}
