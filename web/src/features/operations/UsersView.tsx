import { PlusOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Tabs } from "antd";
import { lazy, Suspense, useState } from "react";
import { useNavigate } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMe, viewAs } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ago } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Page, Panel, Tag } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { failed, said } from "@/ui/toast";
import { useOperationTexts } from "./texts";

const UserDialog = lazy(() => import("./UserDialog"));
const RoleDialog = lazy(() => import("./RoleDialog"));
type User = Schemas["User"];
type Role = Schemas["Role"];

export function UsersView() {
  const t = useOperationTexts();
  const [tab, setTab] = useState("users");
  const [user, setUser] = useState<User | "new">();
  const [role, setRole] = useState<Role | "new">();
  return (
    <Page
      title={t("users_title")}
      lead={t("users_lead")}
      actions={
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => (tab === "users" ? setUser("new") : setRole("new"))}
        >
          {t(tab === "users" ? "new_user" : "new_role")}
        </Button>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: "users", label: t("users") },
          { key: "roles", label: t("roles") },
        ]}
      />
      {tab === "users" ? <Users onEdit={setUser} /> : <Roles onEdit={setRole} />}
      <Suspense fallback={null}>
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
                    {row.id === me?.id ? null : (
                      <Popconfirm
                        title={t(row.disabled ? "enable" : "disable")}
                        description={row.disabled ? undefined : t("disable_hint")}
                        onConfirm={() => disable.mutate({ id: row.id, disabled: !row.disabled })}
                      >
                        <Button size="small">{t(row.disabled ? "enable" : "disable")}</Button>
                      </Popconfirm>
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
                cell: (row) => (row.users == null ? "" : t("n_users", { count: row.users })),
              },
              {
                key: "rights",
                title: t("rights"),
                cell: (row) => <span className="quiet small">{row.rights.join(", ")}</span>,
              },
              {
                key: "rules",
                title: t("field_rules"),
                cell: (row) => (
                  <span className="quiet small">
                    {row.fields
                      .map((rule) => `${rule.attribute ?? rule.sensitivity}: ${t(`access_${rule.access}`)}`)
                      .join(", ")}
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
