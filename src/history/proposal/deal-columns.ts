import type { ColumnProfile } from "./column-profile.ts";
import type { DealsFile } from "./file-roles.ts";
import { toHeaderWords } from "./header-words.ts";

/** Columns that tell which deal a row is and when things happened, apart from the outcome. */
export interface DealColumns {
  readonly id: string;
  readonly createdAt?: string;
  readonly closedAt?: string;
  readonly handedOverAt?: string;
  readonly deleted?: string;
  readonly modifiedAt?: string;
}

const CREATED =
  /^((lead|deal|opportunity|case|record|contact|application) )?(created?|creation|reg|registered|registration|submitted|submission|received|opened|open|application|inquiry|enquiry|entry|sign ?up|start)( (at|on|date|time|timestamp|day))*$|^(createdate|createdat|createddate)$/;
const CLOSED =
  /^((lead|deal|opportunity|case|actual|final) )?(closed?|closing|outcome|decision|decided|converted|conversion|resolved|resolution|completion|completed|end|won lost)( (at|on|date|time|timestamp|day))+$|^(closedate|closedat|enddate)$/;
const HANDED_OVER =
  /\b(handed? over|hand ?off|handover|mql|sql|sal|passed to sales|sales accepted)\b.*\b(at|on|date|time)\b|^(became an? )?(marketing|sales) qualified lead date$|\bdate entered (marketing|sales) qualified lead\b/;
const MODIFIED = /^(last )?(modified|updated?)( (at|on|date|time))*$|^lastmodified(date|at)?$/;
const DELETED = /^(is )?deleted( flag)?$/;
const UNIQUE_SHARE = 0.9;

/**
 * The columns of a deals file, from what its system calls them, else from headers and contents.
 *
 * @returns null when no column tells one deal from another
 * Cost O(columns).
 */
export function findDealColumns(deals: DealsFile): DealColumns | null {
  const { table, recognised, profiles } = deals;
  const taken = new Set(outcomeColumns(deals));
  const find = (header: RegExp, type: "date" | "boolean", known: string | undefined) => {
    const fits = (column: string) => profiles.get(column)?.type === type && !taken.has(column);
    if (known !== undefined && fits(known)) return known;
    const found = table.columns.filter((c) => header.test(toHeaderWords(c)) && fits(c));
    return mostFilled(found, profiles);
  };
  const id = findId(deals, taken);
  if (id === undefined) return null;
  const columns = {
    createdAt: find(CREATED, "date", recognised?.columns.createdAt),
    closedAt: find(CLOSED, "date", recognised?.columns.closedAt),
    handedOverAt: find(HANDED_OVER, "date", undefined),
    modifiedAt: find(MODIFIED, "date", recognised?.columns.modifiedAt),
    deleted: find(DELETED, "boolean", recognised?.columns.deleted),
  };
  const present = Object.entries(columns).filter(
    ([, column]) =>
      column !== undefined && (profiles.get(column)!.filled > 0 || table.rowCount === 0),
  );
  return { id, ...Object.fromEntries(present) };
}

/** Columns that the outcome is read from. */
export function outcomeColumns({ outcome: { outcome } }: DealsFile): readonly string[] {
  if (outcome.by === "words") return [outcome.column];
  return [outcome.won, outcome.closed, outcome.lost].filter((column) => column !== undefined);
}

/** A key column that hardly two rows share: the file's own first, a name only where nothing else. */
function findId(
  { table, recognised, profiles }: DealsFile,
  taken: ReadonlySet<string>,
): string | undefined {
  const isUnique = (column: string) => {
    const { distinct, type } = profiles.get(column)!;
    return distinct >= UNIQUE_SHARE * table.rowCount && type !== "date" && !taken.has(column);
  };
  const known = recognised?.columns.id;
  if (known !== undefined && isUnique(known)) return known;
  const unique = table.columns.filter(isUnique);
  const byUse = (use: string) => unique.find((column) => profiles.get(column)!.use === use);
  return (
    byUse("identifier") ??
    unique.find((column) => /\b(id|number|no|key)$/.test(toHeaderWords(column))) ??
    byUse("personal") ??
    byUse("free-text")
  );
}

function mostFilled(
  columns: readonly string[],
  profiles: ReadonlyMap<string, ColumnProfile>,
): string | undefined {
  const filled = (column: string) => profiles.get(column)!.filled;
  return [...columns].toSorted((a, b) => filled(b) - filled(a))[0];
}
