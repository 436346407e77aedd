import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import { listDoseAttributes } from "../../src/scorecard/dose.ts";
import type { Activity, AttributeValue, Lead } from "../../src/scorecard/lead.ts";
import { type Scorecard, scorecardSchema } from "../../src/scorecard/schema.ts";
import { type Score, scoreDoses } from "../../src/scorecard/score.ts";
import { addUpAchievable, findAchievable } from "./achievable.ts";

const AS_OF = Date.UTC(2025, 5, 30, 12);
const DAY_MS = 86_400_000;
const b2b = readModel("b2b-software");
const designer = readModel("designer-25");

describe("b2b-software", () => {
  it("gives at most 50 points for fit and 50 for engagement", () => {
    expect(addUpAchievable(b2b, "fit")).toBe(50);
    expect(addUpAchievable(b2b, "engagement")).toBe(50);
  });

  it("gives a lead that has everything 100 points, cell A1 and hot", () => {
    const score = scoreLead(
      b2b,
      {
        jobTitle: "Vice President, Operations",
        employees: 250,
        industry: "logistics",
        country: "DE",
        leadSource: "Partner",
        freeEmail: false,
        emailOptOut: false,
      },
      [
        did("demo-request"),
        ...repeat(2, did("page-view", "pricing")),
        ...repeat(8, did("page-view", "product")),
        did("whitepaper-download"),
        did("webinar"),
        ...repeat(4, did("email-click")),
      ],
    );
    expect(score.total).toBeCloseTo(100, 12);
    expect(score.cell).toBe("A1");
    expect(score.thresholds.every(({ reached }) => reached)).toBe(true);
    expect(score.categories.map(({ points }) => points)).toEqual([33, 8]);
    expect(score.categories.every(({ actions }) => actions.length > 0)).toBe(true);
  });

  it("gives a lead of whom nothing is known the points of an unknown company size", () => {
    expect(scoreLead(b2b, {}, [])).toMatchObject({ total: 4, cell: "D4" });
  });

  it("rates a subordinate's title only together with a white paper of the last 30 days", () => {
    const attributes = { jobTitle: "Marketing Analyst", employees: 10 };
    const fitAfter = (days: number) =>
      scoreLead(b2b, attributes, [did("whitepaper-download", "guide", days)]).fit;
    expect(fitAfter(30)).toBe(8);
    expect(fitAfter(31)).toBe(0);
    expect(scoreLead(b2b, { jobTitle: "Chief of Staff" }, []).fit).toBe(15 + 4);
  });

  it("takes 4 points a month of silence beyond 30 days, at most 20", () => {
    const totals = [30, 60, 300].map(
      (days) => scoreLead(b2b, { employees: 10 }, [did("page-view", "blog", days)]).total,
    );
    expect(totals).toEqual([0, -4, -20]);
  });
});

describe("designer-25", () => {
  const fields = designer.buckets.flatMap((bucket) =>
    bucket.characteristics.map((characteristic) => ({ bucket, characteristic })),
  );

  it("has exactly 25 fields in a demographic, a behavioral and a qualification bucket", () => {
    expect(fields).toHaveLength(25);
    expect(designer.buckets.map(({ id, axis }) => [id, axis])).toEqual([
      ["demographic", "fit"],
      ["behavioral", "engagement"],
      ["qualification", "fit"],
    ]);
  });

  it("weighs its buckets by per cents that add up to 100, which are their full marks", () => {
    const weights = designer.buckets.map(({ weight }) => weight);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
    for (const bucket of designer.buckets) {
      const marks = bucket.characteristics.map((one) => findAchievable(one, bucket));
      expect(marks.reduce((sum, points) => sum + points, 0)).toBeCloseTo(bucket.weight, 12);
    }
  });

  it("rates every line in 1 to 5 stars, and every field can earn 5", () => {
    for (const { bucket, characteristic } of fields) {
      for (const { stars } of characteristic.lines) expect([1, 2, 3, 4, 5]).toContain(stars);
      const star = (bucket.weight / 100) * bucket.pointsPerStar!;
      expect(findAchievable(characteristic, bucket)).toBeCloseTo(5 * star, 12);
    }
  });

  it("has a line for the unknown in every field of an attribute", () => {
    for (const { characteristic } of fields.filter(({ bucket }) => bucket.axis === "fit")) {
      const tests = characteristic.lines.map(
        ({ dose }) => dose.kind === "attribute" && dose.when.is,
      );
      expect(tests, characteristic.id).toContain("missing");
    }
  });

  it("adds up the stars of a small lead as by hand", () => {
    // 5 stars of seniority · 2 points · 40 % = 4; 9 other demographic fields unknown:
    // 1+2+2+2+2+1+2+2+2 = 16 stars = 12.8; qualification unknown: 5 · 2 stars · 4 · 25 % = 10
    const score = scoreLead(designer, { seniority: "Director" }, [did("page-view", "pricing", 30)]);
    expect(score.fit).toBeCloseTo(4 + 12.8 + 10, 12);
    // a pricing-page visit at its half-life: (5 · ½ + 1 · ½ + recency of 30 days 1) · 2 · 35 %
    expect(score.engagement).toBeCloseTo(4 * 0.7, 12);
  });
});

