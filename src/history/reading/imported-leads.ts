import type { Refusal } from "../../refusal.ts";
import type { Activity, AttributeValue } from "../../scorecard/lead.ts";
import { columnOf, findColumn } from "../files/column-names.ts";
import type { Table } from "../files/table.ts";
import type { FeedbackEntry } from "../history.ts";
import type { Mapping } from "../mapping.ts";
import { dateColumn } from "../typing/typing.ts";
import type { ActivityLog } from "./activities.ts";
import { gatherValues, readLeadColumns } from "./attribute-columns.ts";
import { splitIds } from "./deal-rows.ts";
import { rejectRow } from "./fault-log.ts";
import { findLead, type LeadSide, type Reading, readLeadSide, refuseUnjoined } from "./join.ts";
import { isUndated, momentOf } from "./moment.ts";
import type { Outcome } from "./outcome.ts";
import type { Files } from "./roles.ts";
import type { StandingDeals } from "./standing-deals.ts";

/** A deal as it stands in the files, open ones too. Times are epoch milliseconds. */
export interface ImportedDeal {
  readonly id: string;
  readonly outcome: Outcome;
  readonly openedAt: number | null;
  readonly handedOverAt: number | null;
  /** Null while the deal is open: a closing date is then a plan. */
  readonly closedAt: number | null;
}

