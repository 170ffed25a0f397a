// A grid of any length: only the rows in sight are in the page. Moved through by keys, cells edited in place.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { useCommands } from "@/app/commands";
import { useCommon } from "@/i18n/common";
import { GridRow, type GridRowActs } from "./GridRow";

export interface GridColumn<T> {
  key: string;
  title: string;
  width: number;
  num?: boolean;
  sortable?: boolean;
  /** The text to edit; without, or without a text, the cell is not edited. */
  edit?: (row: T) => string | undefined;
  cell: (row: T) => ReactNode;
}

interface DataGridProps<T> {
  label: string;
  /** Kept the same while they are: every row is drawn again with new ones. */
  columns: GridColumn<T>[];
  /** Those that are there; with `total` in any order. */
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** How many rows there are, most of which may not be there yet; `rowAt` gives one, `onSight` hears which are looked at. */
  total?: number;
  rowAt?: (index: number) => T | undefined;
  onSight?: (first: number, last: number) => void;
  more?: boolean;
  onMore?: () => void;
  /** "name", "-name" for falling order. */
  sort?: string;
  onSort?: (sort: string | undefined) => void;
  selected?: ReadonlySet<string>;
  /** All are, those that are not there too. */
  everybody?: boolean;
  onSelect?: (selected: Set<string>) => void;
  onOpen?: (row: T) => void;
  /** Where nothing opens, Enter and a click on the cell one is at edit it; where nothing is edited, Enter follows its link. */
  onEdit?: (row: T, column: string, text: string) => void;
  empty?: ReactNode;
}

const usualHeight = 36;
const lowHeight = 32;
// A browser draws nothing below 2^25 px: a million rows fit into it when they are lower.
const tallest = 33_000_000;
const selectWidth = 40;

