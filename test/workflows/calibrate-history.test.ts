import { describe, expect, it } from "vitest";
import type { History } from "../../src/history/history.ts";
import type { Mapping } from "../../src/history/mapping.ts";
import { Refusal } from "../../src/refusal.ts";
import { calibrationSchema } from "../../src/report/calibration.ts";
import type { ScorecardSet } from "../../src/scorecard/schema.ts";
import { createRandom, shuffle } from "../../src/statistics/random.ts";
import { calibrateHistory } from "../../src/workflows/calibrate.ts";
import {
  makeMapping,
  makeSet,
  type SimulatedLine,
  simulateHistory,
  UNIT,
} from "./simulated-history.ts";

function calibrate(set: ScorecardSet, history: History, mapping: Mapping = makeMapping()) {
  const result = calibrateHistory(set, history, mapping, null, { seed: 1, onProgress: () => {} });
  if (result instanceof Refusal) throw new Error(result.message);
  calibrationSchema.parse(result.calibration);
  return result;
}

const RIGHT: readonly SimulatedLine[] = [12, 8, 15, -10, 5, 20].map((points) => ({
  points,
  worth: points,
}));
/** The same with one line that is worth nothing, one turned round, and one that is missing. */
const WRONG: readonly SimulatedLine[] = [
  ...RIGHT,
  { points: 15, worth: 0 },
  { points: 8, worth: -12 },
  { points: 0, worth: 14 },
];

