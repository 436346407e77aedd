import type { DealsFile } from "./file-roles.ts";
import { toHeaderWords } from "./header-words.ts";
import { findMeaning } from "./meanings.ts";

/** Headers that say outright that they tell one deal from another. */
const DEAL_ID =
  /^((deal|opportunity|opp|case|record|verkaufschancen?) )?(id|id 18|number|no|nr|key)$|^(deal|opportunity|record)id(18)?$/;
/** Whole numbers that may differ in all rows and yet count or measure something. */
const MEASURE =
  /\b(amounts?|prices?|values?|revenue|turnover|age|scores?|counts?|number of|total|sum|rate|size|percent|balance|salary|income|budget|cost|employees|minutes|seconds|hours|days|duration|visits|views|betrag|umsatz|wert|preis|summe|anzahl|mitarbeiter|montant|prix|valeur|nombre|importe|monto|precio|valor|ingresos)\b/;
const UNIQUE_SHARE = 0.9;
/** A column of deals' ids may repeat, but not mostly. */
const REPEATED_SHARE = 0.5;

/**
 * A key column that hardly two rows share: the file's own first, then one whose name says it is the
 * deal's though it repeats, then numbers that count nothing, and a name only where nothing else.
 */
export function findId(deals: DealsFile, taken: ReadonlySet<string>): string | undefined {
  const { table, recognised, profiles } = deals;
  const share = (column: string) => profiles.get(column)!.distinct / table.rowCount;
  const free = table.columns.filter(
    (column) => profiles.get(column)!.type !== "date" && !taken.has(column),
  );
  const isUnique = (column: string) => table.rowCount === 0 || share(column) >= UNIQUE_SHARE;
  const unique = free.filter(isUnique);
  const known = recognised?.columns.id;
  if (known !== undefined && unique.includes(known)) return known;
  const byUse = (use: string) => unique.find((column) => profiles.get(column)!.use === use);
  const isDealId = (column: string) => DEAL_ID.test(toHeaderWords(column));
  return (
    byUse("identifier") ??
    unique.find((column) => /\b(id|number|no|key)$/.test(toHeaderWords(column))) ??
    free.find((column) => isDealId(column) && share(column) >= REPEATED_SHARE) ??
    unique.find((column) => isRunningNumber(deals, column)) ??
    byUse("personal") ??
    byUse("free-text") ??
    unique.find((column) => profiles.get(column)!.type === "text")
  );
}

/** Plain whole numbers, no two alike, under a header that names no measure. */
function isRunningNumber({ table, profiles }: DealsFile, column: string): boolean {
  return (
    profiles.get(column)!.distinct === table.rowCount &&
    !isMeasure(column) &&
    table.values(column).every((text) => text !== null && /^\d+$/.test(text.trim()))
  );
}

/** Whether a header names something that is counted or measured. */
export function isMeasure(column: string): boolean {
  return MEASURE.test(toHeaderWords(column)) || findMeaning(column, "number") !== null;
}
