// One value, or all of one reason, set right: what they become, what that changes, then the deed.
import { Checkbox, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { useAppTexts } from "@/app/texts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { Skeleton } from "@/ui/Page";
import { type Correction, useCorrect } from "./correct";
import { useCleaningTexts } from "./texts";
import { WhatChanges } from "./WhatChanges";

export interface FixScope {
  attribute: string;
  source?: string;
  test: Correction["test"];
  wanted?: string;
  /** What is fixed, as a heading. */
  title: string;
}

interface FixDialogProps {
  scope: FixScope;
  /** Nothing is stored yet that could be shown: it is only remembered for what comes. */
  unseen?: boolean;
  onClose: () => void;
  onDone?: () => void;
}

type Action = Correction["action"];

export default function FixDialog({ scope, unseen, onClose, onDone }: FixDialogProps) {
  const t = useCleaningTexts();
  const a = useAppTexts();
  const [action, setAction] = useState<Action>("put");
  const [text, setText] = useState(scope.test === "value" ? (scope.wanted ?? "") : "");
  const [pattern, setPattern] = useState("");
  const [later, setLater] = useState(true);
  const [missing, setMissing] = useState(false);
  const { preview, apply, problem, forget } = useCorrect(() => {
    onDone?.();
    onClose();
  });
  const correction: Correction = {
    attribute: scope.attribute,
    source: scope.source,
    test: scope.test,
    wanted: scope.wanted,
    action,
    ...(action === "empty" ? {} : { text }),
    ...(action === "replace" ? { pattern } : {}),
    ...(later || unseen ? {} : { once: true }),
  };
  const seen = unseen || preview.data;
  const change = (to: () => void) => {
    to();
    setMissing(false);
    forget();
    preview.reset();
  };
  const go = () => {
    if (action === "put" ? !text.trim() : action === "replace" && !pattern) return setMissing(true);
    if (seen) apply.mutate([correction]);
    else preview.mutate([correction]);
  };
  const fault = missing ? { validateStatus: "error" as const, help: a("needed") } : {};
  return (
    <Dialog
      open
      width={640}
      title={scope.title}
      okText={seen ? t("apply") : t("preview")}
      okButtonProps={{ loading: preview.isPending || apply.isPending }}
      onOk={go}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item>
          <Segmented
            aria-label={t("becomes")}
            value={action}
            onChange={(next) => change(() => setAction(next as Action))}
            options={(["put", "replace", "empty"] as const).map((value) => ({
              value,
              label: t(value === "empty" ? "make_empty" : value),
            }))}
          />
        </Form.Item>
        {action === "replace" ? (
          <Form.Item label={t("pattern")} {...fault}>
            <Input
              className="mono"
              aria-label={t("pattern")}
              maxLength={1000}
              value={pattern}
              onChange={(event) => change(() => setPattern(event.target.value))}
            />
          </Form.Item>
        ) : null}
        {action === "empty" ? null : (
          <Form.Item label={t(action === "put" ? "becomes" : "by")} {...(action === "put" ? fault : {})}>
            <Input
              aria-label={t(action === "put" ? "becomes" : "by")}
              maxLength={10000}
              value={text}
              onPressEnter={go}
              onChange={(event) => change(() => setText(event.target.value))}
            />
          </Form.Item>
        )}
        {unseen ? null : (
          <Checkbox checked={later} onChange={(event) => change(() => setLater(event.target.checked))}>
            {t("later_too")}
          </Checkbox>
        )}
      </Form>
      <div className="stack" style={{ marginTop: 12 }} aria-live="polite">
        {preview.isPending ? (
          <>
            <p className="quiet">{t("previewing")}</p>
            <Skeleton lines={2} />
          </>
        ) : null}
        {preview.data ? <WhatChanges result={preview.data} /> : null}
        {problem ? <ProblemNote error={problem} /> : null}
      </div>
    </Dialog>
  );
}
