// A new schedule, or another time for one that is there.
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { useAppTexts } from "@/app/texts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { often } from "./often";
import { useOperationTexts } from "./texts";

interface Fields {
  kind: Schemas["ScheduleNew"]["kind"];
  /** One of the usual times, or "own". */
  every: string;
  cron: string;
  zone: string;
}

/** The reader's own first, then those of the world. */
function zones(first: string): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([first, own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}

interface ScheduleDialogProps {
  schedule?: Schemas["Schedule"];
  onClose: () => void;
}

export default function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const t = useOperationTexts();
  const a = useAppTexts();
  const [form] = Form.useForm<Fields>();
  const [problem, setProblem] = useState<Problem>();
  const [once] = useState(newKey);
  const every = Form.useWatch("every", form);
  const save = useDeed({
    run: ({ kind, zone, cron, every: chosen }: Fields) => {
      const when = { zone, cron: chosen === "own" ? cron.trim() : chosen };
      return schedule
        ? api.patch("/api/v1/schedules/{schedule}", { path: { schedule: schedule.id }, body: when })
        : api.post("/api/v1/schedules", { body: { kind, ...when, on: true }, once });
    },
    stale: ["/api/v1/schedules"],
    done: () => {
      said(t("schedule_saved"));
      onClose();
    },
    failed: (error) => setProblem(asProblem(error)),
  });
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cron = schedule?.cron ?? "0 2 * * *";
  const title = schedule ? t("edit_schedule", { what: t(`kind_${schedule.kind}`) }) : t("new_schedule");
  return (
    <Dialog
      open
      title={title}
      okText={schedule ? undefined : t("new_schedule")}
      okButtonProps={{ loading: save.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind: "resolve",
          every: cron in often ? cron : "own",
          cron,
          zone: schedule?.zone ?? own,
        }}
        onValuesChange={() => setProblem(undefined)}
        onFinish={(fields) => save.mutate(fields)}
      >
        {schedule ? null : (
          <Form.Item name="kind" label={t("what")}>
            <Select
              options={(["resolve", "verify"] as const).map((value) => ({
                value,
                label: t(`kind_${value}`),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="every" label={t("every")}>
          <Select
            options={[
              ...Object.entries(often).map(([value, word]) => ({ value, label: t(word) })),
              { value: "own", label: t("cron") },
            ]}
          />
        </Form.Item>
        {every === "own" ? (
          <Form.Item
            name="cron"
            label={t("cron")}
            extra={t("cron_hint")}
            rules={[{ required: true, whitespace: true, message: a("needed") }]}
          >
            <Input className="mono" maxLength={100} />
          </Form.Item>
        ) : null}
        <Form.Item name="zone" label={t("zone")}>
          <Select
            showSearch
            options={zones(schedule?.zone ?? own).map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      </Form>
      {problem ? <ProblemNote error={problem} /> : null}
    </Dialog>
  );
}
