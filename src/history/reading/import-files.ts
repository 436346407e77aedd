import { Refusal } from "../../refusal.ts";
import type { Table } from "../files/table.ts";
import type { FeedbackEntry, RejectedRow, UnreadableCells } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateReading } from "../typing/date-text.ts";
import { sortRejected, startFaultLog } from "./fault-log.ts";
import { readFeedback } from "./feedback-file.ts";
import { draftLeads, finishLead, type ImportedLead } from "./imported-leads.ts";
import { joinActivities } from "./join.ts";
import { refuseMoment } from "./moment.ts";
import { openFiles } from "./roles.ts";
import { readStandingDeals } from "./standing-deals.ts";

export type { ImportedLead } from "./imported-leads.ts";

export interface ImportFiles {
  /** In the order of the file of leads, then those that only deals tell of. */
  readonly leads: readonly ImportedLead[];
  readonly rejected: readonly RejectedRow[];
  readonly unreadable: readonly UnreadableCells[];
  /** Rows that were read and left out. */
  readonly leftOut: {
    readonly deletedDeals: number;
    /** Activities and verdicts on leads that no file tells of. */
    readonly activities: number;
    readonly feedback: number;
  };
}

/**
 * Reads all that export files tell, for keeping: every lead, every activity, every deal. Which lead
 * belongs to which deal, which rows stand and which columns stay out are the same as in `readHistory`;
 * unlike there, deals may be open, and activities may be later than the moment.
 *
 * A time before 1900 or from 3000 on counts as blank; an activity at such a time is left out.
 */
export async function readForImport(
  paths: readonly string[],
  mapping: Mapping,
  options: {
    readonly activities?: string;
    readonly feedback?: string;
    readonly onProgress?: (text: string) => void;
  } = {},
): Promise<ImportFiles | Refusal> {
  const files = await openFiles(paths, mapping, options);
  if (files instanceof Refusal) return files;
  const refusal = refuseMoment(mapping, files.activities !== null);
  if (refusal !== null) return refusal;
  options.onProgress?.("Joining leads, deals and activities");
  const log = startFaultLog(Object.values(files));
  const reading = { mapping, dates: dateReading(mapping), log };
  const standing = readStandingDeals(files.deals, reading);
  if (standing instanceof Refusal) return standing;
  const feedback =
    options.feedback === undefined
      ? { entries: [], rejected: [] }
      : await readFeedback(options.feedback, mapping);
  if (feedback instanceof Refusal) return feedback;
  const drafts = draftLeads(files, standing, reading);
  if (drafts instanceof Refusal) return drafts;
  const activities = joinActivities(files, new Set(drafts.keys()), reading);
  if (activities instanceof Refusal) return activities;
  const said = groupByLead(feedback.entries);
  const leads = [...drafts].map(([id, draft]) =>
    finishLead(id, draft, { activities, feedback: said.get(id) ?? [], mapping }),
  );
  const rejected = [...log.rejected, ...feedback.rejected];
  const sum = (count: (lead: ImportedLead) => number) =>
    leads.reduce((total, lead) => total + count(lead), 0);
  return {
    leads,
    rejected: sortRejected(rejected),
    unreadable: log.unreadable,
    leftOut: {
      deletedDeals: standing.rows.filter((row) => standing.all.deleted?.[row] === true).length,
      activities: countUsable(files.activities, rejected) - sum((lead) => lead.activities.length),
      feedback: feedback.entries.length - sum((lead) => lead.feedback.length),
    },
  };
}

function groupByLead(
  entries: readonly FeedbackEntry[],
): ReadonlyMap<string, readonly FeedbackEntry[]> {
  const groups = new Map<string, FeedbackEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.leadId);
    if (group === undefined) groups.set(entry.leadId, [entry]);
    else group.push(entry);
  }
  return groups;
}

function countUsable(table: Table | null, rejected: readonly RejectedRow[]): number {
  if (table === null) return 0;
  const unusable = rejected.filter((row) => row.file === table.file).length;
  return table.rowCount + table.rejected.length - unusable;
}
