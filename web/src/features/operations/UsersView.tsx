import { PlusOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useSearchParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMe, viewAs } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ago } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Page, Panel, Skeleton, Tag } from "@/ui/Page";
import { Sure } from "@/ui/Pop";
import { SimpleTable } from "@/ui/SimpleTable";
import { failed, said } from "@/ui/toast";
import { useRightWords } from "./rights";
import { useOperationTexts } from "./texts";

const UserDialog = lazy(() => import("./UserDialog"));
const SignOn = lazy(() => import("./SignOn"));
const RoleDialog = lazy(() => import("./RoleDialog"));
type User = Schemas["User"];
type Role = Schemas["Role"];

export function UsersView() {
  const t = useOperationTexts();
  const [words, setWords] = useSearchParams();
  const tab = words.get("tab") ?? "users";
  const [user, setUser] = useState<User | "new">();
  const [role, setRole] = useState<Role | "new">();
  return (
    <Page
      title={t("users_title")}
      lead={t("users_lead")}
      actions={
        tab === "sign-on" ? undefined : (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => (tab === "users" ? setUser("new") : setRole("new"))}
          >
            {t(tab === "users" ? "new_user" : "new_role")}
          </Button>
        )
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(next) => setWords({ tab: next }, { replace: true })}
        items={[
          { key: "users", label: t("users") },
          { key: "roles", label: t("roles") },
          { key: "sign-on", label: t("sign_on") },
        ]}
      />
      {tab === "users" ? <Users onEdit={setUser} /> : null}
      {tab === "roles" ? <Roles onEdit={setRole} /> : null}
      <Suspense fallback={tab === "sign-on" ? <Skeleton lines={6} /> : null}>
        {tab === "sign-on" ? <SignOn /> : null}
        {user ? (
          <UserDialog user={user === "new" ? undefined : user} onClose={() => setUser(undefined)} />
        ) : null}
        {role ? (
          <RoleDialog role={role === "new" ? undefined : role} onClose={() => setRole(undefined)} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function Users({ onEdit }: { onEdit: (user: User) => void }) {
  const t = useOperationTexts();
  const c = useCommon();
  const me = useMe();
  const query = useGet("/api/v1/users");
  const disable = useDeed({
    run: ({ id, disabled }: { id: string; disabled: boolean }) =>
      api.patch("/api/v1/users/{user}", { path: { user: id }, body: { disabled } }),
    stale: ["/api/v1/users"],
    done: (_, { id, disabled }) =>
      said(t("user_saved"), async () => {
        await api.patch("/api/v1/users/{user}", { path: { user: id }, body: { disabled: !disabled } });
        await query.refetch();
      }),
  });
  const signOn = useGet("/api/v1/sign-on").data?.enabled;
  const forget = useDeed({
    run: (user: string) => api.delete("/api/v1/users/{user}/accounts", { path: { user } }),
    done: () => said(t("accounts_forgotten")),
  });
  return (
    <Ask query={query} lines={5}>
      {({ items }) => (
        <Panel flush>
          <SimpleTable<User>
            label={t("users")}
            rows={items}
            keyOf={(row) => row.id}
            columns={[
              {
                key: "login",
                title: t("login"),
                cell: (row) => (
                  <>
                    <strong>{row.login}</strong> {row.disabled ? <Tag tone="bad">{t("disabled")}</Tag> : null}
                  </>
                ),
              },
              { key: "name", title: t("person_name"), cell: (row) => row.name },
              { key: "role", title: t("role"), cell: (row) => row.role },
              { key: "team", title: t("team"), cell: (row) => row.team ?? "" },
              { key: "region", title: t("region"), cell: (row) => row.region ?? "" },
              {
                key: "factor",
                title: t("second_factor"),
                cell: (row) => (row.second_factor ? c("yes") : c("no")),
              },
              {
                key: "seen",
                title: t("last_seen"),
                cell: (row) => (row.signed_in_at ? ago(row.signed_in_at) : t("never")),
              },
              {
                key: "do",
                title: "",
                cell: (row) => (
                  <span className="row row-tight">
                    <Button size="small" onClick={() => onEdit(row)}>
                      {c("edit")}
                    </Button>
                    {signOn ? (
                      <Sure
                        title={t("forget_accounts")}
                        description={t("forget_accounts_hint")}
                        onSure={() => forget.mutate(row.id)}
                      >
                        <Button size="small">{t("forget_accounts")}</Button>
                      </Sure>
                    ) : null}
                    {row.id === me?.id ? null : (
                      <Sure
                        title={t(row.disabled ? "enable" : "disable")}
                        description={row.disabled ? undefined : t("disable_hint")}
                        onSure={() => disable.mutate({ id: row.id, disabled: !row.disabled })}
                      >
                        <Button size="small">{t(row.disabled ? "enable" : "disable")}</Button>
                      </Sure>
                    )}
                  </span>
                ),
              },
            ]}
          />
        </Panel>
      )}
    </Ask>
  );
}

function Roles({ onEdit }: { onEdit: (role: Role) => void }) {
  const t = useOperationTexts();
  const c = useCommon();
  const right = useRightWords();
  const dictionary = useDictionary();
  const navigate = useNavigate();
  const query = useGet("/api/v1/roles");
  const drop = useDeed({
    run: (role: string) => api.delete("/api/v1/roles/{role}", { path: { role } }),
    stale: ["/api/v1/roles"],
    done: () => said(t("role_removed")),
  });
  const look = async (role: string) => {
    try {
      await viewAs(role);
      navigate("/customers");
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Ask query={query} lines={5}>
      {({ items }) => (
        <Panel flush>
          <SimpleTable<Role>
            label={t("roles")}
            rows={items}
            keyOf={(row) => row.name}
            columns={[
              {
                key: "name",
                title: t("role_name"),
                cell: (row) => (
                  <>
                    <strong>{row.name}</strong> {row.built_in ? <Tag>{t("built_in")}</Tag> : null}
                  </>
                ),
              },
              {
                key: "users",
                title: t("users"),
                cell: (row) =>
                  row.users == null ? (
                    ""
                  ) : (
                    <span className="nowrap">{t("n_users", { count: row.users })}</span>
                  ),
              },
              {
                key: "rights",
                title: t("rights"),
                words: true,
                cell: (row) => <span className="quiet small">{row.rights.map(right).join(" · ")}</span>,
              },
              {
                key: "rules",
                title: t("field_rules"),
                words: true,
                cell: (row) => (
                  <span className="quiet small">
                    {row.fields
                      .map(
                        (rule) =>
                          `${rule.attribute ? dictionary.label(rule.attribute) : rule.sensitivity ? t(`sensitivity_${rule.sensitivity}`) : ""}: ${t(`access_${rule.access}`)}`,
                      )
                      .join(" · ")}
                  </span>
                ),
              },
              {
                key: "do",
                title: "",
                cell: (row) => (
                  <span className="row row-tight">
                    <Button size="small" title={t("view_as_hint")} onClick={() => void look(row.name)}>
                      {t("view_as")}
                    </Button>
                    {row.name === "owner" ? null : (
                      <Button size="small" onClick={() => onEdit(row)}>
                        {c("edit")}
                      </Button>
                    )}
                    {row.built_in || row.users ? null : (
                      <Button size="small" onClick={() => drop.mutate(row.name)}>
                        {c("remove")}
                      </Button>
                    )}
                  </span>
                ),
              },
            ]}
          />
        </Panel>
      )}
    </Ask>
  );
}
