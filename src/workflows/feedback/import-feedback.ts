import type { RejectedRow } from "../../history/history.ts";
import type { FeedbackMapping, SaidRow, SaidRows } from "../../history/reading/feedback-file.ts";
import { readSaidRows } from "../../history/reading/reading.ts";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { holdLeads } from "../../store/feedback.ts";
import type { Actor, Context } from "../context.ts";
import { readMapping } from "../documents.ts";
import { keyFeedback } from "../importing/import-keys.ts";
import { makeStorable } from "../importing/storable.ts";
import { UNKNOWN_LEAD } from "../keeping/record-activities.ts";
import { type FeedbackItem, keepFeedback, type Verdict } from "./record-feedback.ts";

export interface FeedbackFile {
  readonly path: string;
  /** Path of mapping.json; without one, columns are known by their names and dates start with the year. */
  readonly mapping?: string | undefined;
  readonly actor: Actor;
}

export interface ImportedFeedback {
  readonly added: number;
  /** Rows that were kept before. */
  readonly same: number;
  readonly rejected: readonly RejectedRow[];
}

const UNMAPPED: FeedbackMapping = { dateOrder: "year-first", utcOffset: "+00:00" };
const ROWS = 2_000;
/** All that is imported has one author, so that a row is the same whichever way it came. */
const GIVER = { name: "import", rep: null };

/**
 * Keeps the rows of a feedback file, each once however often it is imported, by a key of what it says.
 * Rows that name no stored lead, no reason of the list or no published version are rejected by name.
 */
export async function importFeedback(
  context: Context,
  { path, mapping: mappingPath, actor }: FeedbackFile,
): Promise<ImportedFeedback | Refusal> {
  const mapping = mappingPath === undefined ? UNMAPPED : await readMapping(mappingPath);
  if (mapping instanceof Refusal) return mapping;
  const file = await readSaidRows(path, mapping);
  if (file instanceof Refusal) return file;
  const rejected = [...file.rejected];
  let [added, same] = [0, 0];
  for (const rows of cutByLead(makeStorable(file.rows))) {
    const kept = await context.database.transact(async (session) => {
      const found = await keepRows(session, file, rows, context.now());
      const counts = { added: found.added, same: found.same };
      await writeAudit(session, actor, "feedback.import", "feedback", counts);
      return found;
    });
    added += kept.added;
    same += kept.same;
    rejected.push(...kept.rejected);
  }
  return { added, same, rejected: rejected.toSorted((a, b) => a.line - b.line) };
}

/** Some thousand rows at a time, all of one lead together: repeats on a lead are told by their number. */
function cutByLead(rows: readonly SaidRow[]): readonly (readonly SaidRow[])[] {
  const parts: SaidRow[][] = [];
  for (const own of groupByLead(rows)) {
    if (parts.length === 0 || parts.at(-1)!.length >= ROWS) parts.push([]);
    parts.at(-1)!.push(...own);
  }
  return parts;
}

function groupByLead(rows: readonly SaidRow[]): readonly (readonly SaidRow[])[] {
  const byLead = new Map<string, SaidRow[]>();
  for (const row of rows) {
    const known = byLead.get(row.leadId);
    if (known === undefined) byLead.set(row.leadId, [row]);
    else known.push(row);
  }
  return [...byLead.values()];
}

async function keepRows(
  session: Session,
  { file, columns }: Pick<SaidRows, "file" | "columns">,
  rows: readonly SaidRow[],
  now: number,
): Promise<ImportedFeedback> {
  const leads = await holdLeads(session, [...new Set(rows.map(({ leadId }) => leadId))]);
  const reject = (row: SaidRow, column: string | undefined, reason: string): RejectedRow => {
    return { file, line: row.line, column: column ?? "", reason };
  };
  const known = rows.filter(({ leadId }) => leads.has(leadId));
  const keyed = keyRows(known, leads);
  const items = keyed.map(({ row, key }) => toItem(row, key));
  const readable = keyed.filter((_, i) => items[i] !== null);
  const told = items.filter((item) => item !== null);
  const { accepted, repeated, refused } = await keepFeedback(session, told, GIVER, now);
  const columnOf: Readonly<Record<string, string | undefined>> = {
    reasons: columns.reason,
    at: columns.at,
    shownVersion: columns.version,
  };
  return {
    added: accepted,
    same: repeated,
    rejected: [
      ...rows
        .filter(({ leadId }) => !leads.has(leadId))
        .map((row) => reject(row, columns.leadId, UNKNOWN_LEAD)),
      ...keyed
        .filter((_, i) => items[i] === null)
        .map(({ row }) => reject(row, columns.version, NO_VERSION)),
      ...refused.map(({ item, field, reason }) =>
        reject(readable[item]!.row, columnOf[field], reason),
      ),
    ],
  };
}

const NO_VERSION = "expected the name of a scorecard and the number of its version, as in b2b/3";

interface KeyedRow {
  readonly row: SaidRow;
  readonly key: string;
}

function keyRows(
  rows: readonly SaidRow[],
  leads: ReadonlyMap<string, number>,
): readonly KeyedRow[] {
  return groupByLead(rows).flatMap((own) => {
    const keys = keyFeedback(leads.get(own[0]!.leadId)!, own);
    return own.map((row, i) => ({ row, key: keys[i]! }));
  });
}

/** Null where the version that was shown is not told as one. */
function toItem(row: SaidRow, key: string): FeedbackItem | null {
  const { leadId, accepted, rating, reason, rep, at, comment, sawScore, version } = row;
  const [, slug, number] = /^(.+)\/(\d{1,9})$/.exec(version ?? "") ?? [];
  if (version !== null && slug === undefined) return null;
  return {
    key,
    lead: leadId,
    verdict: (rating ?? (accepted ? "accepted" : "rejected")) as Verdict,
    reasons: reason === null ? [] : splitReasons(reason),
    ...(comment !== null && { comment }),
    ...(rep !== null && { rep }),
    ...(at !== null && { at }),
    ...(sawScore !== null && { sawScore }),
    ...(slug !== undefined && { shownVersion: { slug, version: Number(number) } }),
  };
}

function splitReasons(text: string): readonly string[] {
  return text
    .split(";")
    .map((code) => code.trim())
    .filter((code) => code !== "");
}
