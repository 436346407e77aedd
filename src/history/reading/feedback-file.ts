import { Refusal } from "../../refusal.ts";
import { findColumn, refuseMissing } from "../files/column-names.ts";
import { readTable, type Table } from "../files/table.ts";
import type { FeedbackEntry, RejectedRow } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateReading } from "../typing/date-text.ts";
import { dateColumn, fold } from "../typing/typing.ts";
import { rejectRow, sortRejected, startFaultLog } from "./fault-log.ts";

type Field = "leadId" | "verdict" | "reason" | "rep" | "at" | Extra;
/** Columns that no mapping names. */
type Extra = "comment" | "sawScore" | "version";

/** Header names by which a feedback file is known that the mapping does not describe. */
const HEADERS = {
  leadId: ["lead_id", "lead id", "lead", "deal_id", "deal id", "id"],
  verdict: ["verdict", "rating"],
  reason: ["reason", "reason_code", "reason code"],
  rep: ["rep", "owner"],
  at: ["at", "date"],
  comment: ["comment", "comments", "note"],
  sawScore: ["saw_score", "saw score", "sawScore", "score_visible", "score visible"],
  version: ["shown_version", "shown version", "shownVersion"],
} as const satisfies Record<Field, readonly string[]>;

const ACCEPTED = new Set(["accepted", "accept", "yes", "y", "true", "good"]);
const REJECTED = new Set(["rejected", "reject", "no", "n", "false", "bad"]);
const SEEN = new Map([
  ...["yes", "y", "true", "1", "visible"].map((word) => [word, true] as const),
  ...["no", "n", "false", "0", "blind"].map((word) => [word, false] as const),
]);
/** Of ratings from 1 to 5: 4 and 5 accept the lead; 3, which commits to nothing, does not. */
export const LEAST_ACCEPTING = 4;

/** A row of a feedback file. */
export interface SaidRow extends FeedbackEntry {
  readonly line: number;
  readonly comment: string | null;
  readonly sawScore: boolean | null;
  /** The version whose score was shown, as the file names it. */
  readonly version: string | null;
}

export interface SaidRows {
  readonly rows: readonly SaidRow[];
  readonly rejected: readonly RejectedRow[];
  readonly file: string;
  /** What the file calls its columns. */
  readonly columns: Columns;
}

/** As much of a mapping as a feedback file is read by. */
export type FeedbackMapping = Pick<Mapping, "feedback" | "dateOrder" | "utcOffset">;

/**
 * Reads what sales said of leads: accepted or rejected, yes or no, or a rating from 1 to 5. Rows
 * without a lead, with another verdict or an unreadable date are rejected. Several entries on one
 * lead all stand.
 */
export async function readFeedback(
  path: string,
  mapping: FeedbackMapping,
): Promise<
  | { readonly entries: readonly FeedbackEntry[]; readonly rejected: readonly RejectedRow[] }
  | Refusal
> {
  const said = await readSaidRows(path, mapping);
  if (said instanceof Refusal) return said;
  const entries = said.rows.map(
    ({ leadId, accepted, rating, reason, rep, at, comment, sawScore }) => ({
      leadId,
      accepted,
      rating,
      reason,
      rep,
      at,
      ...(comment !== null && { comment }),
      ...(sawScore !== null && { sawScore }),
    }),
  );
  return { entries, rejected: said.rejected };
}

/** As `readFeedback`, with all that a row tells. */
export async function readSaidRows(
  path: string,
  mapping: FeedbackMapping,
): Promise<SaidRows | Refusal> {
  const table = await readTable(path);
  if (table instanceof Refusal) return table;
  const columns = findColumns(table, mapping);
  if (columns instanceof Refusal) return columns;
  const log = startFaultLog([table]);
  const readRow = rowReader(table, columns, mapping);
  const rows: SaidRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const said = readRow(row);
    if ("fault" in said) rejectRow(log, table, row, { column: said.column, reason: said.fault });
    else rows.push(said);
  }
  return { rows, rejected: sortRejected(log.rejected), file: table.file, columns };
}