export function DataGrid<T>(props: DataGridProps<T>) {
  const { label, columns, rows, keyOf, more, onMore, sort, onSort, selected, onSelect, onOpen, onEdit } =
    props;
  const { onSight } = props;
  const length = props.total ?? rows.length;
  const rowAt = props.rowAt ?? ((index: number) => rows[index] as T | undefined);
  const rowHeight = length * usualHeight > tallest ? lowHeight : usualHeight;
  const c = useCommon();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const anchor = useRef(0);
  const count = Math.min(
    props.total === undefined ? rows.length + (more ? 1 : 0) : length || (more ? 1 : 0),
    Math.floor(tallest / lowHeight),
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items.length ? items[0].index : 0;
  const last = items.length ? items[items.length - 1].index : 0;
  useEffect(() => {
    if (more && last >= rows.length - 30) onMore?.();
  }, [last, more, onMore, rows.length]);
  useEffect(() => onSight?.(first, last), [first, last, onSight]);
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const width = columns.reduce((sum, column) => sum + column.width, onSelect ? selectWidth : 0);
  const template = `${onSelect ? `${selectWidth}px ` : ""}${columns.map((column) => `minmax(${column.width}px, ${column.width}fr)`).join(" ")}`;
  const go = (row: number, column: number) => {
    const next = {
      row: Math.max(0, Math.min(count - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    };
    setAt(next);
    virtual.scrollToIndex(next.row, { align: "auto" });
  };
  const toggle = (row: number, through: boolean) => {
    const toggled = rowAt(row);
    if (!onSelect || toggled === undefined) return;
    const next = new Set(selected);
    const on = !next.has(keyOf(toggled));
    const [from, to] = through ? [Math.min(anchor.current, row), Math.max(anchor.current, row)] : [row, row];
    for (let i = from; i <= to; i++) {
      const one = rowAt(i);
      if (one === undefined) continue;
      if (on) next.add(keyOf(one));
      else next.delete(keyOf(one));
    }
    anchor.current = row;
    onSelect(next);
  };
  const mayEdit = (row: number, column: number) => {
    const there = onEdit && rowAt(row);
    return there !== undefined && columns[column]?.edit?.(there) !== undefined;
  };
  const open = (row: number) => {
    const there = rowAt(row);
    if (there !== undefined) onOpen?.(there);
  };
  const follow = (row: number, column: number) =>
    document.getElementById(`${id}${row}-${column}`)?.querySelector<HTMLElement>("a,button")?.click();
  const press = (event: KeyboardEvent) => {
    if (editing || event.target !== event.currentTarget || !length) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / rowHeight) - 2);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at.row + 1, at.column),
      j: () => go(at.row + 1, at.column),
      ArrowUp: () => go(at.row - 1, at.column),
      k: () => go(at.row - 1, at.column),
      ArrowRight: () => go(at.row, at.column + 1),
      ArrowLeft: () => go(at.row, at.column - 1),
      PageDown: () => go(at.row + page, at.column),
      PageUp: () => go(at.row - page, at.column),
      Home: () => go(event.ctrlKey ? 0 : at.row, 0),
      End: () => go(event.ctrlKey ? count - 1 : at.row, columns.length - 1),
      Enter: () =>
        onOpen ? open(at.row) : mayEdit(at.row, at.column) ? setEditing(true) : follow(at.row, at.column),
      " ": () => toggle(at.row, event.shiftKey),
      x: () => toggle(at.row, event.shiftKey),
      F2: () => mayEdit(at.row, at.column) && setEditing(true),
      e: () => mayEdit(at.row, at.column) && setEditing(true),
      Escape: () => onSelect?.(new Set()),
    };
    const move = moves[event.key];
    if (!move || event.metaKey || event.altKey || (event.ctrlKey && !["Home", "End"].includes(event.key)))
      return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  const finish = (row: T, column: GridColumn<T>, text: string | undefined) => {
    setEditing(false);
    box.current?.focus();
    if (text !== undefined && text !== column.edit?.(row)) onEdit?.(row, column.key, text);
  };
  const focus = () => box.current?.focus();
  const told = (name: string, label: string, keys: string) => ({
    id: `grid ${name}`,
    label,
    group: c("grid_keys"),
    keys,
    hidden: true,
    told: true,
    run: focus,
  });
  useCommands([
    { ...told("next", c("key_next"), "j, ArrowDown"), told: false },
    { ...told("previous", c("key_previous"), "k, ArrowUp"), told: false },
    told("page", c("key_page"), "PageDown, PageUp"),
    told("edges", c("key_edges"), "Home, End"),
    told("ends", c("key_ends"), "mod+Home, mod+End"),
    onOpen ? told("open", c("key_open"), "Enter") : told("follow", c("key_follow"), "Enter"),
    ...(onEdit ? [told("edit", c("key_edit"), "e, F2")] : []),
    ...(onSelect
      ? [
          told("select", c("key_select"), "x, Space"),
          told("through", c("key_through"), "shift+Space"),
          told("clear", c("key_clear"), "Escape"),
        ]
      : []),
  ]);
  const latest = useRef<GridRowActs<T>>();
  latest.current = {
    toggle: (row, through) => {
      toggle(row, through);
      // The keys go on from where the mouse was.
      setAt((before) => ({ ...before, row }));
      box.current?.focus();
    },
    touch: (row, column, here) =>
      here && !onOpen && mayEdit(row, column) ? setEditing(true) : setAt({ row, column }),
    edit: (row, column) => mayEdit(row, column) && setEditing(true),
    finish,
  };
  const acts = useMemo<GridRowActs<T>>(
    () => ({
      toggle: (row, through) => latest.current?.toggle(row, through),
      touch: (row, column, here) => latest.current?.touch(row, column, here),
      edit: (row, column) => latest.current?.edit(row, column),
      finish: (row, column, text) => latest.current?.finish(row, column, text),
    }),
    [],
  );
  const allSelected =
    !!props.everybody || (!!selected && rows.length > 0 && rows.every((row) => selected.has(keyOf(row))));

  return (
    <div className="grid-box">
      <div
        ref={box}
        className="grid"
        role="grid"
        aria-busy={!!more && rows.length === 0}
        aria-label={label}
        aria-rowcount={more && props.total === undefined ? -1 : length + 1}
        aria-multiselectable={!!onSelect}
        aria-activedescendant={rows.length ? `${id}${at.row}-${at.column}` : undefined}
        tabIndex={0}
        onKeyDown={press}
      >
        <div
          role="row"
          aria-rowindex={1}
          className="grid-head"
          style={{ gridTemplateColumns: template, minWidth: width }}
        >
          {onSelect ? (
            <div role="columnheader" className="grid-cell grid-check">
              <input
                type="checkbox"
                aria-label={c("select_all")}
                checked={allSelected}
                ref={(mark) => {
                  if (mark) mark.indeterminate = !allSelected && !!selected?.size;
                }}
                onChange={() => onSelect(allSelected ? new Set() : new Set(rows.map(keyOf)))}
              />
            </div>
          ) : null}
          {columns.map((column) => {
            const order =
              sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : undefined;
            return (
              <div
                key={column.key}
                role="columnheader"
                aria-sort={order}
                className={column.num ? "grid-cell num" : "grid-cell"}
              >
                {column.sortable && onSort ? (
                  <button
                    type="button"
                    className="plain grid-sort"
                    onClick={() =>
                      onSort(
                        order === "ascending"
                          ? `-${column.key}`
                          : order === "descending"
                            ? undefined
                            : column.key,
                      )
                    }
                  >
                    {column.title}
                    <span aria-hidden>
                      {order === "ascending" ? " ↑" : order === "descending" ? " ↓" : ""}
                    </span>
                  </button>
                ) : (
                  column.title
                )}
              </div>
            );
          })}
        </div>
        {length === 0 && !more ? props.empty : null}
        <div
          role="rowgroup"
          style={{ height: virtual.getTotalSize(), minWidth: width, position: "relative" }}
        >
          {items.map((item) => {
            const row = rowAt(item.index);
            if (row === undefined) {
              return (
                <div
                  key={`more ${item.index}`}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className="grid-row"
                  style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
                >
                  <div role="gridcell" className="grid-cell faint" style={{ gridColumn: "1 / -1" }}>
                    {c("loading_more")}
                  </div>
                </div>
              );
            }
            const key = keyOf(row);
            const current = item.index === at.row;
            return (
              <GridRow<T>
                key={key}
                row={row}
                index={item.index}
                start={item.start}
                height={rowHeight}
                template={template}
                id={id}
                columns={columns}
                selectable={!!onSelect}
                selected={props.everybody || (selected?.has(key) ?? false)}
                here={current ? at.column : undefined}
                editing={current && editing}
                acts={acts}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
