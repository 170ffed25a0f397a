// What values must be, and how this company writes them: as text, tried on the data before it holds.
import { Button, Input, Tabs } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { dateTime, number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Page, Panel, Tag, type Tone } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { RuleHits } from "./RuleHits";
import { useCleaningTexts } from "./texts";

const Corrections = lazy(() => import("./Corrections"));
const StandardEditor = lazy(() => import("./StandardEditor"));

type Rule = Schemas["Rule"];
const tones: Record<Rule["severity"], Tone> = { warn: "plain", quarantine: "warn", block: "bad" };

export function RulesView() {
  const t = useCleaningTexts();
  const [words, setWords] = useSearchParams();
  const tab = words.get("tab") ?? "rules";
  return (
    <Page title={t("rules_title")} lead={t("rules_lead")}>
      <Tabs
        activeKey={tab}
        onChange={(next) => setWords({ tab: next }, { replace: true })}
        items={(["rules", "standard", "corrections"] as const).map((key) => ({ key, label: t(key) }))}
      />
      {tab === "standard" || tab === "corrections" ? (
        <Suspense fallback={null}>{tab === "standard" ? <StandardEditor /> : <Corrections />}</Suspense>
      ) : (
        <Rules />
      )}
    </Page>
  );
}

/** Who set the text that stands, and when. */
export function Version({ text }: { text: Schemas["HouseText"] }) {
  const t = useCleaningTexts();
  const who = useWho();
  if (!text.version && !text.toml) return null;
  return (
    <p className="quiet small">
      {text.version
        ? t("version", { version: text.version, who: who(text.made_by), when: dateTime(text.made_at) })
        : t("version_none")}
    </p>
  );
}

function Rules() {
  const query = useGet("/api/v1/rules");
  return <Ask query={query}>{(rules) => <RuleEditor key={rules.version} rules={rules} />}</Ask>;
}

function RuleEditor({ rules }: { rules: Schemas["Rules"] }) {
  const t = useCleaningTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const [toml, setToml] = useState(rules.toml);
  const [problem, setProblem] = useState<unknown>();
  const writable = may("settings.write");
  const changed = toml !== rules.toml;
  const check = useDeed({
    run: () => api.post("/api/v1/rules/check", { body: { rows: 20, ...(changed ? { toml } : {}) } }),
    failed: setProblem,
  });
  const save = useDeed({
    run: () => api.put("/api/v1/rules", { body: { toml } }),
    stale: ["/api/v1/rules", "/api/v1/quality"],
    done: () => said(t("rules_saved")),
    failed: setProblem,
  });
  const suggest = useDeed({
    run: () => api.get("/api/v1/rules/suggested"),
    done: (found) => {
      setToml(`${toml.trimEnd()}\n\n${found.toml}`.trimStart());
      said(t("suggested"));
    },
    failed: setProblem,
  });
  const edit = (text: string) => {
    setToml(text);
    setProblem(undefined);
    check.reset();
  };
  return (
    <div className="stack">
      {rules.rules.length ? (
        <Panel title={t("rules")} flush>
          <SimpleTable<Rule>
            label={t("rules")}
            rows={rules.rules}
            keyOf={(row) => row.name}
            columns={[
              { key: "name", title: t("rule"), cell: (row) => <strong>{row.name}</strong> },
              {
                key: "attribute",
                title: t("value"),
                cell: (row) => dictionary.label(row.attribute),
              },
              { key: "sentence", title: t("demands"), cell: (row) => row.sentence },
              {
                key: "severity",
                title: t("severity"),
                cell: (row) => <Tag tone={tones[row.severity]}>{t(`severity_${row.severity}`)}</Tag>,
              },
            ]}
          />
        </Panel>
      ) : (
        <Empty title={t("no_rules")}>{t("no_rules_hint")}</Empty>
      )}
      <Panel title={t("edit_toml")}>
        <div className="stack">
          <Version text={rules} />
          <Input.TextArea
            className="mono"
            aria-label={t("edit_toml")}
            spellCheck={false}
            readOnly={!writable}
            autoSize={{ minRows: 8, maxRows: 24 }}
            maxLength={200_000}
            value={toml}
            onChange={(event) => edit(event.target.value)}
          />
          {problem ? <ProblemNote error={problem} /> : null}
          <div className="row">
            <Button loading={check.isPending} onClick={() => check.mutate()}>
              {t("try")}
            </Button>
            {writable ? (
              <>
                <Button loading={suggest.isPending} onClick={() => suggest.mutate()}>
                  {t("suggest")}
                </Button>
                <span className="grow" />
                <Button
                  type="primary"
                  disabled={!changed}
                  loading={save.isPending}
                  onClick={() => save.mutate()}
                >
                  {c("save")}
                </Button>
              </>
            ) : null}
          </div>
        </div>
      </Panel>
      {check.data ? <RuleHits items={check.data.items} /> : null}
      <span className="seen-by-ear" role="status">
        {check.data ? number(check.data.items.length) : ""}
      </span>
    </div>
  );
}
