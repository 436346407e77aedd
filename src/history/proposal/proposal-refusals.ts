import { Refusal } from "../../refusal.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { isMeasure } from "./deal-id.ts";
import type { ProfiledFile } from "./file-roles.ts";

const NAMED = 8;
const MOST_LEVELS = 60;

export function refuseOutcome(files: readonly ProfiledFile[]): Refusal {
  const looked = files
    .flatMap(({ table, profiles }) =>
      [...profiles.values()].map((profile) => ({ file: table.file, profile })),
    )
    .toSorted((a, b) => plausibility(b.profile) - plausibility(a.profile));
  const likeliest = looked
    .slice(0, NAMED)
    .map(({ profile }) => profile.column)
    .join(", ");
  return new Refusal(
    "outcome-missing",
    `No column tells won deals from lost ones; ${looked.length} were looked at, among them ${likeliest}.`,
    "Name it with --outcome <column>, and the words that init does not know with --won <word> and --lost <word>, or export closed deals with their outcome.",
    looked.map(({ file, profile }) => ({
      where: `${file}, column ${profile.column}`,
      reason: describeValues(profile),
    })),
  );
}

export function refuseId({ table, profiles }: ProfiledFile): Refusal {
  return new Refusal(
    "column-missing",
    `No column of ${table.file} tells one deal from another.`,
    "Export the record id too, or name the column that tells deals apart with --id <column>.",
    table.columns.map((column) => ({
      where: `${table.file}, column ${column}`,
      reason: describeSharing(profiles.get(column)!, table.rowCount),
    })),
  );
}

/** Refuses a column that a person has named and no file has. */
export function refuseNamed(
  files: readonly ProfiledFile[],
  { option, column }: { readonly option: string; readonly column: string },
): Refusal {
  return new Refusal(
    "option-invalid",
    `No file has the column "${column}" that ${option} names.`,
    `Name a column as its header has it.`,
    files.map(({ table }) => ({
      where: table.file,
      reason: `it has the columns ${table.columns.join(", ")}`,
    })),
  );
}

export function refuseDays({ table }: ProfiledFile): Refusal {
  return new Refusal(
    "option-invalid",
    `${table.file} has no column that tells when a deal was created, so days cannot be counted from there.`,
    "Leave out the number of days, or call the column Created Date.",
    [{ where: table.file, reason: "no column of dates has a header such as Created Date" }],
  );
}

/** Columns with a few different values come first: an outcome could be one of them. */
function plausibility({ distinct, filled }: ColumnProfile): number {
  if (distinct < 2 || distinct > MOST_LEVELS) return filled > 0 ? 1 : 0;
  return 2 + 1 / distinct;
}

function describeValues({ distinct }: ColumnProfile): string {
  if (distinct === 0) return "it is empty";
  if (distinct === 1) return "it has one value only";
  return `its ${distinct.toLocaleString("en-US")} values do not tell won from lost`;
}

function describeSharing({ column, type, filled, distinct }: ColumnProfile, rows: number): string {
  if (type === "date") return "it is a date";
  if (filled === 0) return "it is empty";
  const [values, cells] = [distinct, rows].map((n) => n.toLocaleString("en-US"));
  if (distinct < rows) return `several rows share a value: ${values} different in ${cells} rows`;
  return isMeasure(column) ? "it is a measure by its name" : "it is a number, not an id";
}
