// From files on a desk to imports that can be looked at: choose the source, drop, wait.
import { InboxOutlined } from "@ant-design/icons";
import { Button, Form, Progress, Select } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router-dom";
import { api, newKey } from "@/api/client";
import { Problem } from "@/api/problem";
import { useGet, useRefresh } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { bytes } from "@/i18n/format";
import { Page, Panel, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { useImportTexts } from "./texts";
import { uploadFile } from "./upload";

const SourceDialog = lazy(() => import("@/features/sources/SourceDialog"));

interface Item {
  key: string;
  file: File;
  sent: number;
  waiting: boolean;
  state: "uploading" | "ready" | "failed";
  import?: string;
  problem?: unknown;
}

export function ImportWizard() {
  const t = useImportTexts();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const sources = useGet("/api/v1/sources");
  const [words] = useSearchParams();
  const [source, setSource] = useState(words.get("source") ?? undefined);
  const [items, setItems] = useState<Item[]>([]);
  const [over, setOver] = useState(false);
  const [creating, setCreating] = useState(false);
  const [sourceMissing, setSourceMissing] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const stops = useRef<AbortController[]>([]);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    const all = stops.current;
    return () => {
      alive.current = false;
      all.forEach((one) => one.abort());
    };
  }, []);
  const change = (key: string, to: Partial<Item>) =>
    setItems((old) => old.map((one) => (one.key === key ? { ...one, ...to } : one)));

  const run = async (item: Item, into: string): Promise<string | undefined> => {
    const stop = new AbortController();
    stops.current.push(stop);
    try {
      if (!item.file.size) throw new Problem(-1, { title: t("file_empty"), detail: t("file_empty_hint") });
      const upload = await uploadFile(item.file, {
        signal: stop.signal,
        onProgress: (progress) => change(item.key, progress),
      });
      const made = await api.post("/api/v1/imports", { body: { upload, source: into }, once: newKey() });
      await api.post("/api/v1/imports/{import}/preview", { path: { import: made.id } });
      change(item.key, { state: "ready", import: made.id });
      return made.id;
    } catch (error) {
      if (!(error instanceof DOMException)) change(item.key, { state: "failed", problem: error });
      return undefined;
    }
  };
  const take = async (files: FileList | null) => {
    if (!files?.length) return;
    if (!source) {
      setSourceMissing(true);
      return;
    }
    const fresh = [...files].map<Item>((file) => ({
      key: newKey(),
      file,
      sent: 0,
      waiting: false,
      state: "uploading",
    }));
    setItems((old) => [...old, ...fresh]);
    const made: string[] = [];
    // One after the other: together they would only share the same line.
    for (const item of fresh) {
      const id = await run(item, source);
      if (id) made.push(id);
    }
    await refresh("/api/v1/imports");
    if (alive.current && fresh.length === 1 && made.length === 1 && items.length === 0)
      navigate(`/imports/${made[0]}`);
  };
  return (
    <Page title={t("new_title")} lead={t("new_lead")}>
      <Panel title={t("step_source")}>
        <Form layout="vertical">
          <Form.Item
            style={{ marginBottom: 0 }}
            validateStatus={sourceMissing ? "error" : undefined}
            help={sourceMissing ? t("no_source") : undefined}
          >
            <div className="row">
              <Select
                aria-label={t("choose_source")}
                placeholder={t("choose_source")}
                style={{ width: 360, maxWidth: "100%" }}
                showSearch
                loading={sources.isPending}
                value={source}
                onChange={(next) => {
                  setSource(next);
                  setSourceMissing(false);
                }}
                options={(sources.data?.items ?? []).map((one) => ({
                  value: one.name,
                  label: `${one.name} · ${one.purpose}`,
                }))}
              />
              {may("sources.write") ? (
                <Button onClick={() => setCreating(true)}>{t("new_source")}</Button>
              ) : null}
            </div>
          </Form.Item>
        </Form>
      </Panel>
      <div
        className={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files);
        }}
      >
        <InboxOutlined aria-hidden style={{ fontSize: 32, color: "var(--accent)" }} />
        <strong>{t("drop")}</strong>
        <Button onClick={() => picker.current?.click()}>{t("drop_or")}</Button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t("drop_or")}
          onChange={(event) => {
            void take(event.target.files);
            event.target.value = "";
          }}
        />
        <p className="quiet small">{t("drop_hint")}</p>
      </div>
      {items.length ? (
        <Panel title={t("files")}>
          <ul className="stack">
            {items.map((item) => (
              <li key={item.key} className="stack-tight">
                <div className="row row-tight">
                  <span className="grow cut">{item.file.name}</span>
                  <span className="faint small">{bytes(item.file.size)}</span>
                  {item.state === "ready" && item.import ? (
                    <Link to={`/imports/${item.import}`}>{t("look")}</Link>
                  ) : null}
                  {item.state === "uploading" ? (
                    <Tag tone={item.waiting ? "warn" : "accent"}>{t("uploading")}</Tag>
                  ) : null}
                </div>
                {item.state === "uploading" ? (
                  <Progress
                    aria-label={`${t("uploading")} ${item.file.name}`}
                    size="small"
                    percent={item.file.size ? Math.round((100 * item.sent) / item.file.size) : 0}
                  />
                ) : null}
                {item.waiting && item.state === "uploading" ? (
                  <p className="warn small" role="status">
                    {t("upload_waits")}
                  </p>
                ) : null}
                {item.state === "failed" ? (
                  <ProblemNote
                    error={item.problem}
                    retry={() => {
                      change(item.key, { state: "uploading", problem: undefined });
                      if (source) void run(item, source);
                    }}
                  />
                ) : null}
              </li>
            ))}
          </ul>
          {items.length > 1 ? <Link to="/imports">{c("all")}</Link> : null}
        </Panel>
      ) : null}
      <Suspense fallback={null}>
        {creating ? (
          <SourceDialog
            onClose={() => setCreating(false)}
            onDone={(made) => {
              setCreating(false);
              setSource(made.name);
              setSourceMissing(false);
            }}
          />
        ) : null}
      </Suspense>
    </Page>
  );
}
