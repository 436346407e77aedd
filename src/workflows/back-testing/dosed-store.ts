import { placeRows } from "../../recommendation/placed-rows.ts";
import { doseLead } from "../../scorecard/compiled.ts";
import type { Session } from "../../store/database.ts";
import { type DosedLeadRow, type LeadSelection, readDosedLeads } from "../../store/dosed-leads.ts";
import { type DealSelection, type KeyedDeal, streamClosedDeals } from "../../store/history.ts";
import { readScoringInputs } from "../../store/scoring-inputs.ts";
import { keepPace } from "../pace.ts";
import type { Rules } from "./dose-rules.ts";
import type { DoseTable } from "./dose-table.ts";

/** Leads that are read and dosed at once. */
const CHUNK = 1000;

/**
 * All stored leads with the doses of the draft, chunk by chunk: each as of its last score, so that its
 * doses are those of that score wherever the rules of dosing are the same.
 *
 * @param now of leads that were never scored, epoch milliseconds
 */
export async function* doseLeads(
  session: Session,
  rules: Rules,
  { everyNth, now }: { readonly everyNth: number; readonly now: number },
): AsyncGenerator<DoseTable> {
  let after = 0;
  for (;;) {
    const rows = await readDosedLeads(session, { after, most: CHUNK, everyNth });
    if (rows.length === 0) return;
    yield await doseRows(session, rules, rows, now);
    after = rows.at(-1)!.leadId;
  }
}

/** Some leads by their internal ids; those that are not there any more are left out. */
export async function* doseSomeLeads(
  session: Session,
  rules: Rules,
  ids: readonly number[],
  now: number,
): AsyncGenerator<DoseTable> {
  for (let start = 0; start < ids.length; start += CHUNK) {
    const selection: LeadSelection = { ids: ids.slice(start, start + CHUNK) };
    yield await doseRows(session, rules, await readDosedLeads(session, selection), now);
  }
}

/** Doses that are stored as the live version gave them are taken as they are. */
async function doseRows(
  session: Session,
  rules: Rules,
  rows: readonly DosedLeadRow[],
  now: number,
): Promise<DoseTable> {
  const { live } = rules;
  const isKnown = (row: DosedLeadRow) => rules.isDosedAlike && row.scorecardVersionId === live.id;
  const unknown = rows.filter((row) => !isKnown(row)).map(({ leadId }) => leadId);
  const inputs = unknown.length === 0 ? [] : await readScoringInputs(session, unknown);
  const doser = createDoser(rules, rows.length);
  const cards = new Map(
    live.compiled.scorecards.map(({ scorecard }, index) => [scorecard.id, index] as const),
  );
  const pace = keepPace();
  let next = 0;
  for (const row of rows) {
    if (isKnown(row)) doser.take(readArray(row.doses!), cards.get(row.scorecard!)!);
    else {
      const { externalId, attributes, activities } = inputs[next++]!;
      doser.dose({ id: externalId, attributes, activities }, row.asOf ?? now);
    }
    await pace();
  }
  const leads = Float64Array.from(rows, ({ leadId }) => leadId);
  return {
    ...doser.finish(),
    keys: leads,
    leads,
    times: Float64Array.from(rows, ({ cameAt }) => Math.round(cameAt)),
    outcomes: new Uint8Array(rows.length),
  };
}

/** As the database writes an array of numbers, to the last digit. */
function readArray(text: string): Float64Array {
  return text === "{}"
    ? new Float64Array(0)
    : Float64Array.from(text.slice(1, -1).split(","), Number);
}

/** Closed deals, batch by batch, each as its lead was known at the deal's moment. */
export async function* doseDeals(
  session: Session,
  rules: Rules,
  selection: DealSelection,
): AsyncGenerator<DoseTable> {
  for await (const deals of streamClosedDeals(session, selection))
    yield await doseBatch(rules, deals);
}

async function doseBatch(rules: Rules, deals: readonly KeyedDeal[]): Promise<DoseTable> {
  const doser = createDoser(rules, deals.length);
  const pace = keepPace();
  for (const { leadId, attributes, activities, asOf } of deals) {
    doser.dose({ id: leadId, attributes, activities }, asOf);
    await pace();
  }
  return {
    ...doser.finish(),
    keys: Float64Array.from(deals, ({ key }) => key),
    leads: Float64Array.from(deals, ({ leadKey }) => leadKey),
    times: Float64Array.from(deals, ({ asOf }) => asOf),
    outcomes: Uint8Array.from(deals, ({ outcome }) => (outcome === "won" ? 1 : 0)),
  };
}

/** Fills the doses of rows one after another. */
function createDoser({ live, draft, isDosedAlike }: Rules, rows: number) {
  const ofDraft = makeRows(draft.compiled.lines.length, rows);
  const ofLive = isDosedAlike ? ofDraft : makeRows(live.compiled.lines.length, rows);
  let row = 0;
  return {
    /** Doses that are those of both. */
    take: (doses: Float64Array, scorecard: number) => {
      ofDraft.doses.set(doses, row * ofDraft.width);
      ofDraft.scorecards[row++] = scorecard;
    },
    dose: (lead: Parameters<typeof doseLead>[1], asOf: number) => {
      const dosed = doseLead(draft.compiled, lead, asOf);
      ofDraft.doses.set(dosed.doses, row * ofDraft.width);
      ofDraft.scorecards[row] = dosed.scorecard;
      if (!isDosedAlike) {
        const before = doseLead(live.compiled, lead, asOf);
        ofLive.doses.set(before.doses, row * ofLive.width);
        ofLive.scorecards[row] = before.scorecard;
      }
      row++;
    },
    finish: () => ({ ...ofDraft, before: placeRows(live.compiled, ofLive) }),
  };
}

function makeRows(width: number, rows: number) {
  return { width, doses: new Float64Array(width * rows), scorecards: new Uint16Array(rows) };
}
