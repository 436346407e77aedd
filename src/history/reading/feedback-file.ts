import { Refusal } from "../../refusal.ts";
import { findColumn, refuseMissing } from "../files/column-names.ts";
import { readTable, type Table } from "../files/table.ts";
import type { FeedbackEntry, RejectedRow } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateReading } from "../typing/date-text.ts";
import { dateColumn, fold } from "../typing/typing.ts";
import { rejectRow, sortRejected, startFaultLog } from "./fault-log.ts";

type Field = "leadId" | "verdict" | "reason" | "rep" | "at";

/** Header names by which a feedback file is known that the mapping does not describe. */
const HEADERS = {
  leadId: ["lead_id", "lead id", "lead", "deal_id", "deal id", "id"],
  verdict: ["verdict", "rating"],
  reason: ["reason", "reason_code", "reason code"],
  rep: ["rep", "owner"],
  at: ["at", "date"],
} as const satisfies Record<Field, readonly string[]>;

const ACCEPTED = new Set(["accepted", "accept", "yes", "y", "true", "good"]);
const REJECTED = new Set(["rejected", "reject", "no", "n", "false", "bad"]);
/** Of ratings from 1 to 5: 4 and 5 accept the lead; 3, which commits to nothing, does not. */
const LEAST_ACCEPTING = 4;

/**
 * Reads what sales said of leads: accepted or rejected, yes or no, or a rating from 1 to 5. Rows
 * without a lead, with another verdict or an unreadable date are rejected. Several entries on one
 * lead all stand.
 */
export async function readFeedback(
  path: string,
  mapping: Mapping,
): Promise<
  | { readonly entries: readonly FeedbackEntry[]; readonly rejected: readonly RejectedRow[] }
  | Refusal
> {
  const table = await readTable(path);
  if (table instanceof Refusal) return table;
  const columns = findColumns(table, mapping);
  if (columns instanceof Refusal) return columns;
  const log = startFaultLog([table]);
  const textAt = (field: Field) => {
    const values = columns[field] === undefined ? null : table.values(columns[field]);
    return (row: number) => values?.[row]?.trim() ?? null;
  };
  const [leadIdAt, verdictAt, reasonAt, repAt] = (
    ["leadId", "verdict", "reason", "rep"] as const
  ).map(textAt);
  const times =
    columns.at === undefined ? null : dateColumn(table, columns.at, dateReading(mapping));
  const unreadable = new Set(times?.unreadable);
  const entries: FeedbackEntry[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const leadId = leadIdAt!(row);
    const verdict = readVerdict(verdictAt!(row) ?? "");
    const reject = (column: string, reason: string) =>
      rejectRow(log, table, row, { column, reason });
    if (leadId === null) reject(columns.leadId, "no id of a lead");
    else if (verdict === null)
      reject(columns.verdict, "neither accepted, rejected, yes, no nor a rating from 1 to 5");
    else if (unreadable.has(row)) reject(columns.at!, times!.fault);
    else
      entries.push({
        leadId,
        ...verdict,
        reason: reasonAt!(row),
        rep: repAt!(row),
        at: times?.values[row] ?? null,
      });
  }
  return { entries, rejected: sortRejected(log.rejected) };
}

/** Whether a file that no mapping describes has a lead and a verdict under the names known here. */
export function isFeedback(table: Table): boolean {
  const has = (field: Field) =>
    HEADERS[field].some((name) => findColumn(table, name) !== undefined);
  return has("leadId") && has("verdict");
}

type Columns = Readonly<
  Record<"leadId" | "verdict", string> & Record<"reason" | "rep" | "at", string | undefined>
>;

function findColumns(table: Table, mapping: Mapping): Columns | Refusal {
  const mapped = mapping.feedback;
  if (mapped !== undefined) {
    const refusal = refuseMissing(
      table,
      Object.values(mapped).filter((name) => name !== undefined),
    );
    if (refusal !== null) return refusal;
  }
  const find = (field: Field) => {
    const names = mapped === undefined ? HEADERS[field] : [mapped[field] ?? ""];
    return names.map((name) => findColumn(table, name)).find((column) => column !== undefined);
  };
  const leadId = find("leadId");
  const verdict = find("verdict");
  if (leadId === undefined || verdict === undefined)
    return refuseMissing(table, missingNames(leadId, verdict))!;
  return { leadId, verdict, reason: find("reason"), rep: find("rep"), at: find("at") };
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
