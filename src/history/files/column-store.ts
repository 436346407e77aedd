import type { DuckDBConnection } from "@duckdb/node-api";

/** Distinct texts of a column that are remembered, so that equal ones share one string. */
const REMEMBERED = 20_000;

export type Column = (string | null)[];

/** Reads the asked for of several columns, and the first in any case, so that rows are counted. */
export async function readAsked(
  connection: DuckDBConnection,
  query: { readonly expressions: readonly string[]; readonly from: string },
  asked: (index: number) => boolean,
): Promise<{ readonly columns: readonly (Column | null)[]; readonly rowCount: number }> {
  const indices = [...query.expressions.keys()].filter((index) => index === 0 || asked(index));
  const selected = indices.map((index) => query.expressions[index]!).join(", ");
  const read = await readColumns(connection, `SELECT ${selected} FROM ${query.from}`);
  const columns = query.expressions.map(() => null as Column | null);
  indices.forEach((index, position) => {
    columns[index] = read[position]!;
  });
  return { columns, rowCount: read[0]!.length };
}

/** Runs a query whose columns are all text and keeps them as columns; blank text is null. */
export async function readColumns(connection: DuckDBConnection, sql: string): Promise<Column[]> {
  const result = await connection.stream(sql);
  const stores = Array.from({ length: result.columnCount }, () => ({
    column: [] as Column,
    seen: new Map<string, string | null>(),
  }));
  for (;;) {
    const chunk = await result.fetchChunk();
    const rowCount = chunk?.rowCount ?? 0;
    if (chunk === null || rowCount === 0) break;
    stores.forEach(({ column, seen }, index) => {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < rowCount; row++) {
        const value = vector.getItem(row) as string | null;
        const known = value === null ? null : seen.get(value);
        if (known !== undefined) column.push(known);
        else {
          const text = value!.trim() === "" ? null : value;
          if (seen.size < REMEMBERED) seen.set(value!, text);
          column.push(text);
        }
      }
    });
  }
  return stores.map((store) => store.column);
}

/** A path as the reader takes it, which would otherwise expand * ? and [ to many files. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, "[$&]"));
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
