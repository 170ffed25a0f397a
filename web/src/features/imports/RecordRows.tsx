// Records as they were received, with the verdict on each value.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useCommon } from "@/i18n/common";
import { number } from "@/i18n/format";
import { DataGrid } from "@/ui/DataGrid";
import { ProblemNote } from "@/ui/ProblemNote";
import { verdicts, VerdictTag } from "@/ui/Verdict";
import { useImportTexts } from "./texts";

type RecordRow = Schemas["Record"];

/** Of one batch, of one source, or of all; narrowed by what stands in the address, so that a link leads to just these. */
export function RecordRows({
  batch,
  source,
  attribute: always,
}: {
  batch?: number;
  source?: string;
  attribute?: string;
}) {
  const t = useImportTexts();
  const c = useCommon();
  const navigate = useNavigate();
  const dictionary = useDictionary();
  const [words, setWords] = useSearchParams();
  const put = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(words);
    if (value) next.set(name, value);
    else next.delete(name);
    setWords(next, { replace: true });
  };
  const attribute = always ?? words.get("attribute") ?? undefined;
  const verdict = verdicts.find((one) => one === words.get("verdict"));
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/records", batch, source, attribute, verdict],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/records", {
        query: {
          batch,
          source,
          attribute: verdict ? attribute : undefined,
          verdict: attribute ? verdict : undefined,
          limit: 100,
          cursor: pageParam,
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const shown = attribute
    ? [attribute]
    : [...new Set(rows.slice(0, 50).flatMap((row) => row.values.map((value) => value.attribute)))].slice(
        0,
        8,
      );
  const valueOf = (row: RecordRow, name: string) => row.values.find((value) => value.attribute === name);
  return (
    <>
      <div className="toolbar">
        {always ? null : (
          <Select
            aria-label={t("attribute_chosen")}
            allowClear
            showSearch
            optionFilterProp="label"
            placeholder={t("any_attribute")}
            style={{ minWidth: 180 }}
            value={attribute}
            onChange={(next) => put("attribute", next)}
            options={dictionary.seen.map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
          />
        )}
        <Select
          aria-label={t("verdicts")}
          allowClear
          disabled={!attribute}
          placeholder={t("verdict_any")}
          style={{ minWidth: 140 }}
          value={verdict}
          onChange={(next) => put("verdict", next)}
          options={verdicts.map((one) => ({ value: one, label: c(`verdict_${one}`) }))}
        />
      </div>
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      <div style={{ height: 480, display: "flex" }}>
        <DataGrid<RecordRow>
          label={t("by_verdict")}
          rows={rows}
          keyOf={(row) => row.id}
          more={query.isPending || query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          onOpen={(row) => row.customer && navigate(`/customers/${row.customer}`)}
          empty={<p className="quiet panel-body">{t("no_records")}</p>}
          columns={[
            { key: "row", title: t("row"), width: 70, num: true, cell: (row) => number(row.row) },
            ...shown.map((name) => ({
              key: name,
              title: dictionary.label(name),
              width: attribute ? 320 : 150,
              cell: (row: RecordRow) => {
                const value = valueOf(row, name);
                if (!value || (value.verdict === "empty" && !value.raw))
                  return <span className="faint">{"·"}</span>;
                return (
                  <>
                    {dictionary.show(name, value.value) || value.raw}{" "}
                    <VerdictTag verdict={value.verdict} quiet={!attribute} />{" "}
                    {attribute && value.raw !== value.value ? (
                      <span className="faint">{value.raw}</span>
                    ) : null}
                  </>
                );
              },
            })),
            ...(attribute
              ? [
                  {
                    key: "reason",
                    title: t("reason"),
                    width: 260,
                    cell: (row: RecordRow) => valueOf(row, attribute)?.text ?? "",
                  },
                ]
              : []),
            {
              key: "customer",
              title: t("customer"),
              width: 180,
              cell: (row) =>
                row.customer ? (
                  <Link className="mono" tabIndex={-1} to={`/customers/${row.customer}`}>
                    {row.customer}
                  </Link>
                ) : null,
            },
          ]}
        />
      </div>
    </>
  );
}
