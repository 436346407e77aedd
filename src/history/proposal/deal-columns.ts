import type { DateReading } from "../typing/date-text.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { findSpan } from "./date-span.ts";
import { findId } from "./deal-id.ts";
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
  /^((lead|deal|opportunity|case|record|contact|application) )?(created?|creation|reg|registered|registration|submitted|submission|received|opened|open|application|inquiry|enquiry|entry|sign ?up|start)( (at|on|date|time|timestamp|day))*$|^(createdate|createdat|createddate)$|^(erstellt|angelegt|eingegangen|er[öo]ffnet)( (am|um))?$|^(erstell|erstellungs|anlage|eingangs|er[öo]ffnungs)datum$|^(cr[ée]{1,2}e?|ouverte?)( le)?$|^date (de |d )?(cr[ée]ation|ouverture)$|^(cread|abiert)[oa]( el)?$|^fecha de (creaci[óo]n|alta|apertura|registro)$/;
const CLOSED =
  /^((lead|deal|opportunity|case|actual|final) )?(closed?|closing|outcome|decision|decided|converted|conversion|resolved|resolution|completion|completed|end|won lost)( (at|on|date|time|timestamp|day))+$|^(closed|closedate|closedat|enddate)$|^(ab)?geschlossen( (am|um))?$|^(abschluss|schlie(ß|ss)ungs|entscheidungs)datum$|^(abschluss|schluss)termin$|^(cl[ôo]tur[ée]{1,2}e?|ferm[ée]{1,2}e?)( le)?$|^date de (cl[ôo]ture|fermeture|d[ée]cision)$|^cerrad[oa]( el)?$|^fecha de (cierre|decisi[óo]n)$/;
const HANDED_OVER =
  /\b(handed? over|hand ?off|handover|mql|sql|sal|passed to sales|sales accepted)\b.*\b(at|on|date|time)\b|^handed over$|^(became an? )?(marketing|sales) qualified lead date$|\bdate entered (marketing|sales) qualified lead\b/;
const MODIFIED = /^(last )?(modified|updated?)( (at|on|date|time))*$|^lastmodified(date|at)?$/;
const DELETED = /^(is )?deleted( flag)?$/;
const BIRTH = /\b(birth|born|geburts\w*|geboren|naissance|nacimiento)\b/;
/**
 * The columns of a deals file, from what its system calls them, else from headers, and where no header
 * says when deals came and ended, from which dates lie before and after all others.
 *
 * @param options.id the column that tells deals apart, where a person has named it
 * @returns null when no column tells one deal from another
 * Cost O(columns), and O(rows) for each pair of dates where the headers say nothing.
 */
export function findDealColumns(
  deals: DealsFile,
  options: { readonly dates: DateReading; readonly id?: string | undefined },
): DealColumns | null {
  const { table, recognised, profiles } = deals;
  const taken = new Set(outcomeColumns(deals));
  const find = (header: RegExp, type: "date" | "boolean", known: string | undefined) => {
    const fits = (column: string) => profiles.get(column)?.type === type && !taken.has(column);
    if (known !== undefined && fits(known)) return known;
    const found = table.columns.filter((c) => header.test(toHeaderWords(c)) && fits(c));
    return mostFilled(found, profiles);
  };
  const id = options.id ?? findId(deals, taken);
  if (id === undefined) return null;
  const named = {
    createdAt: find(CREATED, "date", recognised?.columns.createdAt),
    closedAt: find(CLOSED, "date", recognised?.columns.closedAt),
    handedOverAt: find(HANDED_OVER, "date", undefined),
    modifiedAt: find(MODIFIED, "date", recognised?.columns.modifiedAt),
    deleted: find(DELETED, "boolean", recognised?.columns.deleted),
  };
  const unnamed = [...profiles.values()].filter(
    ({ column, type }) =>
      type === "date" && column !== id && !taken.has(column) && !isNamedDate(column),
  );
  const dated = named.createdAt === undefined && named.closedAt === undefined;
  const byContent = dated ? findSpan(table, unnamed, options.dates) : {};
  const present = Object.entries({ ...named, ...byContent }).filter(
    ([, column]) =>
      column !== undefined && (profiles.get(column)!.filled > 0 || table.rowCount === 0),
  );
  return { id, ...Object.fromEntries(present) };
}

/** Dates that a header says are neither a creation nor a decision. */
function isNamedDate(column: string): boolean {
  const words = toHeaderWords(column);
  return [HANDED_OVER, MODIFIED, BIRTH].some((header) => header.test(words));
}

/** Whether creation and decision were told by the dates themselves, and not by their headers. */
export function isDatedByContent({ recognised }: DealsFile, { createdAt }: DealColumns): boolean {
  if (createdAt === undefined || recognised?.columns.createdAt === createdAt) return false;
  return !CREATED.test(toHeaderWords(createdAt));
}

/** Columns that the outcome is read from. */
export function outcomeColumns({ outcome: { outcome } }: DealsFile): readonly string[] {
  if (outcome.by === "words") return [outcome.column];
  return [outcome.won, outcome.closed, outcome.lost].filter((column) => column !== undefined);
}

function mostFilled(
  columns: readonly string[],
  profiles: ReadonlyMap<string, ColumnProfile>,
): string | undefined {
  const filled = (column: string) => profiles.get(column)!.filled;
  return [...columns].toSorted((a, b) => filled(b) - filled(a))[0];
}
