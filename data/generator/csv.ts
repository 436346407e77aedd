export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** Text of a CSV file (RFC 4180, but with line feeds); every row has the columns of the first. */
export function writeCsv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]!);
  const lines = rows.map((row) => columns.map((column) => writeCell(row[column]!)).join(","));
  return `${[columns.map(writeCell).join(","), ...lines].join("\n")}\n`;
}

/** YYYY-MM-DD HH:MM in UTC. */
export function writeMoment(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

function writeCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
