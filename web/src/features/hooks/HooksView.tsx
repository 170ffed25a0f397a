// Addresses at which other systems leave what happened there; what waits of it, and why it could not be imported.
import { Button } from "antd";
import { lazy, useState } from "react";
import { Link } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { ago, date } from "@/i18n/format";
import { AddressDeeds, AddressSwitch } from "@/ui/AddressLine";
import { ListPage } from "@/ui/ListPage";
import { ProblemNote } from "@/ui/ProblemNote";
import { ShownOnce } from "@/ui/ShownOnce";
import { said } from "@/ui/toast";
import { useHookTexts } from "./texts";

const HookDialog = lazy(() => import("./HookDialog"));
type Hook = Schemas["Hook"];

const stale = ["/api/v1/hooks", "/api/v1/jobs"] as const;

export function HooksView() {
  const t = useHookTexts();
  const c = useCommon();
  const may = useMay();
  const who = useWho();
  const [editing, setEditing] = useState<Hook | "new">();
  const [made, setMade] = useState<{ url: string; secret: string }>();
  // What waits is imported within fifteen seconds.
  const query = useGet("/api/v1/hooks", undefined, {
    refetchInterval: (now) => (now.state.data?.items.some((one) => one.waiting) ? 5000 : false),
  });
  const writable = may("sources.write");
  const turn = useDeed({
    run: ({ hook, enabled }: { hook: Hook; enabled: boolean }) => {
      const { name, source, kind, scheme, header, rows } = hook;
      return api.put("/api/v1/hooks/{hook}", {
        path: { hook: hook.id },
        body: {
          name,
          source,
          scheme,
          rows,
          enabled,
          ...(kind ? { kind: kind as Schemas["BatchKind"] } : {}),
          ...(header ? { header } : {}),
        },
      });
    },
    stale: [...stale],
    done: (hook) => said(t(hook.enabled ? "turned_on" : "paused")),
  });
  const rotate = useDeed({
    run: (hook: string) => api.post("/api/v1/hooks/{hook}/secret", { path: { hook } }),
    done: (fresh) => setMade({ url: fresh.hook.url, secret: fresh.secret }),
  });
  const bring = useDeed({
    run: (hook: string) => api.post("/api/v1/hooks/{hook}/import", { path: { hook } }),
    stale: [...stale],
    done: () => said(t("importing")),
  });
  const remove = useDeed({
    run: ({ id, waiting }: Hook) =>
      api.delete("/api/v1/hooks/{hook}", { path: { hook: id }, query: { drop: waiting > 0 } }),
    stale: [...stale],
    done: () => said(t("removed")),
  });
  return (
    <>
      <ListPage<Hook>
        title={t("title")}
        lead={t("lead")}
        query={query}
        make={t("new_hook")}
        onNew={writable ? () => setEditing("new") : undefined}
        none={t("none")}
        noneHint={t("none_hint")}
        keyOf={(row) => row.id}
        columns={[
          {
            key: "name",
            title: t("name"),
            cell: (row) => (
              <>
                <strong>{row.name}</strong>
                <div className="mono faint small" style={{ overflowWrap: "anywhere" }}>
                  {row.url}
                </div>
                <Button
                  size="small"
                  type="link"
                  style={{ padding: 0 }}
                  onClick={() => void navigator.clipboard?.writeText(row.url).then(() => said(c("copied")))}
                >
                  {t("copy_address")}
                </Button>
              </>
            ),
          },
          {
            key: "source",
            title: t("source"),
            cell: (row) => (
              <>
                <Link to="/sources">{row.source}</Link>
                <div className="faint small">
                  {[
                    row.kind ? t(`kind_${row.kind as Schemas["BatchKind"]}`) : t("kind_any"),
                    row.scheme === "hmac" ? row.header : t("scheme_standard"),
                    row.rows,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </div>
              </>
            ),
          },
          {
            key: "waits",
            title: t("waits"),
            cell: (row) => (
              <>
                {row.waiting
                  ? t("messages", { count: row.waiting, when: ago(row.waiting_since) })
                  : t("nothing_waits")}
                {row.problem ? (
                  <>
                    <div className="bad small">{t("failed", { when: ago(row.failed_at) })}</div>
                    <ProblemNote error={new Problem(row.problem.status ?? 500, row.problem)} />
                  </>
                ) : null}
              </>
            ),
          },
          {
            key: "by",
            title: c("who"),
            cell: (row) => [who(row.created_by), date(row.created_at)].filter(Boolean).join(" · "),
          },
          {
            key: "on",
            title: t("on"),
            cell: (row) => (
              <AddressSwitch
                name={row.name}
                writable={writable}
                busy={turn.isPending && turn.variables?.hook.id === row.id}
                on={row.enabled}
                onTurn={(enabled) => turn.mutate({ hook: row, enabled })}
              />
            ),
          },
          {
            key: "do",
            title: "",
            tight: true,
            cell: (row) => (
              <span className="row row-tight">
                {row.waiting && may("imports.write") ? (
                  <Button size="small" disabled={bring.isPending} onClick={() => bring.mutate(row.id)}>
                    {t("import_now")}
                  </Button>
                ) : null}
                {writable ? (
                  <AddressDeeds
                    onEdit={() => setEditing(row)}
                    onNewSecret={() => rotate.mutate(row.id)}
                    removeHint={row.waiting ? t("remove_drops", { count: row.waiting }) : t("remove_hint")}
                    onRemove={() => remove.mutate(row)}
                  />
                ) : null}
              </span>
            ),
          },
        ]}
      >
        {editing ? (
          <HookDialog
            hook={editing === "new" ? undefined : editing}
            onClose={() => setEditing(undefined)}
            onMade={(fresh) => {
              setEditing(undefined);
              setMade(fresh);
            }}
          />
        ) : null}
      </ListPage>
      {made ? (
        <ShownOnce
          title={t("secret_title")}
          hint={t("secret_made")}
          texts={[made.url, made.secret]}
          onClose={() => setMade(undefined)}
        />
      ) : null}
    </>
  );
}
