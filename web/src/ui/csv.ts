// Writing CSV (RFC 4180) that no spreadsheet runs as a formula, and taking what was made away as a file.
export type Cell = string | number | null | undefined;

function cellText(cell: Cell): string {
  if (cell == null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return quoted(safe, ",");
}

/** In quotes where it must be. */
export const quoted = (text: string, delimiter: string): string =>
  text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export const csvOf = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map((row) => row.map(cellText).join(",")).join("\r\n") + "\r\n";

/** Gives it to the person as a file of this name; a text is a data address. */
export function saveAs(name: string, content: Blob | string): void {
  const link = document.createElement("a");
  link.href = typeof content === "string" ? content : URL.createObjectURL(content);
  link.download = name;
  link.click();
  if (typeof content !== "string") setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