export interface KnownAttributes {
  /** Epoch milliseconds; null where no file tells a time of the lead. */
  readonly knownFrom: number | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface ImportedLead {
  readonly id: string;
  /** The company that it belongs to, by its id; null where no file tells. */
  readonly account: string | null;
  /**
   * What is known of the lead and from when on, rising; at least one. The first is known from the
   * lead's first moment; each further deal tells its own from its moment on, which is how the lead of
   * that deal is read for calibrating.
   */
  readonly known: readonly KnownAttributes[];
  /** All of them, in order of time. */
  readonly activities: readonly Activity[];
  readonly deals: readonly ImportedDeal[];
  readonly feedback: readonly FeedbackEntry[];
}

/** Bytes of an id that an index holds in any case, less a margin. */
const LONGEST_ID = 2000;
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(3000, 0);

/** A lead before its activities. */
export interface LeadDraft {
  /** What the file of leads tells. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly createdAt: number | null;
  readonly account: string | null;
  readonly deals: { readonly deal: ImportedDeal; readonly attributes: LeadDraft["attributes"] }[];
}

/** Leads by their id, each with its deals. */
export function draftLeads(
  files: Files,
  { all, rows }: StandingDeals,
  reading: Reading,
): ReadonlyMap<string, LeadDraft> | Refusal {
  const { mapping } = reading;
  const leads = files.leads === null ? null : readLeadSide(files.leads, reading);
  const drafts = files.leads === null ? new Map() : draftFromFile(files.leads, leads!, reading);
  const isOwn = (from: "deals" | "leads") => from === "deals";
  const own = readLeadColumns(files.deals, mapping, { ...reading, isFrom: isOwn });
  let joined = 0;
  const kept = rows.filter((row) => all.deleted?.[row] !== true);
  for (const row of kept) {
    const { id, row: leadRow } = findLead(all, row, leads);
    if (isTooLong(files.deals, row, [id, all.ids[row]!], mapping.deals.id, reading)) continue;
    if (leadRow !== null) joined++;
    const draft = drafts.get(id) ?? { attributes: {}, createdAt: null, account: null, deals: [] };
    // Of several deals that tell an account, the last of the file stands.
    drafts.set(id, { ...draft, account: own.accounts?.[row] ?? draft.account });
    const sources = [
      { columns: own.attributes, row },
      ...(leadRow === null ? [] : [{ columns: leads!.columns.attributes, row: leadRow }]),
    ];
    draft.deals.push({ deal: readDeal(all, row), attributes: gatherValues(sources) });
  }
  if (leads !== null && joined === 0 && kept.length > 0)
    return refuseUnjoined(files.deals, files.leads!);
  return drafts;
}

function draftFromFile(table: Table, leads: LeadSide, reading: Reading): Map<string, LeadDraft> {
  const { mapping, dates } = reading;
  const created = mapping.deals.createdAt && findColumn(table, mapping.deals.createdAt);
  const times = created === undefined ? null : dateColumn(table, created, dates).values;
  const ids = table.values(columnOf(table, mapping.leads!.id));
  for (const [row, id] of ids.entries())
    if (splitIds(id).length === 0)
      rejectRow(reading.log, table, row, { column: mapping.leads!.id, reason: "no id" });
  const drafts = new Map<string, LeadDraft>();
  for (const [id, row] of leads.rowOf) {
    if (isTooLong(table, row, [id], mapping.leads!.id, reading)) continue;
    const attributes = gatherValues([{ columns: leads.columns.attributes, row }]);
    const account = leads.columns.accounts?.[row] ?? null;
    drafts.set(id, { attributes, createdAt: keepPlausible(times?.[row]), account, deals: [] });
  }
  return drafts;
}

function isTooLong(
  table: Table,
  row: number,
  ids: readonly string[],
  column: string,
  { log }: Reading,
): boolean {
  if (ids.every((id) => id.length * 3 <= LONGEST_ID || Buffer.byteLength(id) <= LONGEST_ID))
    return false;
  rejectRow(log, table, row, { column, reason: `an id of more than ${LONGEST_ID} bytes` });
  return true;
}

function readDeal(all: StandingDeals["all"], row: number): ImportedDeal {
  const { createdAt, handedOverAt, closedAt } = all.times(row);
  const outcome = all.outcomes[row]!;
  return {
    id: all.ids[row]!,
    outcome,
    openedAt: keepPlausible(createdAt),
    handedOverAt: keepPlausible(handedOverAt),
    closedAt: outcome === "open" ? null : keepPlausible(closedAt),
  };
}

/** What all files tell of a lead. */
export function finishLead(
  id: string,
  draft: LeadDraft,
  of: {
    readonly activities: ActivityLog | null;
    readonly feedback: readonly FeedbackEntry[];
    readonly mapping: Mapping;
  },
): ImportedLead {
  const activities = (of.activities?.upTo(id, null) ?? []).filter(
    ({ at }) => keepPlausible(at) !== null,
  );
  return {
    id,
    account: draft.account,
    known: knowLead(draft, activities, of.mapping),
    activities,
    deals: draft.deals.map(({ deal }) => deal),
    feedback: of.feedback.map((entry) => ({ ...entry, at: keepPlausible(entry.at) })),
  };
}

function knowLead(
  { attributes, createdAt, deals }: LeadDraft,
  activities: readonly Activity[],
  mapping: Mapping,
): readonly KnownAttributes[] {
  const moments = [
    createdAt,
    activities[0]?.at ?? null,
    ...deals.flatMap(({ deal }) => [deal.openedAt, deal.handedOverAt, deal.closedAt]),
  ].filter((at) => at !== null);
  const first = moments.length === 0 ? null : Math.min(...moments);
  if (deals.length <= 1)
    return [{ knownFrom: first, attributes: deals[0]?.attributes ?? attributes }];
  const timed = deals
    .map((told) => ({ ...told, at: momentOfDeal(told.deal, mapping) }))
    .toSorted((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity));
  // Of several deals at one moment the last of the file stands.
  const byMoment = new Map(
    timed.map(({ at, attributes }, i) => [i === 0 || at === null ? first : at, attributes]),
  );
  return [...byMoment].map(([knownFrom, attributes]) => ({ knownFrom, attributes }));
}

/** The moment as of which the deal's lead is read for calibrating; else when the deal was opened. */
function momentOfDeal(deal: ImportedDeal, mapping: Mapping): number | null {
  if (isUndated(mapping)) return null;
  const { openedAt, handedOverAt, closedAt } = deal;
  return momentOf({ createdAt: openedAt, handedOverAt, closedAt }, mapping) ?? openedAt;
}

function keepPlausible(at: number | null | undefined): number | null {
  return at != null && at >= EARLIEST && at < LATEST ? at : null;
}
