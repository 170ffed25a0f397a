// Groups of values that may be one written in several ways, and one spelling for all of a group.
import { Button, Select } from "antd";
import { useEffect, useState } from "react";
import type { Schemas } from "@/api/client";
import { number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { Panel, Skeleton } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { type Correction, useCorrect } from "./correct";
import { useCleaningTexts } from "./texts";
import { useValueClusters } from "./useLook";
import { WhatChanges } from "./WhatChanges";

type Group = Schemas["ValueClusters"]["items"][number];
type Method = NonNullable<Schemas["ClusterSearch"]["method"]>;
const methods: readonly Method[] = ["fingerprint", "pairs", "phonetic", "pinyin", "distance"];

interface LookalikesProps {
  attribute: string;
  source?: string;
  writable: boolean;
}

export function Lookalikes({ attribute, source, writable }: LookalikesProps) {
  const t = useCleaningTexts();
  const [method, setMethod] = useState<Method>("fingerprint");
  const [unifying, setUnifying] = useState<{ value: string; corrections: Correction[] }>();
  const query = useValueClusters(attribute, { method, source, limit: 100 });
  const unify = (group: Group, value: string) =>
    setUnifying({
      value,
      corrections: [group.value, ...group.others.map((one) => one.name)]
        .filter((one) => one !== value)
        .map((wanted) => ({ attribute, source, test: "value", wanted, action: "put", text: value })),
    });
  return (
    <Panel
      title={t("alike")}
      actions={
        <Select
          size="small"
          aria-label={t("method")}
          value={method}
          onChange={setMethod}
          popupMatchSelectWidth={false}
          options={methods.map((value) => ({ value, label: t(`method_${value}`) }))}
        />
      }
    >
      <Ask query={query} lines={8}>
        {(found) =>
          found.items.length ? (
            <div className="stack-tight">
              <p className="quiet">
                {`${t("groups", { count: found.clusters })} · ${t("groups_change", { count: found.records })}`}
              </p>
              <ul className="stack">
                {found.items.map((group) => (
                  <li key={group.value} className="row">
                    <span className="row" style={{ flex: "1 1 260px", minWidth: 0 }}>
                      {[{ name: group.value, records: group.records }, ...group.others].map((one) => (
                        <button
                          key={one.name}
                          type="button"
                          className="plain chip"
                          disabled={!writable}
                          title={t("use_for_all", { value: one.name })}
                          onClick={() => unify(group, one.name)}
                        >
                          {one.name} <span className="faint small">{number(one.records)}</span>
                        </button>
                      ))}
                    </span>
                    {writable ? (
                      <Button size="small" onClick={() => unify(group, group.value)}>
                        {t("use_for_all", { value: group.value })}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            </div>
          ) : (
            <p className="quiet">{t("no_groups")}</p>
          )
        }
      </Ask>
      {unifying ? (
        <UnifyDialog
          title={t("use_for_all", { value: unifying.value })}
          corrections={unifying.corrections}
          onClose={() => setUnifying(undefined)}
        />
      ) : null}
    </Panel>
  );
}

interface UnifyDialogProps {
  title: string;
  corrections: Correction[];
  onClose: () => void;
}

function UnifyDialog({ title, corrections, onClose }: UnifyDialogProps) {
  const t = useCleaningTexts();
  const { preview, apply, problem } = useCorrect(onClose);
  const look = preview.mutate;
  useEffect(() => look(corrections), [look, corrections]);
  return (
    <Dialog
      open
      width={640}
      title={title}
      okText={t("apply")}
      okButtonProps={{ disabled: !preview.data, loading: apply.isPending }}
      onOk={() => apply.mutate(corrections)}
      onCancel={onClose}
    >
      <div className="stack" aria-live="polite">
        {preview.isPending ? <Skeleton lines={3} /> : null}
        {preview.data ? <WhatChanges result={preview.data} /> : null}
        {problem ? <ProblemNote error={problem} /> : null}
      </div>
    </Dialog>
  );
}
