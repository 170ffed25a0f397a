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
import { Button, Checkbox, Dropdown, Input, type InputRef, Popover } from "antd";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
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
import { ProblemNote } from "@/ui/ProblemNote";
import { failed, said } from "@/ui/toast";
import { Facets } from "./Facets";
import { FilterEditor } from "./FilterEditor";
import { SavedViews } from "./SavedViews";
import { useCustomerTexts } from "./texts";
import { allMatches, type CustomerRow, useCustomers, useInlineEdit } from "./useCustomers";
import { emptyView, type Filter, type View, viewOf, viewText } from "./view";

const MergeDialog = lazy(() => import("./MergeDialog"));
const BulkEditDialog = lazy(() => import("./BulkEditDialog"));
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
  const edit = useInlineEdit(key);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"merge" | "bulk" | "new" | "export">();
  const [chosenRows, setChosenRows] = useState<CustomerRow[]>([]);
  const [filtering, setFiltering] = useState(false);
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
      id: "grid next",
      label: t("key_next"),
      group: t("keys_group"),
      keys: "j",
      hidden: true,
      run: () => focusGrid(),
    },
    {
      id: "grid previous",
      label: t("key_previous"),
      group: t("keys_group"),
      keys: "k",
      hidden: true,
      run: () => focusGrid(),
    },
    {
      id: "grid open",
      label: t("key_open"),
      group: t("keys_group"),
      keys: "Enter",
      hidden: true,
      run: () => focusGrid(),
    },
    {
      id: "grid select",
      label: t("key_select"),
      group: t("keys_group"),
      keys: "x",
      hidden: true,
      run: () => focusGrid(),
    },
    {
      id: "grid edit",
      label: t("key_edit"),
      group: t("keys_group"),
      keys: "e",
      hidden: true,
      run: () => focusGrid(),
    },
    {
      id: "grid filter",
      label: t("key_filter"),
      group: t("keys_group"),
      keys: "f",
      run: () => setFiltering(true),
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
  const columns: GridColumn<CustomerRow>[] = view.columns.map((column, i) => ({
    key: column,
    title: labelOf(column),
    width: widths[column] ?? 140,
    num: column === "records",
    sortable: true,
    edit:
      may("customers.write") && dictionary.mayEdit(column) ? (row) => row.values[column] ?? "" : undefined,
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
  const filtered = !!view.q || view.filters.length > 0;
  const addFilter = (filter: Filter) => {
    setFiltering(false);
    setView({ ...view, filters: [...view.filters, filter] });
  };
  const selectMatches = async () => {
    try {
      const all = await allMatches(view, 1000);
      setChosenRows(all);
      setSelected(new Set(all.map((row) => row.id)));
    } catch (error) {
      failed(error);
    }
  };

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
        <Popover
          trigger="click"
          placement="bottomLeft"
          open={filtering}
          onOpenChange={setFiltering}
          destroyOnHidden
          content={<FilterEditor view={view} onAdd={addFilter} />}
        >
          <Button icon={<FilterOutlined />} aria-expanded={filtering}>
            {t("add_filter")}
          </Button>
        </Popover>
        <Button
          icon={<BarChartOutlined />}
          aria-pressed={view.facets.length > 0}
          onClick={() => setView({ ...view, facets: view.facets.length ? [] : ["province", "gender"] })}
        >
          {t("facets")}
        </Button>
        <Popover
          trigger="click"
          placement="bottomLeft"
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
          <Button icon={<TableOutlined />}>{t("columns")}</Button>
        </Popover>
        <Dropdown
          trigger={["click"]}
          popupRender={() => <SavedViews view={view} onChoose={(text) => setView(viewOf(text))} />}
        >
          <Button icon={<StarOutlined />}>{t("views")}</Button>
        </Dropdown>
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
      {selected.size ? (
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
          <Button size="small" type="link" onClick={() => void selectMatches()}>
            {t("select_matches")}
          </Button>
          <Button size="small" type="link" onClick={() => setSelected(new Set())}>
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
          onSelect={(next) => {
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
        {dialog === "new" ? <NewCustomerDialog onClose={() => setDialog(undefined)} /> : null}
        {dialog === "export" ? <ExportDialog onClose={() => setDialog(undefined)} /> : null}
      </Suspense>
    </Page>
  );
}

const focusGrid = () => document.querySelector<HTMLElement>("[role=grid]")?.focus();

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
