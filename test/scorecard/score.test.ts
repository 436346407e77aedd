import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import type { Lead } from "../../src/scorecard/lead.ts";
import type { ScorecardSet } from "../../src/scorecard/schema.ts";
import { replacePoints, scoreDoses, sumScore } from "../../src/scorecard/score.ts";
import {
  act,
  compileOne,
  makeBucket,
  makeLead,
  makeLine,
  makeScorecard,
  NOW,
  presentLine,
} from "./cards.ts";

function score(compiled: ReturnType<typeof compileScorecards>, lead: Lead) {
  const { doses, scorecard } = doseLead(compiled, lead, NOW);
  return scoreDoses(compiled, doses, scorecard);
}

const visit = { kind: "activity", match: { type: "visit" } } as const;

describe("a rule score", () => {
  const card = makeScorecard({
    buckets: [
      makeBucket("firm", [presentLine("industry", 20), presentLine("size", 10)], { weight: 50 }),
      makeBucket("visits", [makeLine("visit", 8, visit)], { axis: "engagement", cap: 20 }),
      makeBucket(
        "need",
        [
          {
            id: "budget",
            label: "Budget",
            stars: 4,
            dose: { kind: "attribute", when: { is: "present", attribute: "budget" } },
          },
        ],
        { pointsPerStar: 5 },
      ),
    ],
    cap: 45,
  });
  const compiled = compileOne(card);

  it("weighs buckets, turns stars into points, and caps bucket and total with an entry each", () => {
    const lead = makeLead(
      { industry: "x", size: "y", budget: "z" },
      [1, 2, 3].map((d) => act("visit", d)),
    );
    const { total, fit, engagement, ledger, buckets } = score(compiled, lead);
    expect(ledger.map(({ key, contribution }) => [key, contribution])).toEqual([
      ["industry", 10],
      ["size", 5],
      ["visit", 24],
      ["visits", -4],
      ["budget", 20],
      ["test", -10],
    ]);
    expect({ total, fit, engagement }).toEqual({ total: 45, fit: 35, engagement: 20 });
    expect(buckets).toEqual([
      { id: "firm", points: 15 },
      { id: "visits", points: 20 },
      { id: "need", points: 20 },
    ]);
  });

  it("places the lead in the matrix and at its thresholds", () => {
    const lead = makeLead({ industry: "x", budget: "z" }, [act("visit", 1)]);
    const { cell, nextAction, thresholds } = score(compiled, lead);
    expect({ cell, nextAction }).toEqual({ cell: "A4", nextAction: "Act on A4" });
    expect(thresholds).toEqual([{ id: "mql", name: "MQL", score: 40, reached: false }]);
  });

  it("lifts a characteristic to its floor", () => {
    const floored = compileOne(
      makeScorecard({
        buckets: [
          {
            ...makeBucket("gone", []),
            characteristics: [
              { id: "silence", name: "Silence", floor: -10, lines: [presentLine("quiet", -25)] },
            ],
          },
        ],
      }),
    );
    const { total, ledger } = score(floored, makeLead({ quiet: "yes" }));
    expect(total).toBe(-10);
    expect(ledger.at(-1)).toMatchObject({ kind: "floor", label: "Floor of Silence: -10" });
  });

  it("keeps a category score with its watermarks and own cap", () => {
    const line = { ...makeLine("visit", 8, visit), category: "cloud" };
    const watermarks = [
      { score: 10, action: "Send the cloud brief" },
      { score: 30, action: "Call about cloud" },
    ];
    const compiledCloud = compileOne(
      makeScorecard({
        buckets: [makeBucket("visits", [line], { axis: "engagement", weight: 50 })],
        categories: [{ id: "cloud", name: "Cloud", cap: 15, watermarks }],
      }),
    );
    const visits = [1, 2, 3, 4].map((days) => act("visit", days));
    expect(score(compiledCloud, makeLead({}, visits)).categories).toEqual([
      { id: "cloud", name: "Cloud", points: 15, actions: ["Send the cloud brief"] },
    ]);
  });

  it("changes points and stars by line id alone", () => {
    const changed = replacePoints(
      card,
      new Map([
        ["budget", 1],
        ["visit", -2],
      ]),
    );
    const lead = makeLead({ budget: "z" }, [act("visit", 1)]);
    expect(score(compileOne(changed), lead).total).toBe(5 - 2);
    expect(replacePoints(card, new Map())).toEqual(card);
  });
});

describe("scorecards for several segments", () => {
  const one = (id: string, points: number) =>
    makeScorecard({ id, buckets: [makeBucket("all", [presentLine("name", points)])] });
  const set: ScorecardSet = {
    format: "counterweight/scorecard-set@1",
    segments: [
      { when: { is: "range", attribute: "employees", from: 1000 }, scorecard: one("large", 7) },
      { when: { is: "equals", attribute: "country", value: "DE" }, scorecard: one("german", 5) },
    ],
    fallback: one("others", 3),
  };
  const compiled = compileScorecards(set);

  it.each([
    [{ employees: 5000, country: "DE" }, "large", 7],
    [{ employees: 10, country: "DE" }, "german", 5],
    [{ country: "FR" }, "others", 3],
    [{}, "others", 3],
  ])("%j is scored by %s", (attributes, scorecard, total) => {
    const lead = makeLead({ ...attributes, name: "x" });
    expect(score(compiled, lead)).toMatchObject({ scorecard, total });
  });

  it("gives lines of other segments no dose, and keys that tell them apart", () => {
    const { doses } = doseLead(compiled, makeLead({ name: "x", country: "DE" }), NOW);
    expect([...doses]).toEqual([0, 1, 0]);
    expect(compiled.lines.map(({ key }) => key)).toEqual([
      "large/name",
      "german/name",
      "others/name",
    ]);
  });
});

describe("every ledger", () => {
  const points = fc.integer({ min: -50, max: 50 });
  const limit = fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined });
  const parts = fc.record({
    points: fc.tuple(points, points, points),
    weight: fc.integer({ min: 0, max: 100 }),
    cap: limit,
    total: limit,
    fading: fc.double({ min: 0, max: 1, noNaN: true }),
    halfLifeDays: fc.integer({ min: 1, max: 90 }),
    days: fc.array(fc.integer({ min: 0, max: 300 })),
  });

  it("sums to the score exactly, whatever the caps, weights and decay", () => {
    fc.assert(
      fc.property(
        parts,
        ({ points: [a, b, c], weight, cap, total, fading, halfLifeDays, days }) => {
          const faded = { ...visit, repeatFading: fading, halfLifeDays };
          const limits = cap === undefined ? {} : { cap };
          const compiled = compileOne(
            makeScorecard({
              buckets: [
                makeBucket("one", [presentLine("x", a), presentLine("y", b)], { weight }),
                makeBucket("two", [makeLine("v", c, faded)], { axis: "engagement", ...limits }),
              ],
              ...(total !== undefined && { cap: total }),
            }),
          );
          const result = score(
            compiled,
            makeLead(
              { x: 1, y: 2 },
              days.map((d) => act("visit", d)),
            ),
          );
          const sum = result.ledger.reduce((all, entry) => all + entry.contribution, 0);
          expect(result.total).toBe(sum);
          const { doses } = doseLead(
            compiled,
            makeLead(
              { x: 1, y: 2 },
              days.map((d) => act("visit", d)),
            ),
            NOW,
          );
          const { total: all, fit, engagement } = result;
          expect(sumScore(compiled, doses, 0)).toMatchObject({ total: all, fit, engagement });
        },
      ),
    );
  });
});
