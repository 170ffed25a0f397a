// What runs by the clock: how often, in whose time, switched off for a while or for good.
import { Button, Switch } from "antd";
import { lazy, Suspense, useState } from "react";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Panel } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { often } from "./often";
import { useOperationTexts } from "./texts";

const ScheduleDialog = lazy(() => import("./ScheduleDialog"));
type Schedule = Schemas["Schedule"];
const stale = ["/api/v1/schedules"] as const;

export function Schedules() {
  const t = useOperationTexts();
  const c = useCommon();
  const may = useMay();
  const [editing, setEditing] = useState<Schedule | "new">();
  const query = useGet("/api/v1/schedules");
  const writable = may("jobs.write");
  const turn = useDeed({
    run: ({ id, on }: { id: string; on: boolean }) =>
      api.patch("/api/v1/schedules/{schedule}", { path: { schedule: id }, body: { on } }),
    stale: [...stale],
  });
  const drop = useDeed({
    run: ({ id }: Schedule) => api.delete("/api/v1/schedules/{schedule}", { path: { schedule: id } }),
    stale: [...stale],
    done: () => said(t("schedule_removed")),
  });
  return (
    <Panel
      title={t("schedules")}
      flush
      actions={
        writable ? (
          <Button size="small" onClick={() => setEditing("new")}>
            {t("new_schedule")}
          </Button>
        ) : undefined
      }
    >
      <Ask query={query} lines={2}>
        {({ items }) =>
          items.length ? (
            <SimpleTable<Schedule>
              label={t("schedules")}
              rows={items}
              keyOf={(row) => row.id}
              columns={[
                { key: "kind", title: t("what"), cell: (row) => t(`kind_${row.kind}`) },
                {
                  key: "cron",
                  title: t("every"),
                  cell: (row) =>
                    row.cron in often ? t(often[row.cron as keyof typeof often]) : <code>{row.cron}</code>,
                },
                { key: "zone", title: t("zone"), cell: (row) => row.zone },
                { key: "next", title: t("next_at"), cell: (row) => dateTime(row.next_at) },
                {
                  key: "on",
                  title: t("on"),
                  cell: (row) => (
                    <Switch
                      size="small"
                      aria-label={`${t("on")} ${t(`kind_${row.kind}`)}`}
                      disabled={!writable}
                      checked={row.on}
                      onChange={(on) => turn.mutate({ id: row.id, on })}
                    />
                  ),
                },
                {
                  key: "do",
                  title: "",
                  tight: true,
                  cell: (row) =>
                    writable ? (
                      <span className="row row-tight">
                        <Button size="small" onClick={() => setEditing(row)}>
                          {c("edit")}
                        </Button>
                        <Button size="small" onClick={() => drop.mutate(row)}>
                          {c("remove")}
                        </Button>
                      </span>
                    ) : null,
                },
              ]}
            />
          ) : (
            <p className="quiet" style={{ padding: "0 16px 12px" }}>
              {t("no_schedules")}
            </p>
          )
        }
      </Ask>
      <Suspense fallback={null}>
        {editing ? (
          <ScheduleDialog
            schedule={editing === "new" ? undefined : editing}
            onClose={() => setEditing(undefined)}
          />
        ) : null}
      </Suspense>
    </Panel>
  );
}
