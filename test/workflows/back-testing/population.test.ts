import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Database } from "../../../src/store/database.ts";
import { compileVersion, pairRules } from "../../../src/workflows/back-testing/dose-rules.ts";
import {
  type ReadPopulation,
  readPopulation,
  refreshPopulation,
} from "../../../src/workflows/back-testing/population.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { eraseLead } from "../../../src/workflows/keeping/erase-lead.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { useTestDatabase } from "../../database.ts";
import { DAY } from "../../scorecard/cards.ts";
import {
  ACTOR,
  makeContext,
  makeSegments,
  publishSegments,
  SLUG,
  storeLeads,
} from "./two-segments.ts";

const LEADS = 60;

const reading = { now: Date.now, onProgress: () => {} };

function makeRules(id: number, draft = makeSegments()) {
  const name = { id, slug: SLUG, version: 1 };
  return pairRules(
    compileVersion(name, makeSegments()),
    compileVersion({ ...name, id: -1 }, draft),
  );
}

function tablesOf({ leads, deals, of, leftOut, everyNth }: ReadPopulation) {
  return { leads, deals, of, leftOut, everyNth };
}

/** Something that may happen to a stored lead. */
type Happening = readonly ["visit" | "grow" | "won" | "open" | "erase" | "come", lead: number];

const happening: fc.Arbitrary<Happening> = fc.tuple(
  fc.constantFrom("visit", "grow", "won", "open", "erase", "come"),
  fc.integer({ min: 0, max: LEADS + 20 }),
);

async function happen(context: Context, [what, i]: Happening, k: number): Promise<unknown> {
  const lead = `lead-${i}`;
  const at = context.now() - 2 * DAY;
  if (what === "visit")
    return recordActivities(context, [{ key: `then-${k}`, lead, type: "visit", at }], "lead");
  if (what === "grow" || what === "come")
    return upsertLeads(context, [{ id: lead, attributes: { employees: 10 * k } }], "lead");
  if (what === "erase") return eraseLead(context, lead, ACTOR);
  const moments = { openedAt: at - DAY, handedOverAt: at - DAY, closedAt: at };
  return recordOutcomes(context, [{ deal: `deal-of-${lead}`, lead, outcome: what, ...moments }]);
}

async function useRules(database: Database) {
  const { scorecardVersionId } = await publishSegments(database);
  return makeRules(scorecardVersionId);
}

it.each([
  ["all", 1 << 20],
  ["a sample", 40 * 8],
])("a refreshed population of %s is the one that reading anew gives", async (_, mostDoses) => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const rules = await useRules(database);
  await storeLeads(context, LEADS);
  let [k, compared] = [0, 0];
  let held = await readPopulation(database, rules, { ...reading, mostDoses });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 6 }), async (happenings) => {
      for (const each of happenings) await happen(context, each, k++);
      const refreshed = await refreshPopulation(database, rules, held, reading);
      held = refreshed!;
      const anew = await readPopulation(database, rules, { ...reading, mostDoses });
      // A sample that is read anew may be a thinner one, where many leads came.
      if (
        anew.everyNth.leads !== held.everyNth.leads ||
        anew.everyNth.deals !== held.everyNth.deals
      )
        return;
      expect(tablesOf(held)).toEqual(tablesOf(anew));
      compared++;
    }),
    { numRuns: 30 },
  );
  expect(held.leads.keys.length).toBeGreaterThan(0);
  expect(compared).toBeGreaterThan(5);
});

it("what a transaction writes that was open at the reading is found by the next", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const rules = await useRules(database);
  await storeLeads(context, 3);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let begun = () => {};
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const writing = database.transact(async ({ sql }) => {
    await sql`
      UPDATE lead_score SET doses = array_fill(0.5::float8, ARRAY[array_length(doses, 1)])
      WHERE lead_id = (SELECT id FROM lead WHERE external_id = 'lead-1')`;
    begun();
    await released;
  });
  await beginning;
  await database.sql`UPDATE lead_score SET as_of = as_of WHERE lead_id = (SELECT max(id) FROM lead)`;
  const before = await readPopulation(database, rules, reading);
  release();
  await writing;
  const after = await refreshPopulation(database, rules, before, reading);
  expect(before.leads.doses).not.toContain(0.5);
  expect(after!.leads.doses).toContain(0.5);
});

it("doses that are taken as they are stored are those that dosing anew gives", async () => {
  const database = await useTestDatabase();
  const context = makeContext(database);
  const stored = await useRules(database);
  await storeLeads(context, LEADS);
  const { segments, fallback } = makeSegments();
  const anew = makeRules(stored.live.id, {
    format: "counterweight/scorecard-set@1",
    segments: segments.map(({ when, scorecard }) => ({
      when,
      scorecard: { ...scorecard, resetAfterDays: 1e6 },
    })),
    fallback,
  });
  expect([stored.isDosedAlike, anew.isDosedAlike]).toEqual([true, false]);
  const [taken, dosed] = [
    await readPopulation(database, stored, reading),
    await readPopulation(database, anew, reading),
  ];
  expect(taken.leads.doses.some((dose) => dose % 1 !== 0)).toBe(true);
  expect(tablesOf(dosed)).toEqual(tablesOf(taken));
});
