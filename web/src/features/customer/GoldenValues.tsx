// Golden values: each with where it comes from, what else is said, and the means to settle it by hand.
import { EditOutlined, PushpinFilled } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useRefresh } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { Panel, Tag } from "@/ui/Page";
import { Pop } from "@/ui/Pop";
import { VerdictTag } from "@/ui/Verdict";
import { said } from "@/ui/toast";
import type { Customer } from "./Customer360";
import { useRuleWords } from "./ruleWords";
import { useCustomerPageTexts } from "./texts";

type GoldenValue = Schemas["GoldenValue"];
const stale = [
  "/api/v1/customers/{customer}",
  "/api/v1/customers",
  "/api/v1/customers/{customer}/history",
] as const;

/** Pins a value, or with null lets the rule choose; the toast takes it back. */
function usePin(customer: Customer) {
  const t = useCustomerPageTexts();
  const dictionary = useDictionary();
  const refresh = useRefresh();
  const put = (attribute: string, value: string | null) =>
    api.patch("/api/v1/customers/{customer}", {
      path: { customer: customer.id },
      body: { values: { [attribute]: value } },
      guarded: true,
    });
  return useDeed({
    run: ({ attribute, value }: { attribute: string; value: string | null }) => put(attribute, value),
    stale: [...stale],
    done: (_, { attribute, value }) => {
      const before = customer.values.find((one) => one.attribute === attribute && one.ordinal === 0);
      const word =
        value === null
          ? t("unpinned_said", { attribute: dictionary.label(attribute) })
          : t("pinned_said", { attribute: dictionary.label(attribute) });
      said(word, async () => {
        await put(attribute, before?.pinned ? before.value : null);
        await refresh(...stale);
      });
    },
  });
}