interface RowFault {
  readonly column: string;
  readonly fault: string;
}

function rowReader(
  table: Table,
  columns: Columns,
  mapping: FeedbackMapping,
): (row: number) => SaidRow | RowFault {
  const textAt = (field: Field) => {
    const values = columns[field] === undefined ? null : table.values(columns[field]);
    return (row: number) => values?.[row]?.trim() || null;
  };
  const [leadIdAt, verdictAt, reasonAt, repAt] = [
    textAt("leadId"),
    textAt("verdict"),
    textAt("reason"),
    textAt("rep"),
  ];
  const [commentAt, seenAt, versionAt] = [textAt("comment"), textAt("sawScore"), textAt("version")];
  const times =
    columns.at === undefined ? null : dateColumn(table, columns.at, dateReading(mapping));
  const unreadable = new Set(times?.unreadable);
  return (row) => {
    const leadId = leadIdAt(row);
    const verdict = readVerdict(verdictAt(row) ?? "");
    const seen = seenAt(row);
    const sawScore = seen === null ? null : SEEN.get(fold(seen));
    if (leadId === null) return { column: columns.leadId, fault: "no id of a lead" };
    if (verdict === null) return { column: columns.verdict, fault: NO_VERDICT };
    if (unreadable.has(row)) return { column: columns.at!, fault: times!.fault };
    if (sawScore === undefined) return { column: columns.sawScore!, fault: NO_SIGHT };
    return {
      leadId,
      ...verdict,
      reason: reasonAt(row),
      rep: repAt(row),
      at: times?.values[row] ?? null,
      line: table.lineOf(row),
      comment: commentAt(row),
      sawScore,
      version: versionAt(row),
    };
  };
}

const NO_VERDICT = "neither accepted, rejected, yes, no nor a rating from 1 to 5";
const NO_SIGHT = "neither yes, no, visible nor blind";

/** Whether a file that no mapping describes has a lead and a verdict under the names known here. */
export function isFeedback(table: Table): boolean {
  const has = (field: Field) =>
    HEADERS[field].some((name) => findColumn(table, name) !== undefined);
  return has("leadId") && has("verdict");
}

type Columns = Readonly<
  Record<"leadId" | "verdict", string> & Record<"reason" | "rep" | "at" | Extra, string | undefined>
>;

function findColumns(table: Table, mapping: FeedbackMapping): Columns | Refusal {
  const mapped = mapping.feedback;
  if (mapped !== undefined) {
    const refusal = refuseMissing(
      table,
      Object.values(mapped).filter((name) => name !== undefined),
    );
    if (refusal !== null) return refusal;
  }
  const find = (field: Field) => {
    const names = mapped === undefined || isExtra(field) ? HEADERS[field] : [mapped[field] ?? ""];
    return names.map((name) => findColumn(table, name)).find((column) => column !== undefined);
  };
  const leadId = find("leadId");
  const verdict = find("verdict");
  if (leadId === undefined || verdict === undefined)
    return refuseMissing(table, missingNames(leadId, verdict))!;
  return {
    leadId,
    verdict,
    reason: find("reason"),
    rep: find("rep"),
    at: find("at"),
    comment: find("comment"),
    sawScore: find("sawScore"),
    version: find("version"),
  };
}

function isExtra(field: Field): field is Extra {
  return field === "comment" || field === "sawScore" || field === "version";
}

function missingNames(leadId: string | undefined, verdict: string | undefined): readonly string[] {
  return [
    ...(leadId === undefined ? [HEADERS.leadId[0]] : []),
    ...(verdict === undefined ? [HEADERS.verdict[0]] : []),
  ];
}

function readVerdict(text: string): Pick<FeedbackEntry, "accepted" | "rating"> | null {
  const word = fold(text);
  if (ACCEPTED.has(word)) return { accepted: true, rating: null };
  if (REJECTED.has(word)) return { accepted: false, rating: null };
  if (!/^[1-5](\.0)?$/.test(word)) return null;
  const rating = Number(word);
  return { accepted: rating >= LEAST_ACCEPTING, rating };
}