describe("calibrating a scorecard that is right", () => {
  const runs = [1, 2, 3, 4, 5, 6, 7, 8].map(
    (seed) => calibrate(makeSet(RIGHT), simulateHistory(RIGHT, { deals: 400, seed })).calibration,
  );

  it("changes hardly a line in eight histories of 400 deals", () => {
    const changed = runs.map(
      ({ lines }) => lines.filter((l) => l.current !== l.recommended).length,
    );
    expect(changed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
  });

  it("seldom finds the model better or worse", () => {
    const told = runs.filter(({ verdict }) => verdict.answer !== "no-clear-difference");
    expect(told.length).toBeLessThanOrEqual(2);
  });
});

describe("calibrating a scorecard that is wrong in three lines", () => {
  const history = simulateHistory(WRONG, { deals: 6000, seed: 7 });
  const { calibration, recommended, model } = calibrate(makeSet(WRONG), history);

  it("changes those three towards the truth and keeps the others", () => {
    const verdicts = calibration.lines.map(({ verdict }) => verdict);
    expect(verdicts).toEqual([...RIGHT.map(() => "keep"), "drop", "turn-round", "raise"]);
    calibration.lines.forEach((line, j) => {
      expect(Math.abs(line.recommended - WRONG[j]!.worth)).toBeLessThanOrEqual(3.5);
    });
    expect(calibration.prior.unit).toBeCloseTo(UNIT, 1);
  });

  it("finds the model and the recommended scorecard better on later deals", () => {
    expect(calibration.verdict.answer).toBe("better");
    expect(calibration.split).toMatchObject({ kind: "time", train: 4200, judge: 1800 });
    const { deltaLogLoss } = calibration.recommendedComparison;
    expect(deltaLogLoss).toMatchObject({ high: expect.any(Number) });
    expect((deltaLogLoss as { high: number }).high).toBeLessThan(0);
  });

  it("writes the points that it recommends, and a threshold that lets as many through", () => {
    const lines = recommended.fallback.buckets[0]!.characteristics[0]!.lines;
    expect(lines.map(({ points }) => points)).toEqual(
      calibration.lines.map((line) => line.recommendedWritten),
    );
    expect(recommended.fallback.version).toBe(2);
    const [threshold] = calibration.thresholds;
    const [now, then] = [threshold!.now.share, threshold!.share] as { value: number }[];
    expect(Math.abs(now!.value - then!.value)).toBeLessThan(0.08);
  });

  it("keeps the model on the line: its log-odds over the unit are its points", () => {
    model.lines.forEach(({ coefficient }, j) => {
      const line = calibration.lines[j]!;
      expect(line.estimate).toBeCloseTo(coefficient / model.scale.unit, 9);
    });
  });

  it("says the same whatever the order in which the deals came", () => {
    const order = shuffle(history.deals.length, createRandom(3));
    const byTime = Array.from(order, (i) => history.deals[i]!).toSorted((a, b) => a.asOf - b.asOf);
    const again = calibrate(makeSet(WRONG), { ...history, deals: byTime });
    expect(again.calibration).toEqual(calibration);
  });
});

describe("what cannot be known", () => {
  it("recommends nothing where outcomes have nothing to do with the lines", () => {
    const noise = WRONG.map(({ points }) => ({ points, worth: 0 }));
    const { calibration } = calibrate(
      makeSet(WRONG),
      simulateHistory(noise, { deals: 600, seed: 2 }),
    );
    expect(calibration.lines.filter((line) => line.current !== line.recommended)).toEqual([]);
  });

  it("says why a line that the export does not measure stays as it is", () => {
    const history = simulateHistory(RIGHT, { deals: 500, seed: 1 });
    const { calibration } = calibrate(makeSet(RIGHT), {
      ...history,
      attributes: history.attributes.slice(1),
    });
    expect(calibration.lines[0]).toMatchObject({
      verdict: "too-little-evidence",
      recommended: 12,
      estimate: { notEstimable: "The mapping has no attribute a0." },
    });
    expect(calibration.notes.join()).toContain("1 of 6 lines are not measured");
  });

  it("names the line that the others are measured against where they always add up", () => {
    const lines = RIGHT.slice(0, 2);
    const history = simulateHistory(lines, { deals: 500, seed: 1 });
    // Every lead has one of both levels, so either level says all.
    const deals = history.deals.map((deal) => ({
      ...deal,
      lead: { ...deal.lead, attributes: deal.lead.attributes["a0"] ? { a0: true } : { a1: true } },
    }));
    const { calibration } = calibrate(makeSet(lines), { ...history, deals });
    const held = calibration.lines.filter(({ estimate }) => typeof estimate === "object");
    expect(held).toHaveLength(1);
    expect(held[0]!.reason).toContain("measured against it");
  });

  it("refuses too few deals and says how many are needed", () => {
    const history = simulateHistory(RIGHT, { deals: 30, seed: 1 });
    const refusal = calibrateHistory(makeSet(RIGHT), history, makeMapping(), null, {
      seed: 1,
      onProgress: () => {},
    });
    expect(refusal).toMatchObject({ code: "too-few-deals", exitCode: 3 });
    expect((refusal as Refusal).remedy).toContain("20 won and 20 lost");
  });
});

describe("a score that somebody already computes", () => {
  const history = simulateHistory(WRONG, { deals: 3000, seed: 5, dated: false });
  // The vendor's score knows the lines that are right, and is there for every second lead.
  const deals = history.deals.map((deal, i) => {
    const known = Object.keys(deal.lead.attributes).map((name) => Number(name.slice(1)));
    const score = known.reduce((sum, j) => sum + (RIGHT[j]?.worth ?? 0), 0);
    return { ...deal, existingScore: i % 2 ? score : null };
  });
  const existingScore = { columns: ["Vendor score"], from: "deals" as const };

  it("stands as the rules arm, judged and compared on the deals that have it", () => {
    const mapping = makeMapping({ existingScore: { ...existingScore, use: "in-place" } });
    const { arms, comparison, split } = calibrate(
      makeSet(WRONG),
      { ...history, deals },
      mapping,
    ).calibration;
    expect(arms.rules.label).toBe("Rules (Vendor score)");
    expect(arms.rules.judge.deals).toBeLessThan(0.6 * split.judge);
    expect(comparison.deals).toBe(arms.rules.judge.deals);
    expect(arms.model.judge.deals).toBe(split.judge);
    expect(split.kind).toBe("seeded");
  });

  it("stands beside the rules as one more arm", () => {
    const mapping = makeMapping({ existingScore: { ...existingScore, use: "beside" } });
    const { arms } = calibrate(makeSet(WRONG), { ...history, deals }, mapping).calibration;
    expect(arms.rules.label).toBe("Rules");
    expect(arms.existingScore!.label).toBe("Rules (Vendor score)");
  });
});

describe("scorecards for two segments", () => {
  const lines = WRONG.slice(0, 7);
  const base = makeSet(lines).fallback;
  const set: ScorecardSet = {
    format: "counterweight/scorecard-set@1",
    segments: [
      { when: { is: "present", attribute: "large" }, scorecard: { ...base, id: "large" } },
    ],
    fallback: { ...base, id: "others" },
  };
  const history = simulateHistory(lines, { deals: 3000, seed: 11 });
  const deals = history.deals.map((deal, i) =>
    i % 3 === 0
      ? {
          ...deal,
          lead: { ...deal.lead, attributes: { ...deal.lead.attributes, large: true } },
        }
      : deal,
  );
  const { calibration, recommended, model } = calibrate(set, {
    ...history,
    deals,
    attributes: [...history.attributes, "large"],
  });

  it("are calibrated at once, each on its own leads", () => {
    const found = Object.fromEntries(calibration.lines.map((line) => [line.id, line]));
    expect(found["large/a6"]!.leads + found["others/a6"]!.leads).toBe(
      deals.filter(({ lead }) => lead.attributes["a6"]).length,
    );
    expect(found["others/a6"]!.recommended).toBeLessThan(8);
    expect(model.segments).toMatchObject([{ scorecard: "large" }]);
    expect(recommended.segments[0]!.scorecard.id).toBe("large");
    expect(calibration.thresholds.map(({ scorecard }) => scorecard)).toEqual(["large", "others"]);
  });
});
