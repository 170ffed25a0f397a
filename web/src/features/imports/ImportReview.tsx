// One import before and after it is stored: format, meaning of the columns, verdicts, problems by cause, commit, result.
import { Button, Checkbox, Progress } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, newKey, type Schemas } from "@/api/client";
import { useJob } from "@/api/live";
import { asProblem, Problem } from "@/api/problem";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import type { FixScope } from "@/features/cleaning/FixDialog";
import { useCleaningTexts } from "@/features/cleaning/texts";
import { bytes, number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Figures, Page, Panel, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { VerdictTag } from "@/ui/Verdict";
import { EarlierPanel } from "./EarlierPanel";
import { FormatPanel } from "./FormatPanel";
import { importTones } from "./tones";
import { MappingPanel } from "./MappingPanel";
import { problemsOf } from "./problems";
import { useImportTexts } from "./texts";
import { UndoBatch } from "./UndoBatch";

const FixDialog = lazy(() => import("@/features/cleaning/FixDialog"));
type Import = Schemas["Import"];
type Report = Schemas["ImportReport"];
const busy = (one: Import) => one.state === "previewing" || one.state === "committing";

export function ImportReview() {
  const t = useImportTexts();
  const { import: id = "" } = useParams();
  const query = useGet(
    "/api/v1/imports/{import}",
    { path: { import: id } },
    { refetchInterval: (now) => (now.state.data && busy(now.state.data) ? 600 : false) },
  );
  const one = query.data;
  return (
    <Page
      title={t("review")}
      heading={one?.file}
      lead={
        one ? (
          <span className="row">
            <Tag tone={importTones[one.state]}>{t(`state_${one.state}`)}</Tag>
            <span>{`${one.source} · ${bytes(one.bytes)}`}</span>
          </span>
        ) : undefined
      }
    >
      <Ask query={query} lines={10}>
        {(there) => <Reviewed one={there} />}
      </Ask>
    </Page>
  );
}

function Reviewed({ one }: { one: Import }) {
  const t = useImportTexts();
  const path = { import: one.id };
  const again = useDeed({
    run: async (edit: Schemas["ImportEdit"] | undefined) => {
      if (edit) await api.patch("/api/v1/imports/{import}", { path, body: edit });
      await api.post("/api/v1/imports/{import}/preview", { path });
    },
    stale: ["/api/v1/imports/{import}", "/api/v1/imports"],
  });
  // An import that was made elsewhere may not have been read yet.
  const unread = one.state === "draft" && !one.preview;
  const read = again.mutate;
  useEffect(() => {
    if (unread) read(undefined);
  }, [unread, read]);

  if (one.state === "done") return <Result one={one} />;
  if (one.state === "committing") return <Committing one={one} />;
  const report = one.preview;
  const failedAsTold = one.state === "failed" && !report && (one.mode || one.key || one.mapping);
  return (
    <>
      {one.state === "failed" && one.problem ? (
        <ProblemNote error={new Problem(one.problem.status, one.problem)} />
      ) : null}
      {failedAsTold ? (
        <div>
          <Button
            loading={again.isPending}
            onClick={() => again.mutate({ mode: null, key: null, mapping: null })}
          >
            {t("as_found")}
          </Button>
        </div>
      ) : null}
      {one.state === "previewing" || again.isPending || unread ? <Reading one={one} /> : null}
      <FormatPanel one={one} onChange={(edit) => again.mutate(edit)} busy={again.isPending || busy(one)} />
      {report ? (
        <>
          {report.drift?.length ? (
            <Panel title={t("drift")}>
              <ul className="stack-tight warn">
                {report.drift.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Panel>
          ) : null}
          <Figures
            figures={[
              { label: t("rows"), value: number(report.rows) },
              { label: t("records"), value: number(report.records) },
              { label: t("facts"), value: number(report.facts) },
              { label: t("rejects"), value: number(report.rejects) },
            ]}
          />
          <EarlierPanel
            one={one}
            report={report}
            onChange={(edit) => again.mutate(edit)}
            busy={again.isPending || busy(one)}
          />
          <MappingPanel
            report={report}
            onApply={(mapping) => again.mutate({ mapping })}
            busy={again.isPending || busy(one)}
          />
          <Problems
            report={report}
            source={one.source}
            onFixed={() => again.mutate(undefined)}
            busy={again.isPending || busy(one)}
          />
          <Rejects report={report} />
        </>
      ) : null}
      {(one.state === "ready" && report) || cameBefore(one) ? (
        <CommitBar key={one.state} one={one} report={report} />
      ) : null}
    </>
  );
}

/** Whether the job that stored it found that these bytes were imported already. */
const cameBefore = (one: Import) => one.state === "failed" && one.problem?.type === "conflict";

function Reading({ one }: { one: Import }) {
  const t = useImportTexts();
  const job = useJob(one.job).data;
  return (
    <div role="status">
      <p className="quiet">{job?.phase || t("reading")}</p>
      {job?.total ? (
        <Progress
          aria-label={t("reading")}
          percent={Math.round((100 * (job.done ?? 0)) / job.total)}
          status="active"
        />
      ) : (
        <Skeleton lines={2} />
      )}
    </div>
  );
}

interface ProblemsProps {
  report: Report;
  source: string;
  /** A correction was stored for the source: the preview is read again with it. */
  onFixed: () => void;
  busy: boolean;
}

function Problems({ report, source, onFixed, busy }: ProblemsProps) {
  const t = useImportTexts();
  const f = useCleaningTexts();
  const may = useMay();
  const dictionary = useDictionary();
  const [fixing, setFixing] = useState<FixScope>();
  const fixable = (attribute: string) => may("imports.write") && dictionary.mayEdit(attribute);
  const problems = problemsOf(report);
  return (
    <Panel title={t("problems")} flush={problems.length > 0}>
      {problems.length ? (
        <>
          <p className="quiet" style={{ padding: "0 16px 8px" }}>
            {t("problem_kept")}
          </p>
          <SimpleTable
            label={t("problems")}
            rows={problems}
            keyOf={(row) => `${row.attribute} ${row.reason}`}
            columns={[
              { key: "attribute", title: t("attribute"), cell: (row) => dictionary.label(row.attribute) },
              { key: "reason", title: t("reason"), cell: (row) => row.text },
              {
                key: "verdict",
                title: t("verdicts"),
                cell: (row) => (row.verdict ? <VerdictTag verdict={row.verdict} /> : null),
              },
              {
                key: "count",
                title: t("problem_of", { count: 2 }).replace(/^\d+\s*/, ""),
                num: true,
                cell: (row) => number(row.count),
              },
              {
                key: "examples",
                title: t("example"),
                cell: (row) => (
                  <ul>
                    {row.examples.slice(0, 4).map((example, i) => (
                      <li key={i} className="row row-tight">
                        <span className="mono grow">
                          {example.before}
                          {example.after && example.after !== example.before ? ` → ${example.after}` : ""}
                        </span>
                        {fixable(row.attribute) ? (
                          <Button
                            size="small"
                            type="link"
                            disabled={busy}
                            aria-label={f("fix_value", { value: example.after || example.before })}
                            onClick={() =>
                              setFixing({
                                attribute: row.attribute,
                                source,
                                test: "value",
                                wanted: example.after || example.before,
                                title: f("fix_value", { value: example.after || example.before }),
                              })
                            }
                          >
                            {f("fix")}
                          </Button>
                        ) : null}
                      </li>
                    ))}
                  </ul>
                ),
              },
              {
                key: "fix",
                title: "",
                cell: (row) =>
                  fixable(row.attribute) ? (
                    <Button
                      size="small"
                      disabled={busy}
                      onClick={() =>
                        setFixing({
                          attribute: row.attribute,
                          source,
                          test: "reason",
                          wanted: row.reason,
                          title: f("fix_reason", { reason: row.text }),
                        })
                      }
                    >
                      {f("fix_all")}
                    </Button>
                  ) : null,
              },
            ]}
          />
        </>
      ) : (
        <p className="good">{t("no_problems")}</p>
      )}
      <Suspense fallback={null}>
        {fixing ? (
          <FixDialog scope={fixing} unseen onClose={() => setFixing(undefined)} onDone={onFixed} />
        ) : null}
      </Suspense>
    </Panel>
  );
}

function Rejects({ report }: { report: Report }) {
  const t = useImportTexts();
  if (!report.first_rejects.length) return null;
  return (
    <Panel title={t("reject_title")} flush>
      <p className="quiet" style={{ padding: "0 16px 8px" }}>
        {t("reject_hint")}
      </p>
      <SimpleTable
        label={t("reject_title")}
        rows={report.first_rejects}
        keyOf={(row) => `${row.line} ${row.row}`}
        columns={[
          { key: "line", title: t("line"), num: true, cell: (row) => number(row.line) },
          {
            key: "reason",
            title: t("reason"),
            cell: (row) => [row.column, row.reason].filter(Boolean).join(" · "),
          },
          {
            key: "raw",
            title: t("raw"),
            cell: (row) => <code style={{ overflowWrap: "anywhere" }}>{row.raw}</code>,
          },
        ]}
      />
    </Panel>
  );
}

function CommitBar({ one, report }: { one: Import; report?: Report }) {
  const t = useImportTexts();
  const may = useMay();
  const navigate = useNavigate();
  const [resolve, setResolve] = useState(true);
  const [seenBefore, setSeenBefore] = useState(cameBefore(one));
  const [again, setAgain] = useState(false);
  const [goes, setGoes] = useState(false);
  const gone = report?.needs_confirmation ? report.gone : undefined;
  const [once] = useState(newKey);
  const [problem, setProblem] = useState<unknown>();
  const commit = useDeed({
    run: () =>
      api.post("/api/v1/imports/{import}/commit", {
        path: { import: one.id },
        body: { resolve, again, ...(goes && gone ? { confirm_gone: gone } : {}) },
        once: `${once}${again}${goes}`,
      }),
    stale: ["/api/v1/imports/{import}", "/api/v1/imports"],
    failed: (error) => {
      if (asProblem(error).code === "conflict") setSeenBefore(true);
      setProblem(error);
    },
  });
  const drop = useDeed({
    run: () => api.delete("/api/v1/imports/{import}", { path: { import: one.id } }),
    stale: ["/api/v1/imports"],
    done: () => {
      said(t("dropped"));
      navigate("/imports");
    },
  });
  if (!may("imports.write")) return null;
  return (
    <div className="commit-bar">
      {problem ? <ProblemNote error={problem} /> : null}
      <div className="row">
        <Button
          type="primary"
          size="large"
          loading={commit.isPending}
          disabled={(seenBefore && !again) || (!!gone && !goes)}
          onClick={() => commit.mutate()}
        >
          {report ? t("commit", { count: report.rows }) : t("import_files")}
        </Button>
        <Checkbox checked={resolve} onChange={(event) => setResolve(event.target.checked)}>
          {t("resolve_after")}
        </Checkbox>
        {seenBefore ? (
          <Checkbox checked={again} onChange={(event) => setAgain(event.target.checked)}>
            {t("again")}
          </Checkbox>
        ) : null}
        {gone ? (
          <Checkbox checked={goes} onChange={(event) => setGoes(event.target.checked)}>
            {t("confirm_gone", { count: gone })}
          </Checkbox>
        ) : null}
        <span className="grow" />
        <Button onClick={() => drop.mutate()}>{t("drop_import")}</Button>
      </div>
    </div>
  );
}

function Committing({ one }: { one: Import }) {
  const t = useImportTexts();
  const job = useJob(one.job).data;
  const cancel = useDeed({
    run: () => api.post("/api/v1/jobs/{job}/cancel", { path: { job: one.job ?? "" } }),
    stale: ["/api/v1/imports/{import}"],
    done: () => said(t("stopped")),
  });
  return (
    <Panel title={t("committing")}>
      <div className="stack" role="status">
        <p className="quiet">{job?.phase ?? ""}</p>
        <Progress
          aria-label={t("committing")}
          percent={job?.total ? Math.round((100 * (job.done ?? 0)) / job.total) : 0}
          status="active"
          format={() => (job?.total ? `${number(job.done ?? 0)} / ${number(job.total)}` : "")}
        />
        <div>
          <Button disabled={!one.job} loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("cancel_import")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Result({ one }: { one: Import }) {
  const t = useImportTexts();
  const may = useMay();
  const [undoing, setUndoing] = useState(false);
  const batch = one.batch ?? one.preview?.batch;
  const there = useGet("/api/v1/batches/{batch}", { path: { batch: batch ?? 0 } }, { enabled: !!batch });
  const state = there.data;
  return (
    <Panel title={state?.state === "undone" ? t("undo_done", { batch }) : t("result_title", { batch })}>
      <div className="stack">
        {state ? (
          <p>
            {t("result", {
              rows: state.rows,
              records: state.records,
              facts: state.facts,
              rejects: state.rejects,
            })}
          </p>
        ) : (
          <Skeleton lines={1} />
        )}
        <div className="row">
          {batch ? <Link to={`/batches/${batch}`}>{t("see_batch")}</Link> : null}
          <Link to="/customers">{t("see_customers")}</Link>
          <Link to="/imports/new">{t("next_file")}</Link>
          <span className="grow" />
          {may("imports.write") && state?.state === "done" ? (
            <Button onClick={() => setUndoing(true)}>{t("undo")}</Button>
          ) : null}
        </div>
      </div>
      {undoing && batch ? <UndoBatch batch={batch} onClose={() => setUndoing(false)} /> : null}
    </Panel>
  );
}
