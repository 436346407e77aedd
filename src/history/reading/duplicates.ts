import type { Table } from "../files/table.ts";
import type { Duplicate } from "../history.ts";

export interface RowChoice {
  readonly table: Table;
  /** Entries to choose among, rising: rows of the table, unless `rowOf` says of which row each is. */
  readonly rows: readonly number[];
  readonly rowOf?: (entry: number) => number;
  readonly ids: readonly (string | null)[];
  /** Times of all entries; null there is older than any time. Without it, the last row stands. */
  readonly modifiedAt: {
    readonly column: string;
    readonly values: readonly (number | null)[];
  } | null;
  /** Rows alike in all of these columns are copies. */
  readonly compared: readonly string[];
}

/** Of several rows with one id one stands: the one modified last, else the last of the file. */
export function keepOneRowEach(choice: RowChoice): {
  readonly rows: readonly number[];
  readonly duplicates: readonly Duplicate[];
} {
  const { rows, ids } = choice;
  const kept = new Map<string, number>();
  const repeated = new Map<string, number[]>();
  for (const row of rows) {
    const id = ids[row]!;
    const other = kept.get(id);
    if (other === undefined) {
      kept.set(id, row);
      continue;
    }
    const seen = repeated.get(id);
    if (seen === undefined) repeated.set(id, [other, row]);
    else seen.push(row);
    if (timeOf(choice, row) >= timeOf(choice, other)) kept.set(id, row);
  }
  const duplicates = [...repeated].map(([id, copies]) => ({
    id,
    rows: copies.length,
    rule: ruleOf(choice, copies),
  }));
  return { rows: [...kept.values()].toSorted((a, b) => a - b), duplicates };
}

function timeOf({ modifiedAt }: RowChoice, row: number): number {
  return modifiedAt?.values[row] ?? -Infinity;
}

function ruleOf(choice: RowChoice, entries: readonly number[]): string {
  const { table, compared, modifiedAt } = choice;
  const copies = entries.map(choice.rowOf ?? ((row) => row));
  const alike = compared.every((column) => {
    const values = table.values(column);
    return copies.every((row) => values[row] === values[copies[0]!]);
  });
  if (alike) return `copies in ${table.file}, alike in all columns read; one stands`;
  const order =
    modifiedAt === null ? "the last row" : `the row with the latest ${modifiedAt.column}`;
  return `${order} of ${table.file} stands`;
}
