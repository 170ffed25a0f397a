// The grid of all customers: search, filters with counts, facets, columns, order, saved views, edits, many at once.
import {
  BarChartOutlined,
  CloseOutlined,
  DownloadOutlined,
  FilterOutlined,
  PlusOutlined,
  StarOutlined,
  TableOutlined,
} from "@ant-design/icons";
import { Button, Checkbox, Input, type InputRef } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommands } from "@/app/commands";
import { useAppTexts } from "@/app/texts";
import { useCommon } from "@/i18n/common";
import { ago, dateTime, number } from "@/i18n/format";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { Empty, Page } from "@/ui/Page";
import { Pop } from "@/ui/Pop";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { Facets } from "./Facets";
import { FilterEditor } from "./FilterEditor";
import { SavedViews } from "./SavedViews";
import { useCustomerTexts } from "./texts";
import { type CustomerRow, matchesOf, useCustomers, useInlineEdit } from "./useCustomers";
import { emptyView, type Filter, type View, viewOf, viewText } from "./view";

const MergeDialog = lazy(() => import("./MergeDialog"));
const BulkEditDialog = lazy(() => import("./BulkEditDialog"));
const EditMatchesDialog = lazy(() => import("./EditMatchesDialog"));
const EditConflictDialog = lazy(() => import("./EditConflictDialog"));
const NewCustomerDialog = lazy(() => import("./NewCustomerDialog"));
const ExportDialog = lazy(() => import("./ExportDialog"));

const widths: Record<string, number> = {
  name: 150,
  company: 200,
  email: 210,
  phone: 150,
  address: 280,
  records: 90,
};

function useView(): [View, (view: View) => void] {
  const location = useLocation();
  const navigate = useNavigate();
  const view = useMemo(() => viewOf(location.hash), [location.hash]);
  return [view, (next) => navigate({ pathname: location.pathname, hash: viewText(next) }, { replace: true })];
}

