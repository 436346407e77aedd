import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import { compileScorecards } from "../../../src/scorecard/compiled.ts";
import { readBackTest } from "../../../src/workflows/back-testing/ask-back-test.ts";
import { backTestVersion } from "../../../src/workflows/back-testing/back-test-version.ts";
import { changeSet, type DraftChanges } from "../../../src/workflows/back-testing/draft-changes.ts";
import { createWhatIfDesk } from "../../../src/workflows/back-testing/what-if-desk.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { recordActivities } from "../../../src/workflows/keeping/record-activities.ts";
import { draftScorecard } from "../../../src/workflows/versions/draft-scorecard.ts";
import { useTestDatabase } from "../../database.ts";
import { accept } from "../versions/version-fixture.ts";
import {
  ACTOR,
  makeContext,
  makeSegments,
  publishSegments,
  SLUG,
  storeLeads,
} from "./two-segments.ts";

async function useLeads(count: number): Promise<Context> {
  const database = await useTestDatabase();
  const context = makeContext(database);
  await publishSegments(database);
  await storeLeads(context, count);
  return context;
}

function makeDesk({ database }: Context, mostDoses?: number) {
  return createWhatIfDesk(database, { now: Date.now, onLoading: () => {}, mostDoses });
}

/** Keeps a set as a draft and back-tests it, as the job does. */
async function backTestDraft(context: Context, document: unknown) {
  const { id, version } = accept(await draftScorecard(context, ACTOR, { slug: SLUG, document }));
  const { signal } = new AbortController();
  const following = { onProgress: () => {}, signal, onKept: async () => {} };
  accept(await backTestVersion(context, id, following));
  return accept(await readBackTest(context, { slug: SLUG, version }));
}

/** What both tell of the same draft, as it is sent. */
function figuresOf({
  leads,
  deals,
  thresholds,
}: {
  leads: unknown;
  deals: unknown;
  thresholds: unknown;
}) {
  return JSON.parse(JSON.stringify({ leads, deals, thresholds })) as {
    leads: { counted: number; moved: number };
    deals: { counted: number; moved: number };
    thresholds: readonly { leads: { before: number; newly: number; noLonger: number } }[];
  };
}

const { lines } = compileScorecards(makeSegments());
const keysOf = (starred: boolean) =>
  lines.filter(({ line }) => (line.stars !== undefined) === starred).map(({ key }) => key);
const someOf = (keys: readonly string[], value: fc.Arbitrary<number>) =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
const rising = fc
  .uniqueArray(fc.integer({ min: -5, max: 40 }), { minLength: 3, maxLength: 3 })
  .map((cuts) => cuts.toSorted((a, b) => b - a) as [number, number, number]);

const changes: fc.Arbitrary<DraftChanges> = fc.record(
  {
    points: someOf(keysOf(false), fc.integer({ min: -10, max: 30 })),
    stars: someOf(keysOf(true), fc.integer({ min: 0, max: 5 })),
    weights: someOf(
      ["large/who", "small/who", "large/did", "small/seniority"],
      fc.double({ min: 0, max: 100, noNaN: true }),
    ),
    thresholds: someOf(["large/mql", "small/mql", "small/sql"], fc.integer({ min: -5, max: 40 })),
    matrix: fc.dictionary(
      fc.constantFrom("large", "small"),
      fc.record(
        {
          grades: rising.map(([A, B, C]) => ({ A, B, C })),
          bands: rising.map(([first, second, third]) => ({ 1: first, 2: second, 3: third })),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

it("tells to the last digit what the back-test of the same change tells that is kept as a draft", async () => {
  const context = await useLeads(120);
  const desk = makeDesk(context);
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(changes, async (change) => {
      const told = accept(await desk.answer({ basedOn: null, changes: change }));
      const tested = await backTestDraft(context, accept(changeSet(makeSegments(), change)));
      expect(figuresOf(told)).toEqual(figuresOf(tested));
      moved += told.leads.moved;
    }),
    { numRuns: 25 },
  );
  expect(moved).toBeGreaterThan(0);
});

it("moves nobody where nothing is changed", async () => {
  const told = accept(await makeDesk(await useLeads(60)).answer({ basedOn: null, changes: {} }));
  const { leads, deals, thresholds } = figuresOf(told);
  expect([leads.counted, leads.moved, deals.counted, deals.moved]).toEqual([60, 0, 20, 0]);
  expect(thresholds.every(({ leads }) => leads.newly === 0 && leads.noLonger === 0)).toBe(true);
  expect(thresholds.some(({ leads }) => leads.before > 0)).toBe(true);
  expect(told.thresholds[0]!.perWeek.before).toHaveProperty("value");
  expect(told.thresholds[0]!.perWeek.change).toMatchObject({ value: 0, low: 0, high: 0 });
});

it("holds a draft whose doses are other ones against what is live, as its back-test does", async () => {
  const context = await useLeads(90);
  const faster = makeSegments(5);
  const tested = await backTestDraft(context, faster);
  expect(tested.leads.moved).toBeGreaterThan(0);
  const basedOn = { slug: SLUG, version: tested.version };
  const told = accept(await makeDesk(context).answer({ basedOn, changes: {} }));
  expect(figuresOf(told)).toEqual(figuresOf(tested));
});

it("answers from a sample, and says so, where the doses would be too many to hold", async () => {
  const context = await useLeads(200);
  const desk = makeDesk(context, 60 * lines.length);
  const told = accept(await desk.answer({ basedOn: null, changes: {} }));
  expect(told.leads.of).toBe(200);
  expect(told.leads.counted).toBeGreaterThan(20);
  expect(told.leads.counted).toBeLessThan(100);
  expect(told.cautions.at(-1)).toContain(`sample of ${told.leads.counted} of 200`);
});

it("brings what it holds up to date after new activities", async () => {
  const context = await useLeads(40);
  let now = Date.now();
  const desk = createWhatIfDesk(context.database, { now: () => now, onLoading: () => {} });
  const ask = async () => accept(await desk.answer({ basedOn: null, changes: {} }));
  const before = figuresOf(await ask());
  await recordActivities(
    context,
    Array.from({ length: 40 }, (_, i) => ({
      key: `late-${i}`,
      lead: `lead-${i}`,
      type: "webinar",
      at: context.now(),
    })),
  );
  expect(figuresOf(await ask())).toEqual(before);
  now += 60_000;
  const after = figuresOf(await ask());
  expect(after).not.toEqual(before);
  expect(after).toEqual(
    figuresOf(accept(await makeDesk(context).answer({ basedOn: null, changes: {} }))),
  );
});

it.each([
  ["points of no line", { points: { nothing: 1 } }],
  ["points of a line without its scorecard", { points: { referral: 1 } }],
  ["points of a line that has stars", { points: { "large/head": 1 } }],
  ["a weight that two scorecards could have", { weights: { who: 1 } }],
  ["grades of no scorecard", { matrix: { medium: { grades: { A: 1 } } } }],
  ["grades that would fall", { matrix: { large: { grades: { A: 1 } } } }],
])("refuses %s", async (_, change) => {
  const refused = changeSet(makeSegments(), change);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).details.length).toBeGreaterThan(0);
});

it("refuses a version that is not there", async () => {
  const desk = makeDesk(await useLeads(1));
  const refused = await desk.answer({ basedOn: { slug: SLUG, version: 9 }, changes: {} });
  expect(refused).toMatchObject({ code: "version-unknown" });
});
