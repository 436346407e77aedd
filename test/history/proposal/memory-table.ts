import type { Table } from "../../../src/history/files/table.ts";

export type Cells = readonly (string | null)[];

/** A table that never was a file. */
export function memoryTable(file: string, columns: Readonly<Record<string, Cells>>): Table {
  const names = Object.keys(columns);
  return {
    file,
    path: file,
    columns: names,
    rowCount: columns[names[0] ?? ""]?.length ?? 0,
    values(column) {
      const cells = columns[column];
      if (cells === undefined) throw new RangeError(`no column ${column}`);
      return cells;
    },
    lineOf: (row) => row + 2,
    rejected: [],
  };
}

/** A header line without rows. */
export function headerTable(file: string, names: readonly string[]): Table {
  return memoryTable(file, Object.fromEntries(names.map((name) => [name, []])));
}

export function repeat(n: number, cell: (row: number) => string | null): (string | null)[] {
  return Array.from({ length: n }, (_, row) => cell(row));
}
