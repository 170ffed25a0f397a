// One row of the grid. It is drawn again when something of it has changed, not when the grid is scrolled past it.
import { memo, useRef, useState } from "react";
import { useCommon } from "@/i18n/common";
import type { GridColumn } from "./DataGrid";

export interface GridRowActs<T> {
  toggle: (index: number, through: boolean) => void;
  /** A click on a cell; `here` when the grid stood there already. */
  touch: (index: number, column: number, here: boolean) => void;
  edit: (index: number, column: number) => void;
  /** The editor was left; without a text nothing is to change. */
  finish: (row: T, column: GridColumn<T>, text: string | undefined) => void;
}

interface GridRowProps<T> {
  row: T;
  index: number;
  /** Pixels from the first row, and how tall one is. */
  start: number;
  height: number;
  template: string;
  /** Begins the ids of the cells. */
  id: string;
  columns: GridColumn<T>[];
  selectable: boolean;
  selected: boolean;
  /** The column one is at, when one is at this row. */
  here: number | undefined;
  editing: boolean;
  /** The same object as long as the grid stands. */
  acts: GridRowActs<T>;
}

function Row<T>(props: GridRowProps<T>) {
  const { row, index, start, height, template, id, columns, selectable, selected, here, editing, acts } =
    props;
  const c = useCommon();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className={`grid-row${selected ? " selected" : ""}${here === undefined ? "" : " current"}`}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: template, height }}
    >
      {selectable ? (
        <div role="gridcell" className="grid-cell grid-check">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={c("select_row", { number: index + 1 })}
            checked={selected}
            onChange={(event) => acts.toggle(index, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </div>
      ) : null}
      {columns.map((column, i) => (
        <div
          key={column.key}
          id={`${id}${index}-${i}`}
          role="gridcell"
          className={`grid-cell${column.num ? " num" : ""}${here === i ? " here" : ""}`}
          onClick={() => acts.touch(index, i, here === i)}
          onDoubleClick={() => acts.edit(index, i)}
        >
          {here === i && editing ? (
            <CellEditor
              label={column.title}
              text={column.edit?.(row) ?? ""}
              onDone={(text) => acts.finish(row, column, text)}
            />
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

export const GridRow = memo(Row) as typeof Row;

function CellEditor({
  label,
  text,
  onDone,
}: {
  label: string;
  text: string;
  onDone: (text?: string) => void;
}) {
  const [now, setNow] = useState(text);
  const ended = useRef(false);
  const end = (result?: string) => {
    if (ended.current) return;
    ended.current = true;
    onDone(result);
  };
  return (
    <input
      className="grid-editor"
      aria-label={label}
      autoFocus
      value={now}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setNow(event.target.value)}
      onBlur={() => end(now)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end(now);
        if (event.key === "Escape") end();
      }}
    />
  );
}
