import { Button, Form, Input, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { api, ownHeader, type Schemas, send } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay, useMe, useSession } from "@/api/session";
import { type Scheme, setScheme, useScheme } from "@/app/theme";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { number } from "@/i18n/format";
import { type Language, speak, useLanguage } from "@/i18n/texts";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { Page, Panel } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { ShownOnce } from "@/ui/ShownOnce";
import { said } from "@/ui/toast";
import { useOperationTexts } from "./texts";

export function SettingsView() {
  const t = useOperationTexts();
  const may = useMay();
  const session = useSession();
  return (
    <Page title={t("settings")}>
      <div className="columns">
        <div className="stack">
          <Account />
          <SecondFactor />
        </div>
        <div className="stack">
          <Appearance />
          {may("settings.read") ? <Company /> : null}
          <p className="faint small">{`Kith ${session.data?.version ?? ""}`}</p>
        </div>
      </div>
    </Page>
  );
}

function Account() {
  const t = useOperationTexts();
  const c = useCommon();
  const a = useAppTexts();
  const me = useMe();
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const save = useDeed({
    run: (name: string) => api.patch("/api/v1/me", { body: { name } }),
    done: () => {
      said(t("account_saved"));
      void client.invalidateQueries({ queryKey: ["session"] });
    },
  });
  if (!me) return null;
  return (
    <Panel title={t("your_account")}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: me.name }}
        onFinish={({ name }: { name: string }) => save.mutate(name)}
      >
        <p className="quiet" style={{ marginBottom: 12 }}>{`${me.login} · ${me.role}`}</p>
        <Form.Item name="name" label={t("your_name")} rules={[{ required: true, message: a("needed") }]}>
          <Input maxLength={200} autoComplete="name" />
        </Form.Item>
        <div className="row">
          <Button htmlType="submit" loading={save.isPending}>
            {c("save")}
          </Button>
          <Button onClick={() => setChanging(true)}>{t("change_password")}</Button>
        </div>
      </Form>
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </Panel>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useOperationTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<Schemas["PasswordChange"]>();
  const [problem, setProblem] = useState<unknown>();
  const change = useDeed({
    run: (body: Schemas["PasswordChange"]) => api.post("/api/v1/me/password", { body }),
    done: () => {
      said(t("password_changed"));
      onClose();
    },
    failed: setProblem,
  });
  const needed = { required: true, message: a("needed") };
  return (
    <Dialog
      open
      title={t("change_password")}
      okText={t("change_password")}
      okButtonProps={{ loading: change.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => change.mutate(body)}>
        <Form.Item name="current" label={t("current_password")} rules={[needed]}>
          <Input.Password autoComplete="current-password" maxLength={128} autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={t("new_password")}
          extra={t("password_hint")}
          rules={[needed, { min: 8, message: t("password_hint") }]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        {problem ? <ProblemNote error={problem} /> : null}
      </Form>
    </Dialog>
  );
}

function SecondFactor() {
  const t = useOperationTexts();
  const me = useMe();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const [code, setCode] = useState("");
  const [codes, setCodes] = useState<string[]>();
  const [password, setPassword] = useState("");
  const again = () => void client.invalidateQueries({ queryKey: ["session"] });
  const begin = useDeed({
    run: () => api.post("/api/v1/me/second-factor"),
    done: (made) => setSecret(made.secret),
  });
  const confirm = useDeed({
    run: () => api.put("/api/v1/me/second-factor", { body: { code } }),
    done: (made) => {
      setSecret(undefined);
      setCode("");
      setCodes(made.codes);
      again();
    },
  });
  const drop = useDeed({
    run: () =>
      send("/api/v1/me/second-factor", {
        method: "DELETE",
        headers: { ...ownHeader, "X-Kith-Password": password },
      }),
    done: () => {
      setPassword("");
      again();
    },
  });
  if (!me) return null;
  return (
    <Panel title={t("second_factor")}>
      <div className="stack">
        <p className="quiet">{t(me.second_factor ? "second_factor_on" : "second_factor_lead")}</p>
        {me.second_factor ? (
          <div className="row row-tight">
            <Input.Password
              aria-label={t("current_password")}
              placeholder={t("current_password")}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <Button disabled={!password} loading={drop.isPending} onClick={() => drop.mutate()}>
              {t("turn_off")}
            </Button>
          </div>
        ) : secret ? (
          <>
            <p>{t("secret_for_app")}</p>
            <code style={{ fontSize: 16, overflowWrap: "anywhere" }}>
              {secret.replace(/(.{4})/g, "$1 ").trim()}
            </code>
            <div className="row row-tight">
              <Input
                aria-label={t("code")}
                placeholder={t("code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={(event) => setCode(event.target.value.replace(/\D/g, ""))}
              />
              <Button
                type="primary"
                disabled={code.length !== 6}
                loading={confirm.isPending}
                onClick={() => confirm.mutate()}
              >
                {t("turn_on")}
              </Button>
            </div>
          </>
        ) : (
          <div>
            <Button loading={begin.isPending} onClick={() => begin.mutate()}>
              {t("turn_on")}
            </Button>
          </div>
        )}
      </div>
      {codes ? (
        <ShownOnce
          title={t("recovery_title")}
          hint={t("recovery_hint")}
          texts={codes}
          onClose={() => setCodes(undefined)}
        />
      ) : null}
    </Panel>
  );
}

function Appearance() {
  const t = useOperationTexts();
  const a = useAppTexts();
  const scheme = useScheme();
  const language = useLanguage();
  const client = useQueryClient();
  const choose = (next: Language) => {
    speak(next);
    void client.invalidateQueries();
    void api.patch("/api/v1/me", { body: { language: next } }).catch(() => undefined);
  };
  return (
    <Panel title={t("appearance")}>
      <div className="stack">
        <Segmented
          aria-label={a("scheme")}
          value={scheme}
          onChange={(next) => setScheme(next as Scheme)}
          options={(["system", "light", "dark"] as const).map((value) => ({ value, label: a(value) }))}
        />
        <Segmented
          aria-label={a("language")}
          value={language}
          onChange={(next) => choose(next as Language)}
          options={[
            { value: "en", label: "English" },
            { value: "zh", label: "中文" },
          ]}
        />
      </div>
    </Panel>
  );
}

function Company() {
  const t = useOperationTexts();
  const c = useCommon();
  const may = useMay();
  const query = useGet("/api/v1/settings");
  const summary = useGet("/api/v1/summary");
  const save = useDeed({
    run: (body: Schemas["SettingsEdit"]) => api.patch("/api/v1/settings", { body, guarded: true }),
    stale: ["/api/v1/settings"],
    done: () => said(t("settings_saved")),
  });
  return (
    <Panel title={t("company")}>
      <Ask query={query} lines={4}>
        {(settings) => (
          <Form<Schemas["SettingsEdit"]>
            key={JSON.stringify(settings)}
            layout="vertical"
            disabled={!may("settings.write")}
            initialValues={settings}
            onFinish={({ name, language, zone, session_idle_minutes, session_days }) =>
              save.mutate({ name, language, zone, session_idle_minutes, session_days })
            }
          >
            <Form.Item name="name" label={t("company_name")}>
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name="language" label={t("company_language")}>
              <Select
                options={[
                  { value: "en", label: "English" },
                  { value: "zh", label: "中文" },
                ]}
              />
            </Form.Item>
            <Form.Item name="zone" label={t("zone")}>
              <Input maxLength={60} />
            </Form.Item>
            <div className="form-grid" style={{ paddingTop: 0 }}>
              <Form.Item name="session_idle_minutes" label={t("idle")}>
                <InputNumber min={5} max={1440} style={{ width: "100%" }} />
              </Form.Item>
              <Form.Item name="session_days" label={t("days")}>
                <InputNumber min={1} max={90} style={{ width: "100%" }} />
              </Form.Item>
            </div>
            <Button htmlType="submit" loading={save.isPending}>
              {c("save")}
            </Button>
          </Form>
        )}
      </Ask>
      {summary.data ? (
        <p
          className="faint small"
          style={{ marginTop: 12 }}
        >{`${t("change_number")} ${number(summary.data.change)}`}</p>
      ) : null}
    </Panel>
  );
}
