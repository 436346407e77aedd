import type { Database, Session } from "../../store/database.ts";
import {
  countLeads,
  findChangedLeads,
  listLeadIds,
  takeSnapshot,
} from "../../store/dosed-leads.ts";
import { countClosedDeals, countLeftOut, freezeReading } from "../../store/history.ts";
import type { Rules } from "./dose-rules.ts";
import { type DoseTable, joinTables, replaceRows } from "./dose-table.ts";
import { doseDeals, doseLeads, doseSomeLeads } from "./dosed-store.ts";
import type { Population } from "./judged-draft.ts";
import type { Loading } from "./what-if-messages.ts";

/** All leads and deals as a transaction saw them. */
export interface ReadPopulation extends Population {
  /** What that transaction saw. */
  readonly snapshot: string;
  readonly everyNth: { readonly leads: number; readonly deals: number };
}

/** Doses of leads, and of deals, that are held at most: 24 MB each, and scored while a slider moves. */
const MOST_DOSES = 3e6;

/** Reads all leads and deals, or, where their doses would be too many to hold, every so manyth. */
export async function readPopulation(
  database: Database,
  rules: Rules,
  { now, onProgress, mostDoses = MOST_DOSES }: Reading,
): Promise<ReadPopulation> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const snapshot = await takeSnapshot(session);
    const readAt = now();
    const width = Math.max(1, rules.draft.compiled.lines.length);
    const leads = (await countLeads(session, 1)).all;
    const deals = (await countClosedDeals(session, 1)).all;
    const everyNth = {
      leads: Math.max(1, Math.ceil((leads * width) / mostDoses)),
      deals: Math.max(1, Math.ceil((deals * width) / mostDoses)),
    };
    const total = Math.ceil(leads / everyNth.leads) + Math.ceil(deals / everyNth.deals);
    let done = 0;
    const onRead = (rows: number) => onProgress({ done: (done += rows), total });
    const ofLeads = { everyNth: everyNth.leads, now: readAt };
    const ofDeals = { everyNth: everyNth.deals, leads: null };
    return {
      leads: await gather(doseLeads(session, rules, ofLeads), rules, onRead),
      deals: await gather(doseDeals(session, rules, ofDeals), rules, onRead),
      of: { leads, deals },
      leftOut: await countLeftOut(session),
      readAt,
      snapshot,
      everyNth,
    };
  });
}

interface Reading {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onProgress: (loading: Loading) => void;
  readonly mostDoses?: number | undefined;
}

async function gather(
  tables: AsyncIterable<DoseTable>,
  { draft }: Rules,
  onRead: (rows: number) => void = () => {},
): Promise<DoseTable> {
  const parts: DoseTable[] = [];
  for await (const table of tables) {
    parts.push(table);
    onRead(table.keys.length);
  }
  return joinTables(parts, draft.compiled.lines.length);
}

/**
 * Reads what has changed since.
 *
 * @returns null where so much has changed that all is better read anew
 */
export async function refreshPopulation(
  database: Database,
  rules: Rules,
  before: ReadPopulation,
  { now }: Pick<Reading, "now">,
): Promise<ReadPopulation | null> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const snapshot = await takeSnapshot(session);
    const readAt = now();
    const changed = await findChangedLeads(session, before.snapshot);
    const leadCounts = await countLeads(session, before.everyNth.leads);
    const dealCounts = await countClosedDeals(session, before.everyNth.deals);
    if (isFarOff(before, changed.length, leadCounts.all)) return null;
    const isSame =
      changed.length === 0 &&
      leadCounts.drawn === before.leads.keys.length &&
      dealCounts.drawn === before.deals.keys.length;
    const of = { leads: leadCounts.all, deals: dealCounts.all };
    if (isSame) return { ...before, of, readAt, snapshot };
    const leads = await refreshLeads(session, rules, before, {
      changed,
      drawn: leadCounts.drawn,
      now: readAt,
    });
    const deals = await refreshDeals(session, rules, before, { changed, drawn: dealCounts.drawn });
    const leftOut = await countLeftOut(session);
    return { ...before, leads, deals, of, leftOut, readAt, snapshot };
  });
}

const FAR_OFF = 0.3;

function isFarOff({ of }: ReadPopulation, changed: number, leads: number): boolean {
  return changed > 1000 + FAR_OFF * of.leads || leads > 1000 + 2 * of.leads;
}

interface Changed {
  /** Internal ids of leads. */
  readonly changed: readonly number[];
  /** Rows that there should be. */
  readonly drawn: number;
}

async function refreshLeads(
  session: Session,
  rules: Rules,
  { leads, everyNth }: ReadPopulation,
  { changed, drawn, now }: Changed & { readonly now: number },
): Promise<DoseTable> {
  const isChanged = new Set(changed);
  const wanted = everyNth.leads === 1 ? null : new Set(await listLeadIds(session, everyNth.leads));
  const ids = wanted === null ? changed : changed.filter((id) => wanted.has(id));
  const fresh = await gather(doseSomeLeads(session, rules, ids, now), rules);
  const table = replaceRows(leads, (lead) => isChanged.has(lead), fresh);
  if (table.keys.length === drawn) return table;
  // Leads were erased, which leaves no row that would tell of it.
  const there = new Set(await listLeadIds(session, everyNth.leads));
  const known = new Set(table.keys);
  const missing = [...there].filter((id) => !known.has(id));
  const added = await gather(doseSomeLeads(session, rules, missing, now), rules);
  return replaceRows(table, (lead) => !there.has(lead), added);
}

async function refreshDeals(
  session: Session,
  rules: Rules,
  { deals, everyNth }: ReadPopulation,
  { changed, drawn }: Changed,
): Promise<DoseTable> {
  const isChanged = new Set(changed);
  const ofChanged = { leads: changed, everyNth: everyNth.deals };
  const fresh = await gather(doseDeals(session, rules, ofChanged), rules);
  const table = replaceRows(deals, (lead) => isChanged.has(lead), fresh);
  if (table.keys.length === drawn) return table;
  return gather(doseDeals(session, rules, { leads: null, everyNth: everyNth.deals }), rules);
}