describe.each([b2b, designer])("$id", (scorecard) => {
  it("can give 100 points in all, and no lead more on a characteristic than that can give", () => {
    const all = addUpAchievable(scorecard, "fit") + addUpAchievable(scorecard, "engagement");
    expect(all).toBeCloseTo(100, 12);
    fc.assert(
      fc.property(arbitraryLead(scorecard), ({ attributes, activities }) => {
        const { ledger } = scoreLead(scorecard, attributes, activities);
        for (const bucket of scorecard.buckets)
          for (const one of bucket.characteristics) {
            const keys = new Set([one.id, ...one.lines.map(({ id }) => id)]);
            const points = ledger
              .filter(({ key }) => keys.has(key))
              .reduce((sum, { contribution }) => sum + contribution, 0);
            expect(points, one.id).toBeLessThanOrEqual(findAchievable(one, bucket) + 1e-9);
          }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps its cut-points and thresholds within reach", () => {
    const { grades, bands } = scorecard.matrix;
    expect(grades.A).toBeLessThan(addUpAchievable(scorecard, "fit"));
    expect(bands["1"]).toBeLessThan(addUpAchievable(scorecard, "engagement"));
    const cuts = scorecard.thresholds.map(({ score }) => score);
    expect(cuts).toEqual([...new Set(cuts)].toSorted((a, b) => a - b));
    expect(cuts.at(-1)).toBeLessThan(100);
  });
});

function readModel(id: string): Scorecard {
  const file = new URL(`../../models/${id}.json`, import.meta.url);
  const scorecard = scorecardSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  expect(scorecard.id).toBe(id);
  return scorecard;
}

function scoreLead(
  scorecard: Scorecard,
  attributes: Lead["attributes"],
  activities: readonly Activity[],
): Score {
  const compiled = compileScorecards({
    format: "counterweight/scorecard-set@1",
    segments: [],
    fallback: scorecard,
  });
  const dosed = doseLead(compiled, { id: "lead", attributes, activities }, AS_OF);
  return scoreDoses(compiled, dosed.doses, dosed.scorecard);
}

function did(type: string, asset = "any", daysAgo = 0): Activity {
  return { type, asset, at: AS_OF - daysAgo * DAY_MS };
}

function repeat(times: number, activity: Activity): readonly Activity[] {
  return Array.from({ length: times }, () => activity);
}

/** Leads made of the very words and bounds that the scorecard asks for, and of unknowns. */
function arbitraryLead(scorecard: Scorecard) {
  const doses = scorecard.buckets
    .flatMap((bucket) => bucket.characteristics)
    .flatMap((characteristic) => characteristic.lines.map(({ dose }) => dose));
  const names = [...new Set(doses.flatMap(listDoseAttributes))];
  const words = JSON.stringify(doses).match(/(?<=")[A-Za-z][^"]*(?=")/g)!;
  const value: fc.Arbitrary<AttributeValue> = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -5, max: 2e8 }),
    fc.constantFrom(...words),
    fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)).map((pair) => pair.join(" ")),
  );
  const activity = fc
    .tuple(
      fc.constantFrom("page-view", "email-click", "webinar", "demo-request", "whitepaper-download"),
      fc.constantFrom("pricing", "product", "blog"),
      fc.integer({ min: 0, max: 200 }),
    )
    .map(([type, asset, days]) => did(type, asset, days));
  return fc.record({
    attributes: fc.record(Object.fromEntries(names.map((name) => [name, value]))),
    activities: fc.array(activity, { maxLength: 30 }),
  });
}
