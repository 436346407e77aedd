import type { AttributeValue } from "../../scorecard/lead.ts";
import { columnOf, findColumn } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { AttributeMapping, Mapping } from "../mapping.ts";
import type { DateReading } from "../typing/date-text.ts";
import { numberColumn, typeColumn } from "../typing/typing.ts";
import { readAccounts } from "./account-column.ts";
import { type FaultLog, noteUnreadable } from "./fault-log.ts";

interface NamedValues {
  readonly name: string;
  /** One for each row of the table. */
  readonly values: readonly AttributeValue[];
}

/** What one file tells of leads: attributes, columns left out as leaks, an existing score. */
export interface LeadColumns {
  readonly attributes: readonly NamedValues[];
  readonly excluded: readonly NamedValues[];
  /** Ids of the companies that the leads belong to; null where the mapping names no column of them. */
  readonly accounts: readonly (string | null)[] | null;
  /** Sum of the score's columns; null where one of them is blank, or the score is elsewhere. */
  readonly existingScore: readonly (number | null)[] | null;
}

/** Every attribute of the mapping; an excluded column that is kept has its own name. */
export function mappedAttributes(mapping: Mapping): readonly AttributeMapping[] {
  const overruled = mapping.excludedColumns.filter((excluded) => excluded.keep);
  return [
    ...mapping.attributes,
    ...overruled.map(({ column, from, type, missing }) => ({
      attribute: column,
      column,
      from,
      type,
      missing,
    })),
  ];
}

/** Columns that the table lacks are passed over: what must be there was made sure of before. */
export function readLeadColumns(
  table: Table,
  mapping: Mapping,
  options: {
    readonly isFrom: (from: "deals" | "leads") => boolean;
    readonly dates: DateReading;
    readonly log: FaultLog;
  },
): LeadColumns {
  type Source = Pick<AttributeMapping, "column" | "from" | "type" | "missing">;
  const read = (source: Source, name: string): readonly NamedValues[] => {
    const column = options.isFrom(source.from) ? findColumn(table, source.column) : undefined;
    if (column === undefined) return [];
    const typed = typeColumn(table, column, source, options.dates);
    noteUnreadable(options.log, table, column, typed);
    return [{ name, values: typed.values }];
  };
  return {
    attributes: mappedAttributes(mapping).flatMap((source) => read(source, source.attribute)),
    excluded: mapping.excludedColumns
      .filter((excluded) => !excluded.keep)
      .flatMap((source) => read(source, source.column)),
    accounts: readAccounts(table, mapping, options),
    existingScore: readScore(table, mapping, options),
  };
}

function readScore(
  table: Table,
  { existingScore }: Mapping,
  options: { readonly isFrom: (from: "deals" | "leads") => boolean; readonly log: FaultLog },
): readonly (number | null)[] | null {
  if (existingScore === undefined || !options.isFrom(existingScore.from)) return null;
  if (existingScore.columns.some((name) => findColumn(table, name) === undefined)) return null;
  const parts = existingScore.columns.map((name) => {
    const column = columnOf(table, name);
    const typed = numberColumn(table, column);
    noteUnreadable(options.log, table, column, typed);
    return typed.values;
  });
  return Array.from({ length: table.rowCount }, (_, row) =>
    parts.reduce<number | null>((sum, values) => {
      const part = values[row] ?? null;
      return sum === null || part === null ? null : sum + part;
    }, 0),
  );
}

/** What is known of one lead, from its row of each file; of one name, the first that is known. */
export function gatherValues(
  sources: readonly { readonly columns: readonly NamedValues[]; readonly row: number }[],
): Readonly<Record<string, AttributeValue>> {
  // Without a prototype: an attribute may be called constructor, and filling is three times faster.
  const gathered = Object.create(null) as Record<string, AttributeValue>;
  for (const { columns, row } of sources)
    for (const { name, values } of columns) {
      const value = values[row] ?? null;
      if (value !== null) gathered[name] ??= value;
    }
  return gathered;
}
