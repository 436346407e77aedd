import type { Table } from "../files/table.ts";
import type { Preset } from "../leaks/leak-names.ts";
import type { DateReading } from "../typing/date-text.ts";
import { type ColumnProfile, profileColumn } from "./column-profile.ts";
import { toHeaderWords } from "./header-words.ts";
import { findJoins, type Join } from "./joins.ts";
import { type NamedOutcome, type OutcomeChoice, searchOutcome } from "./outcome-search.ts";
import { type RecognisedFile, recogniseFile } from "./presets.ts";

/** A file with what its headers and its columns say. */
export interface ProfiledFile {
  readonly table: Table;
  readonly recognised: RecognisedFile | null;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
}

export interface DealsFile extends ProfiledFile {
  readonly outcome: OutcomeChoice;
}

interface ActivityColumns {
  readonly at: string;
  readonly type: string;
  readonly asset?: string;
  readonly category?: string;
  readonly minutes?: string;
}

export interface FileRoles {
  readonly deals: DealsFile;
  readonly leads: { readonly file: ProfiledFile; readonly join: Join } | null;
  readonly activities: {
    readonly file: ProfiledFile;
    readonly join: Join;
    readonly columns: ActivityColumns;
  } | null;
  /** Files that are none of these. */
  readonly unused: readonly Table[];
}

export function profileFile(
  table: Table,
  preset: Preset | undefined,
  dates: DateReading,
): ProfiledFile {
  return {
    table,
    recognised: recogniseFile(table.columns, preset),
    profiles: new Map(table.columns.map((column) => [column, profileColumn(table, column, dates)])),
  };
}

/**
 * Which file holds the deals, which the leads and which the activities.
 *
 * The deals are where an outcome is told most plainly, in a file with one row a deal; the others are
 * known by a column whose values are found among those of the deals: leads have one row for each,
 * activities have several, with a time and a type.
 *
 * @param named the outcome as a person has named it
 * @returns null when no file tells an outcome
 * Cost O(cells) for the outcome, O(rows) for each pair of columns that could join.
 */
export function assignFileRoles(
  files: readonly ProfiledFile[],
  named?: NamedOutcome,
): FileRoles | null {
  const deals = chooseDeals(files, named);
  if (deals === null) return null;
  const others = files.filter((file) => file.table !== deals.table);
  const activities = chooseActivities(deals, others);
  const leads = chooseLeads(
    deals,
    others.filter((file) => file !== activities?.file && file.recognised?.kind !== "deals"),
    activities?.join.dealColumn,
  );
  const used = new Set([deals.table, activities?.file.table, leads?.file.table]);
  const unused = files.filter((file) => !used.has(file.table)).map((file) => file.table);
  return { deals, leads, activities, unused };
}

const DEALS_BONUS = 40;
const REPEATED_ROWS_PENALTY = 60;
const UNIQUE_SHARE = 0.9;

function chooseDeals(
  files: readonly ProfiledFile[],
  named: NamedOutcome | undefined,
): DealsFile | null {
  const candidates = files.flatMap((file) => {
    const outcome = searchOutcome(file.table, file.recognised, named);
    if (outcome === null) return [];
    const kind = file.recognised?.kind === "deals" ? DEALS_BONUS : 0;
    const repeated = hasUniqueColumn(file) ? 0 : REPEATED_ROWS_PENALTY;
    return [{ file, outcome, rank: outcome.strength + kind - repeated }];
  });
  const best = candidates.toSorted((a, b) => b.rank - a.rank)[0];
  return best === undefined ? null : { ...best.file, outcome: best.outcome };
}

function hasUniqueColumn({ table, profiles }: ProfiledFile): boolean {
  return [...profiles.values()].some(({ distinct }) => distinct >= UNIQUE_SHARE * table.rowCount);
}

function chooseLeads(
  deals: DealsFile,
  others: readonly ProfiledFile[],
  dealColumn: string | undefined,
): FileRoles["leads"] {
  const candidates = others.flatMap((file) =>
    findJoins(deals, file)
      .filter((join) => join.rowsEach < 1.1)
      .filter((join) => dealColumn === undefined || join.dealColumn === dealColumn)
      .map((join) => ({ file, join })),
  );
  return candidates.toSorted((a, b) => b.join.share - a.join.share)[0] ?? null;
}

function chooseActivities(
  deals: DealsFile,
  others: readonly ProfiledFile[],
): FileRoles["activities"] {
  const candidates = others.flatMap((file) => {
    const columns = findActivityColumns(file);
    if (columns === null || file.recognised?.kind === "deals") return [];
    return findJoins(deals, file)
      .filter((join) => join.otherColumn !== columns.type && join.rowsEach > 1)
      .map((join) => ({ file, join, columns }));
  });
  const ranked = candidates.toSorted(
    (a, b) => b.join.share - a.join.share || b.file.table.rowCount - a.file.table.rowCount,
  );
  return ranked[0] ?? null;
}

const AT = [
  /^(timestamp|event time|activity (date|time|timestamp)|occurred( at)?|event date|at|time|date)$/,
  /^(created( at| date)?|start( date| time)?|date time|due date)$/,
  /\b(timestamp|date|time)\b/,
];
const TYPE = [
  /^(activity|event|activity type|event type|event name|action|type|task subtype|engagement type)$/,
  /\b(type|activity|event|action|kind)\b/,
];
const MOST_TYPES = 500;

function findActivityColumns({ table, profiles }: ProfiledFile): ActivityColumns | null {
  const find = (patterns: readonly RegExp[], fits: (profile: ColumnProfile) => boolean) =>
    patterns
      .map((pattern) =>
        table.columns.find(
          (column) => pattern.test(toHeaderWords(column)) && fits(profiles.get(column)!),
        ),
      )
      .find((column) => column !== undefined);
  const at = find(AT, ({ type, filled }) => type === "date" && filled > 0.9 * table.rowCount);
  const type = find(
    TYPE,
    (profile) => profile.type === "text" && profile.filled > 0 && profile.distinct <= MOST_TYPES,
  );
  if (at === undefined || type === undefined) return null;
  const texts = ({ type: kind, filled }: ColumnProfile) => kind === "text" && filled > 0;
  const asset = find([/^(asset|page|page url|url|content|page title|form)( name)?$/], texts);
  const category = find([/^(category|product|product line|topic|campaign category)$/], texts);
  const minutes = find([/\bminutes\b/], (profile) => profile.type === "number");
  return {
    at,
    type,
    ...(asset === undefined || asset === type ? {} : { asset }),
    ...(category === undefined ? {} : { category }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}
