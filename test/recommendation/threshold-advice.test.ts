import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeCut, type ScoredDeals } from "../../src/recommendation/cut-figures.ts";
import { type Aim, adviseThreshold } from "../../src/recommendation/threshold-advice.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const WEEK = 7 * 24 * 3_600_000;
const WORTH = { gainPerWin: 5, costPerLead: 1 };
const worthAim: Aim = { kind: "worth", worth: WORTH };
const precision = (wanted: number, by: "estimate" | "lower-end" = "estimate"): Aim => ({
  kind: "precision",
  wanted,
  by,
});

/** n deals, evenly over 0 to 99 points, won with a chance that rises with the points. */
const chance = (score: number) => 1 / (1 + Math.exp(1.5 - 0.6 * ((score - 49.5) / 29)));
function drawDeals(n: number, random: () => number): ScoredDeals {
  const scores = Float64Array.from({ length: n }, () => Math.floor(random() * 100));
  const outcomes = Uint8Array.from(scores, (score) => (random() < chance(score) ? 1 : 0));
  return { scores, outcomes, times: null, leadsPerWeek: 100 };
}

/** What a cut does with all deals there will ever be. */
function truth(cut: number) {
  const above = Array.from({ length: 100 - cut }, (_, k) => chance(cut + k));
  const won = above.reduce((sum, p) => sum + p, 0) / 100;
  const share = above.length / 100;
  return { share, precision: won / share, value: 5 * won - share };
}

const advise = (deals: ScoredDeals, aim: Aim, seed = 1) =>
  adviseThreshold(deals, aim, { random: createRandom(seed), worth: WORTH, replicates: 40 });

describe("optimism of a chosen cut", () => {
  const histories = Array.from({ length: 400 }, (_, seed) => drawDeals(200, createRandom(seed)));
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const compare = (aim: Aim, read: (figures: ReturnType<typeof judgeCut>) => number) => {
    const advised = histories.flatMap((deals, seed) => {
      const advice = advise(deals, aim, 5000 + seed);
      return "notEstimable" in advice ? [] : [{ deals, ...advice }];
    });
    return {
      advised: advised.length,
      inSample: mean(advised.map(({ deals, cut }) => read(judgeCut(deals, cut.value, WORTH)))),
      crossFitted: mean(advised.map(({ figures }) => read(figures))),
      cuts: advised.map(({ cut }) => cut.value),
    };
  };

  it("shows in the value of a lead, by near half of it at 200 deals, and not when cross-fitted", () => {
    const value = compare(worthAim, (figures) => demand(figures.valuePerLead!).value);
    const actual = mean(value.cuts.map((cut) => truth(cut).value));
    expect(value.advised).toBeGreaterThan(395);
    expect(value.inSample - actual).toBeGreaterThan(0.05);
    // Three standard errors of a mean of 400 histories, whose values scatter by .114.
    expect(Math.abs(value.crossFitted - actual)).toBeLessThan(0.017);
  });

  it("hardly touches a capacity, whose cut does not look at the outcomes", () => {
    const aim: Aim = { kind: "capacity", capacity: 30 };
    const share = compare(aim, (figures) => demand(figures.share).value);
    const rate = compare(aim, (figures) => demand(figures.precision).value);
    expect(Math.abs(share.crossFitted - 0.3)).toBeLessThan(0.01);
    expect(
      Math.abs(rate.crossFitted - mean(rate.cuts.map((cut) => truth(cut).precision))),
    ).toBeLessThan(0.015);
  });

  it("is none at a cut that was not chosen", () => {
    const values = histories.map((deals) => demand(judgeCut(deals, 40, WORTH).valuePerLead!).value);
    expect(Math.abs(mean(values) - truth(40).value)).toBeLessThan(0.015);
  });
});