export function CustomersView() {
  const t = useCustomerTexts();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const location = useLocation();
  const dictionary = useDictionary();
  const [view, setView] = useView();
  const { result, pending, rows, rowAt, total, onSight, key, count } = useCustomers(view);
  const { edit, conflict, settle } = useInlineEdit(key);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const asked = JSON.stringify(matchesOf(view));
  // Everybody who matches what was asked for; whoever asks for others has not selected those.
  const [everybodyOf, setEverybodyOf] = useState<string>();
  const everybody = everybodyOf === asked && total > 0;
  const [dialog, setDialog] = useState<"merge" | "bulk" | "matches" | "new" | "export">();
  const [chosenRows, setChosenRows] = useState<CustomerRow[]>([]);
  const [layer, setLayer] = useState<"filter" | "columns" | "views">();
  const [text, setText] = useState(view.q);
  const searchBox = useRef<InputRef>(null);

  useEffect(() => setText(view.q), [view.q]);
  useEffect(() => {
    if (text === view.q) return;
    const timer = setTimeout(() => setView({ ...view, q: text }), 250);
    return () => clearTimeout(timer);
    // The view of the moment the person stopped typing is the one that counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  useEffect(() => {
    if (new URLSearchParams(location.search).has("new")) {
      setDialog("new");
      navigate({ pathname: location.pathname, hash: location.hash }, { replace: true });
    }
  }, [location, navigate]);

  const byId = useMemo(
    () => new Map([...chosenRows, ...rows].map((row) => [row.id, row])),
    [rows, chosenRows],
  );
  const picked = [...selected].flatMap((id) => byId.get(id) ?? []);
  const open = (row: CustomerRow) => navigate(`/customers/${row.id}`);
  useCommands([
    {
      id: "grid filter",
      label: t("key_filter"),
      group: t("keys_group"),
      keys: "f",
      run: () => setLayer("filter"),
    },
    {
      id: "grid search",
      label: t("key_search"),
      group: t("keys_group"),
      keys: "s",
      run: () => searchBox.current?.focus(),
    },
  ]);

  const labelOf = (column: string) =>
    column === "records"
      ? t("n_records")
      : column === "created_at" || column === "updated_at" || column === "source" || column === "batch"
        ? t(column)
        : dictionary.label(column);
  const columns = useColumns(view.columns, labelOf);
  const filtered = !!view.q || view.filters.length > 0;
  const addFilter = (filter: Filter) => {
    setLayer(undefined);
    setView({ ...view, filters: [...view.filters, filter] });
  };
  const selectNobody = () => {
    setSelected(new Set());
    setEverybodyOf(undefined);
  };
  const closeMatches = useCallback(() => {
    setDialog(undefined);
    setSelected(new Set());
    setEverybodyOf(undefined);
  }, []);
  const matches = { ask: matchesOf(view), count: total };

  return (
    <Page
      full
      title={t("customers")}
      lead={count ? c("customers", { count: count.value }) : "\u00a0"}
      actions={
        <>
          {may("exports.run") ? (
            <Button icon={<DownloadOutlined />} onClick={() => setDialog("export")}>
              {t("export")}
            </Button>
          ) : null}
          {may("customers.write") ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog("new")}>
              {t("new_customer")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="toolbar">
        <Input
          ref={searchBox}
          style={{ width: 300, maxWidth: "100%" }}
          allowClear
          aria-label={t("search")}
          placeholder={t("search")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <Pop
          label={t("add_filter")}
          placement="bottomLeft"
          open={layer === "filter"}
          onOpenChange={(open) => setLayer(open ? "filter" : undefined)}
          content={<FilterEditor view={view} onAdd={addFilter} />}
        >
          <Button icon={<FilterOutlined />} aria-expanded={layer === "filter"}>
            {t("add_filter")}
          </Button>
        </Pop>
        <Button
          icon={<BarChartOutlined />}
          aria-pressed={view.facets.length > 0}
          onClick={() => setView({ ...view, facets: view.facets.length ? [] : ["province", "gender"] })}
        >
          {t("facets")}
        </Button>
        <Pop
          label={t("columns")}
          placement="bottomLeft"
          open={layer === "columns"}
          onOpenChange={(open) => setLayer(open ? "columns" : undefined)}
          content={
            <Checkbox.Group
              style={{ display: "grid", gap: 4, maxHeight: 360, overflowY: "auto" }}
              value={view.columns}
              onChange={(next) => next.length && setView({ ...view, columns: next as string[] })}
              options={[...dictionary.seen.map((one) => one.name), "records", "created_at", "updated_at"].map(
                (one) => ({
                  value: one,
                  label: labelOf(one),
                }),
              )}
            />
          }
        >
          <Button icon={<TableOutlined />} aria-expanded={layer === "columns"}>
            {t("columns")}
          </Button>
        </Pop>
        <Pop
          label={t("views")}
          placement="bottomLeft"
          open={layer === "views"}
          onOpenChange={(open) => setLayer(open ? "views" : undefined)}
          content={<SavedViews view={view} onChoose={(text) => setView(viewOf(text))} />}
        >
          <Button icon={<StarOutlined />} aria-expanded={layer === "views"}>
            {t("views")}
          </Button>
        </Pop>
        {view.filters.map((filter, i) => {
          const name =
            `${labelOf(filter.attribute)} ${t(`op_${filter.operator}`)} ${filter.value.split("|").join(", ")}`.trim();
          return (
            <span key={i} className="chip">
              <span className="cut">{name}</span>
              <Button
                type="text"
                size="small"
                shape="circle"
                aria-label={t("remove_filter", { name })}
                icon={<CloseOutlined />}
                onClick={() => setView({ ...view, filters: view.filters.filter((one) => one !== filter) })}
              />
            </span>
          );
        })}
        {view.filters.length > 1 ? (
          <Button type="link" size="small" onClick={() => setView({ ...view, q: "", filters: [] })}>
            {t("clear_filters")}
          </Button>
        ) : null}
      </div>
      {everybody ? (
        <div className="bulk" role="status">
          <strong>{t("all_selected", { count: total })}</strong>
          {may("customers.write") ? (
            <Button size="small" onClick={() => setDialog("matches")}>
              {t("edit_all")}
            </Button>
          ) : null}
          {may("exports.run") ? (
            <Button size="small" onClick={() => setDialog("export")}>
              {t("export")}
            </Button>
          ) : null}
          <Button size="small" type="link" onClick={selectNobody}>
            {c("clear")}
          </Button>
        </div>
      ) : selected.size ? (
        <div className="bulk" role="status">
          <strong>{c("selected", { count: selected.size })}</strong>
          {may("customers.merge") && selected.size > 1 ? (
            <Button size="small" onClick={() => setDialog("merge")}>
              {t("merge")}
            </Button>
          ) : null}
          {may("customers.write") ? (
            <Button size="small" onClick={() => setDialog("bulk")}>
              {t("edit_all")}
            </Button>
          ) : null}
          {total > selected.size ? (
            <Button size="small" type="link" onClick={() => setEverybodyOf(asked)}>
              {t("select_matches", { count: total })}
            </Button>
          ) : null}
          <Button size="small" type="link" onClick={selectNobody}>
            {c("clear")}
          </Button>
        </div>
      ) : null}
      {result.isError ? <ProblemNote error={result.error} retry={() => void result.refetch()} /> : null}
      <div className="split-view">
        {view.facets.length ? <Facets view={view} onChange={setView} /> : null}
        <DataGrid
          label={t("customers")}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          total={total}
          rowAt={rowAt}
          onSight={onSight}
          more={pending}
          sort={view.sort}
          onSort={(sort) => setView({ ...view, sort })}
          selected={selected}
          everybody={everybody}
          onSelect={(next) => {
            setEverybodyOf(undefined);
            // What is chosen stays known when it is scrolled away.
            setChosenRows([...byId.values()].filter((row) => next.has(row.id)));
            setSelected(next);
          }}
          onOpen={open}
          onEdit={(row, column, text) => void edit(row, column, text)}
          empty={
            result.isSuccess ? (
              filtered ? (
                <Empty
                  title={t("none_match")}
                  action={
                    <Button onClick={() => setView({ ...emptyView, columns: view.columns })}>
                      {t("clear_filters")}
                    </Button>
                  }
                >
                  {t("none_match_hint")}
                </Empty>
              ) : (
                <NoCustomers />
              )
            ) : null
          }
        />
      </div>
      <Suspense fallback={null}>
        {dialog === "merge" ? (
          <MergeDialog
            customers={picked}
            onClose={() => setDialog(undefined)}
            onDone={() => {
              setDialog(undefined);
              setSelected(new Set());
            }}
          />
        ) : null}
        {dialog === "bulk" ? (
          <BulkEditDialog
            customers={picked}
            onClose={() => {
              setDialog(undefined);
              setSelected(new Set());
            }}
          />
        ) : null}
        {dialog === "matches" ? <EditMatchesDialog matches={matches} onClose={closeMatches} /> : null}
        {conflict ? <EditConflictDialog conflict={conflict} onSettle={settle} /> : null}
        {dialog === "new" ? <NewCustomerDialog onClose={() => setDialog(undefined)} /> : null}
        {dialog === "export" ? (
          <ExportDialog
            matches={filtered || everybody ? matches : undefined}
            onClose={() => setDialog(undefined)}
          />
        ) : null}
      </Suspense>
    </Page>
  );
}

/** What the grid shows; new only with other columns, another language or other rights. */
function useColumns(
  names: readonly string[],
  labelOf: (column: string) => string,
): GridColumn<CustomerRow>[] {
  const may = useMay();
  const dictionary = useDictionary();
  const writable = may("customers.write");
  const titles = names.map(labelOf).join("\n");
  return useMemo(() => {
    const title = titles.split("\n");
    return names.map((column, i) => ({
      key: column,
      title: title[i],
      width: widths[column] ?? 140,
      num: column === "records",
      sortable: true,
      edit: writable && dictionary.mayEdit(column) ? (row) => row.values[column] ?? "" : undefined,
      cell: (row) => {
        if (column === "records") return number(row.records);
        if (column === "created_at" || column === "updated_at")
          return <span title={dateTime(row[column])}>{ago(row[column])}</span>;
        const value = row.values[column];
        if (i > 0) return (value && dictionary.show(column, value)) || <span className="faint">{"·"}</span>;
        return (
          <Link to={`/customers/${row.id}`} tabIndex={-1}>
            {value || row.values.company || <span className="mono">{row.id}</span>}
          </Link>
        );
      },
    }));
  }, [names, titles, dictionary, writable]);
}

function NoCustomers() {
  const t = useCustomerTexts();
  const a = useAppTexts();
  const may = useMay();
  const summary = useGet("/api/v1/summary");
  const resolve = useDeed({ run: () => api.post("/api/v1/resolve"), done: () => said(a("resolve_begun")) });
  if (summary.data?.records)
    return (
      <Empty
        title={t("none_title")}
        action={
          may("customers.merge") ? (
            <Button type="primary" loading={resolve.isPending} onClick={() => resolve.mutate()}>
              {t("resolve")}
            </Button>
          ) : undefined
        }
      >
        {t("none_resolved", { count: summary.data.records })}
      </Empty>
    );
  return (
    <Empty
      title={t("none_title")}
      action={may("imports.write") ? <Link to="/imports/new">{a("import_files")}</Link> : undefined}
    >
      {t("none_hint")}
    </Empty>
  );
}
