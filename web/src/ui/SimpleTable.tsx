// A small table of what is all there; long lists use the virtualised grid.
import type { ReactNode } from "react";

export interface Column<T> {
  key: string;
  title: ReactNode;
  num?: boolean;
  /** As wide as what it holds, at the edge; for buttons. */
  tight?: boolean;
  /** Holds sentences: it is not squeezed on a narrow screen. */
  words?: boolean;
  /** Read out where the head shows nothing. */
  label?: string;
  cell: (row: T) => ReactNode;
}

interface SimpleTableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  onOpen?: (row: T) => void;
  current?: string | number;
}

const classOf = ({ num, tight, words }: { num?: boolean; tight?: boolean; words?: boolean }) =>
  num ? "num" : tight ? "tight" : words ? "words" : undefined;

export function SimpleTable<T>({ label, columns, rows, keyOf, onOpen, current }: SimpleTableProps<T>) {
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <caption className="seen-by-ear">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.title}
                {column.label ? <span className="seen-by-ear">{column.label}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className={
                [onOpen ? "clickable" : "", keyOf(row) === current ? "current" : ""].join(" ").trim() ||
                undefined
              }
              onClick={
                onOpen
                  ? (event) => {
                      // Buttons and links inside do their own thing.
                      if (event.target instanceof Element && event.target.closest("a,button,input,label"))
                        return;
                      onOpen(row);
                    }
                  : undefined
              }
            >
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