describe("advice on a threshold", () => {
  const deals = drawDeals(400, createRandom(11));

  it("keeps to the capacity, on other deals too but for chance", () => {
    const { cut, figures } = demand(advise(deals, { kind: "capacity", capacity: 30 }));
    const inSample = demand(judgeCut(deals, cut.value).volume).value;
    const oneLower = demand(judgeCut(deals, cut.value - 1).volume).value;
    expect(inSample).toBeLessThanOrEqual(30);
    expect(oneLower).toBeGreaterThan(30);
    expect(cut.low).toBeLessThanOrEqual(cut.value);
    expect(cut.value).toBeLessThanOrEqual(cut.high);
    expect(demand(figures.volume).value).toBeCloseTo(30, 0);
  });

  it("counts leads a week by the times where they are not known", () => {
    const times = deals.scores.map((_, i) => (i * WEEK) / 10);
    const { scores, outcomes } = deals;
    const aim: Aim = { kind: "capacity", capacity: 3 };
    const { cut } = demand(advise({ scores, outcomes, times }, aim));
    // 400 deals over 39.9 weeks stand for 39.9 · 401/399 weeks, 9.975 a week: 120 deals may pass.
    const passing = (at: number) => scores.filter((score) => score >= at).length;
    expect(passing(cut.value)).toBeLessThanOrEqual(120);
    expect(passing(cut.value - 1)).toBeGreaterThan(120);
  });

  it("holds a chosen cut against today's on the same deals", () => {
    const today = { scores: deals.scores, cut: 0 };
    const settings = { random: createRandom(1), replicates: 40 };
    const { figures, valueOverToday } = demand(
      adviseThreshold(deals, worthAim, { ...settings, today }),
    );
    const now = demand(judgeCut(deals, 0, WORTH).valuePerLead!).value;
    expect(demand(valueOverToday!).value).toBeCloseTo(
      demand(figures.valuePerLead!).value - now,
      12,
    );
    const without = demand(adviseThreshold(deals, worthAim, settings));
    expect(without.valueOverToday).toBeNull();
  });

  it("is the same for the same seed", () => {
    expect(advise(deals, precision(0.25))).toEqual(advise(deals, precision(0.25)));
  });

  it("gives figures of deals that all are judged, whatever the folds", () => {
    const folds = fc.integer({ min: 2, max: 20 });
    const small = drawDeals(40, createRandom(5));
    const aims: Aim[] = [worthAim, precision(0.2), { kind: "capacity", capacity: 40 }];
    fc.assert(
      fc.property(folds, fc.integer(), fc.constantFrom(...aims), (folds, seed, aim) => {
        const advice = adviseThreshold(small, aim, {
          random: createRandom(seed),
          folds,
          repeats: 2,
          replicates: 40,
        });
        const { figures } = demand(advice);
        const wins = small.outcomes.reduce((sum, outcome) => sum + outcome, 0);
        expect(figures.won + figures.winsMissed).toBeCloseTo(wins, 12);
        expect(figures.passing * 2).toBeCloseTo(Math.round(figures.passing * 2), 9);
      }),
      { numRuns: 30 },
    );
  });
});

describe("no advice", () => {
  const n = 40;
  /** 40 deals with 10, 20, 30 or 40 points; 1 in 10, 2, 3 and 4 in 10 won. */
  const scores = Float64Array.from({ length: n }, (_, i) => 10 * (1 + Math.floor(i / 10)));
  const outcomes = Uint8Array.from({ length: n }, (_, i) => (i % 10 <= Math.floor(i / 10) ? 1 : 0));
  const deals = { scores, outcomes, times: null, leadsPerWeek: 20 };

  const reason = (aim: Aim, history: ScoredDeals = deals) =>
    (advise(history, aim) as { notEstimable: string }).notEstimable;

  it("without weeks, for a capacity", () => {
    expect(reason({ kind: "capacity", capacity: 5 }, { scores, outcomes, times: null })).toBe(
      "The deals have no dates, so leads a week cannot be told.",
    );
  });

  it("for a capacity above the volume, or below the leads of the highest score", () => {
    expect(reason({ kind: "capacity", capacity: 20 })).toBe(
      "All leads, 20.0 a week, are within a capacity of 20: no cut is needed.",
    );
    expect(reason({ kind: "capacity", capacity: 4.9 })).toBe(
      "Even the highest cut that any deal passes, 40 points, lets 5.0 leads a week through, above a capacity of 4.9.",
    );
  });

  it("for a precision never reached: it names the best and its cut", () => {
    expect(reason(precision(0.5))).toBe(
      "No cut that 10 deals pass reaches a precision of 50.0%: the best is 40.0%, at 40 points.",
    );
    // 7 of 20 and 4 of 10: the lower ends are 20.2 % and 19.0 %; 9 of 30 is 18.4 %.
    expect(reason(precision(0.3, "lower-end"))).toBe(
      "No cut that 10 deals pass reaches a precision of 30.0% with 95% confidence: the best is 20.2%, at 30 points.",
    );
  });

  it("for wins that do not pay for their leads", () => {
    expect(reason({ kind: "worth", worth: { gainPerWin: 2, costPerLead: 1 } })).toBe(
      "No cut is worth its cost: the best, 40 points, brings −0.050 a lead.",
    );
  });

  it("from fewer than 20 deals", () => {
    const few = { scores: scores.slice(0, 19), outcomes: outcomes.slice(0, 19), times: null };
    expect(reason(worthAim, few)).toBe("Only 19 deals are there to choose a cut by.");
  });

  it("on an aim out of range: that is a mistake", () => {
    expect(() => advise(deals, { kind: "capacity", capacity: 0 })).toThrow(RangeError);
    expect(() => advise(deals, precision(1.1))).toThrow(RangeError);
    const free = { gainPerWin: 0, costPerLead: 1 };
    expect(() => advise(deals, { kind: "worth", worth: free })).toThrow(RangeError);
    const today = { scores: Float64Array.of(1), cut: 0 };
    const settings = { random: createRandom(1), today, replicates: 40 };
    expect(() => adviseThreshold(deals, worthAim, settings)).toThrow(RangeError);
  });
});
