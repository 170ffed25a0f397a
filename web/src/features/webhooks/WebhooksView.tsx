// Addresses elsewhere that are told what happens here; whether they took it, and what to do where they did not.
import { Button } from "antd";
import { lazy, useState } from "react";
import { api } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { date } from "@/i18n/format";
import { AddressDeeds, AddressSwitch } from "@/ui/AddressLine";
import { ListPage } from "@/ui/ListPage";
import { ShownOnce } from "@/ui/ShownOnce";
import { said } from "@/ui/toast";
import { Deliveries } from "./Deliveries";
import { useEventWords, type Webhook } from "./events";
import { useWebhookTexts } from "./texts";

const WebhookDialog = lazy(() => import("./WebhookDialog"));

export function WebhooksView() {
  const t = useWebhookTexts();
  const c = useCommon();
  const may = useMay();
  const who = useWho();
  const eventWords = useEventWords();
  const [editing, setEditing] = useState<Webhook | "new">();
  const [secret, setSecret] = useState<string>();
  const [open, setOpen] = useState<string>();
  const query = useGet("/api/v1/webhooks");
  const writable = may("settings.write");
  const turn = useDeed({
    run: ({ hook, enabled }: { hook: Webhook; enabled: boolean }) =>
      api.put("/api/v1/webhooks/{webhook}", {
        path: { webhook: hook.id },
        body: { url: hook.url, description: hook.description, events: hook.events, enabled },
      }),
    stale: ["/api/v1/webhooks"],
    done: (hook) => said(t(hook.enabled ? "turned_on" : "paused")),
  });
  const rotate = useDeed({
    run: (webhook: string) => api.post("/api/v1/webhooks/{webhook}/secret", { path: { webhook } }),
    done: (made) => setSecret(made.secret),
  });
  const remove = useDeed({
    run: (webhook: string) => api.delete("/api/v1/webhooks/{webhook}", { path: { webhook } }),
    stale: ["/api/v1/webhooks"],
    done: () => said(t("removed")),
  });
  const shown = query.data?.items.find((one) => one.id === open);
  return (
    <>
      <ListPage<Webhook>
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
            key: "url",
            title: t("url"),
            cell: (row) => (
              <>
                <strong style={{ overflowWrap: "anywhere" }}>{row.url}</strong>
                {row.description ? <div className="quiet small">{row.description}</div> : null}
              </>
            ),
          },
          { key: "events", title: t("events"), cell: (row) => row.events.map(eventWords).join(" · ") },
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
                name={row.url}
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
                <Button
                  size="small"
                  aria-expanded={open === row.id}
                  onClick={() => setOpen(open === row.id ? undefined : row.id)}
                >
                  {t("deliveries")}
                </Button>
                {writable ? (
                  <AddressDeeds
                    onEdit={() => setEditing(row)}
                    onNewSecret={() => rotate.mutate(row.id)}
                    removeHint={t("remove_hint")}
                    onRemove={() => remove.mutate(row.id)}
                  />
                ) : null}
              </span>
            ),
          },
        ]}
      >
        {editing ? (
          <WebhookDialog
            hook={editing === "new" ? undefined : editing}
            events={query.data?.events ?? []}
            onClose={() => setEditing(undefined)}
            onMade={(made) => {
              setEditing(undefined);
              setSecret(made);
            }}
          />
        ) : null}
        {shown ? <Deliveries key={shown.id} hook={shown} /> : null}
      </ListPage>
      {secret ? (
        <ShownOnce
          title={t("secret_title")}
          hint={t("secret_hint")}
          texts={[secret]}
          onClose={() => setSecret(undefined)}
        />
      ) : null}
    </>
  );
}