export function GoldenValues({ customer, readOnly }: { customer: Customer; readOnly: boolean }) {
  const t = useCustomerPageTexts();
  const dictionary = useDictionary();
  const may = useMay();
  const pin = usePin(customer);
  const [editing, setEditing] = useState<string>();
  const list = useRef<HTMLDListElement>(null);
  const edited = useRef<string>();
  useEffect(() => {
    // The editor is gone and the focus with it: it goes on from the value that was edited.
    if (!editing && edited.current)
      list.current?.querySelector<HTMLElement>(`[data-of="${edited.current}"] .golden-edit`)?.focus();
    edited.current = editing;
  }, [editing]);
  const writable = may("customers.write") && !readOnly;
  const attributes = [...new Set(customer.values.map((one) => one.attribute))];
  const rest = dictionary.seen.filter((one) => one.access === "edit" && !attributes.includes(one.name));
  return (
    <Panel
      title={t("golden")}
      flush
      actions={
        writable ? (
          <Select
            size="small"
            aria-label={t("add_value")}
            placeholder={t("add_value")}
            value={null}
            style={{ minWidth: 140 }}
            popupMatchSelectWidth={false}
            onChange={(name: string | null) => setEditing(name ?? undefined)}
            options={rest.map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
          />
        ) : undefined
      }
    >
      <dl className="golden" ref={list}>
        {[...attributes, ...(editing && !attributes.includes(editing) ? [editing] : [])].map((attribute) => {
          const values = customer.values
            .filter((one) => one.attribute === attribute)
            .sort((a, b) => a.ordinal - b.ordinal);
          const label = values[0]?.label ?? dictionary.label(attribute);
          return (
            <div key={attribute} className="golden-row" data-of={attribute}>
              <dt>{label}</dt>
              <dd>
                {editing === attribute ? (
                  <ValueEditor
                    label={label}
                    text={values[0]?.value ?? ""}
                    onDone={(text) => {
                      setEditing(undefined);
                      if (text?.trim() && text !== values[0]?.value)
                        pin.mutate({ attribute, value: text.trim() });
                    }}
                  />
                ) : (
                  values.map((value) => (
                    <GoldenCell
                      key={value.ordinal}
                      value={value}
                      onEdit={
                        writable && value.access === "edit" && value.ordinal === 0
                          ? () => setEditing(attribute)
                          : undefined
                      }
                      onPin={
                        writable && value.access === "edit"
                          ? (text) => pin.mutate({ attribute, value: text })
                          : undefined
                      }
                    />
                  ))
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

interface GoldenCellProps {
  value: GoldenValue;
  onEdit?: () => void;
  onPin?: (value: string | null) => void;
}

function GoldenCell({ value, onEdit, onPin }: GoldenCellProps) {
  const t = useCustomerPageTexts();
  const words = useRuleWords();
  const dictionary = useDictionary();
  const [open, setOpen] = useState(false);
  const because = value.pinned ? t("rule_pinned") : words(value.rule);
  return (
    <div className="golden-value">
      <span className="golden-text">{dictionary.show(value.attribute, value.value) || "·"}</span>
      {value.verdict === "suspect" || value.verdict === "invalid" ? (
        <VerdictTag verdict={value.verdict} />
      ) : null}
      {value.pinned ? (
        <Tag tone="accent">
          <PushpinFilled aria-hidden /> {t("pinned")}
        </Tag>
      ) : null}
      {value.masked ? <Tag>{t("masked")}</Tag> : null}
      <Pop
        label={t("lineage", { attribute: value.label })}
        placement="bottomRight"
        open={open}
        onOpenChange={setOpen}
        title={t("lineage", { attribute: value.label })}
        content={
          <Lineage
            value={value}
            onPin={
              onPin &&
              ((text) => {
                setOpen(false);
                onPin(text);
              })
            }
          />
        }
      >
        <button
          type="button"
          className="plain golden-why"
          aria-expanded={open}
          aria-label={`${t("lineage", { attribute: value.label })}: ${because}`}
        >
          {because}
          {value.alternatives?.length ? ` · +${value.alternatives.length}` : ""}
        </button>
      </Pop>
      {onEdit ? (
        <Button
          size="small"
          type="text"
          className="golden-edit"
          icon={<EditOutlined />}
          aria-label={t("edit_value", { attribute: value.label })}
          onClick={onEdit}
        />
      ) : (
        <span className={onPin ? "golden-edit" : undefined} aria-hidden />
      )}
    </div>
  );
}

function Lineage({ value, onPin }: { value: GoldenValue; onPin?: (value: string | null) => void }) {
  const t = useCustomerPageTexts();
  const words = useRuleWords();
  return (
    <div className="stack" style={{ width: "min(420px, 78vw)" }}>
      <dl className="facts">
        <dt>{t("because")}</dt>
        <dd>
          {value.pinned ? t("rule_pinned") : words(value.rule)}
          {value.support ? ` · ${t("support", { count: value.support })}` : ""}
        </dd>
        {value.source ? (
          <>
            <dt>{t("from")}</dt>
            <dd>
              {[value.source, value.file, value.row ? t("row_of", { row: value.row }) : ""]
                .filter(Boolean)
                .join(" · ")}
            </dd>
          </>
        ) : null}
      </dl>
      {onPin ? (
        <div className="row">
          {value.pinned ? (
            <Button size="small" onClick={() => onPin(null)}>
              {t("unpin")}
            </Button>
          ) : value.masked ? null : (
            <Button size="small" onClick={() => onPin(value.value)}>
              {t("pin")}
            </Button>
          )}
        </div>
      ) : null}
      <div>
        <h3>{t("alternatives")}</h3>
        {value.alternatives?.length ? (
          <ul className="stack-tight">
            {value.alternatives.map((other) => (
              <li key={other.value} className="row row-tight">
                <span className="grow" style={{ overflowWrap: "anywhere" }}>
                  {other.value} <VerdictTag verdict={other.verdict} quiet />
                  <br />
                  <span className="faint small">
                    {[other.source, t("support", { count: other.support })].filter(Boolean).join(" · ")}
                  </span>
                </span>
                {onPin ? (
                  <Button size="small" onClick={() => onPin(other.value)}>
                    {t("use_this")}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : (
          <p className="faint small">{t("no_alternatives")}</p>
        )}
      </div>
    </div>
  );
}

function ValueEditor({
  label,
  text,
  onDone,
}: {
  label: string;
  text: string;
  onDone: (text?: string) => void;
}) {
  const c = useCommon();
  const [now, setNow] = useState(text);
  return (
    <form
      className="row row-tight"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(now);
      }}
    >
      <Input
        size="small"
        autoFocus
        aria-label={label}
        value={now}
        maxLength={10000}
        onChange={(event) => setNow(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
      />
      <Button size="small" type="primary" htmlType="submit">
        {c("save")}
      </Button>
      <Button size="small" onClick={() => onDone()}>
        {c("cancel")}
      </Button>
    </form>
  );
}
