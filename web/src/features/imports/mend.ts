// Rejected rows that a person corrects, and the small file in which they go back: `kith_reject` says which row is which.
import type { Schemas } from "@/api/client";
import { quoted } from "@/ui/csv";

type Reject = Pick<Schemas["Reject"], "id" | "cells">;

/** What was typed: by reject, by place of the column. */
export type Mended = Readonly<Record<string, Readonly<Record<number, string>>>>;

/** The columns of the file and, where a row has more cells, names for those beyond as the server knows them. */
export function headOf(columns: readonly string[], rows: readonly Reject[]): string[] {
  const width = Math.max(columns.length, ...rows.map((row) => row.cells?.length ?? 0));
  return Array.from({ length: width }, (_, i) => columns[i] ?? `kith_cell_${i + 1}`);
}

export const cellOf = (mended: Mended, row: Reject, place: number): string =>
  mended[row.id ?? ""]?.[place] ?? row.cells?.[place] ?? "";

export const changed = (mended: Mended, row: Reject, place: number): boolean =>
  mended[row.id ?? ""]?.[place] !== undefined;

/** With one cell more; a cell that is again what it was is not mended. */
export function withCell(mended: Mended, row: Reject, place: number, text: string): Mended {
  if (!row.id) return mended;
  const cells = { ...mended[row.id], [place]: text };
  if (text === (row.cells?.[place] ?? "")) delete cells[place];
  const next = { ...mended, [row.id]: cells };
  if (!Object.keys(cells).length) delete next[row.id];
  return next;
}

// As the server writes such files: what a spreadsheet would calculate has an apostrophe before it, which goes again.
const defused = (cell: string) => quoted(/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell, ",");

export function mendedFile(
  name: string,
  head: readonly string[],
  rows: readonly Reject[],
  mended: Mended,
): File {
  const lines = rows.map((row) => [row.id ?? "", ...head.map((_, i) => defused(cellOf(mended, row, i)))]);
  const text = [["kith_reject", ...head.map(defused)], ...lines].map((line) => line.join(",")).join("\r\n");
  return new File([`${text}\r\n`], `${name.replace(/\.[^.]*$/, "")}-mended.csv`, { type: "text/csv" });
}
