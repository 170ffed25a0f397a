// Rejected rows that a person corrected, as a small file with the header of the source's files.
import { quoted } from "@/ui/csv";

/** The separator that cuts the rows into as many cells as there are columns most often; a comma where none does. */
export function separatorOf(rows: readonly string[], columns: number): string {
  const fits = (separator: string) => rows.filter((row) => row.split(separator).length === columns).length;
  const best = [",", "\t", ";", "|"]
    .map((separator) => ({ separator, rows: fits(separator) }))
    .sort((a, b) => b.rows - a.rows)[0];
  return best.rows ? best.separator : ",";
}

export function mendedFile(name: string, columns: readonly string[], rows: readonly string[]): File {
  const plain = rows.map((row) => row.replace(/[\r\n]+$/, ""));
  const separator = separatorOf(plain, columns.length);
  const header = columns.map((column) => quoted(column, separator)).join(separator);
  const stem = name.replace(/\.[^.]*$/, "");
  return new File([[header, ...plain, ""].join("\r\n")], `${stem}-mended.csv`, { type: "text/csv" });
}
