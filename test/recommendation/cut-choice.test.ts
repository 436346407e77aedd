import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CutRule, chooseCut, measurePrecision } from "../../src/recommendation/cut-choice.ts";
import { climb, type Ladder, rankByCut } from "../../src/recommendation/cut-ladder.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { arbitraryDeals, demand, type ScoredDeals } from "../statistics/deals.ts";

const ladderOf = ({ scores, outcomes }: ScoredDeals): Ladder =>
  climb(rankByCut(scores, outcomes), Uint32Array.from(scores.keys()));

function choose(ladder: Ladder, rule: CutRule) {
  const { rung, isReached } = chooseCut(ladder, rule);
  return { cut: ladder.cuts[rung], isReached };
}

/** 40, 30, 20 and 10 points with 10 deals each, of which 6, 4, 1 and 1 won. */
const ladder: Ladder = {
  deals: 40,
  cuts: [40, 30, 20, 10],
  passing: [10, 20, 30, 40],
  won: [6, 10, 11, 12],
};

describe("the cut for a capacity", () => {
  const capacity = (leads: number): CutRule => ({ kind: "capacity", capacity: leads, leads: 100 });

  it("is the lowest that does not let more through, one that just suffices included", () => {
    expect(choose(ladder, capacity(74))).toEqual({ cut: 30, isReached: true });
    expect(choose(ladder, capacity(75))).toEqual({ cut: 20, isReached: true });
    expect(choose(ladder, capacity(500))).toEqual({ cut: 10, isReached: true });
  });

  it("is the highest, unreached, where level scores alone are too many", () => {
    expect(choose(ladder, capacity(24))).toEqual({ cut: 40, isReached: false });
  });
});

describe("the cut for a precision", () => {
  const precision = (wanted: number, by: "estimate" | "lower-end"): CutRule => ({
    kind: "precision",
    wanted,
    by,
  });

  it("is the lowest with that win rate", () => {
    expect(choose(ladder, precision(0.5, "estimate"))).toEqual({ cut: 30, isReached: true });
    expect(choose(ladder, precision(0.51, "estimate"))).toEqual({ cut: 40, isReached: true });
    expect(choose(ladder, precision(0.61, "estimate"))).toEqual({ cut: 40, isReached: false });
  });

  it("counts on the lower end of the one-sided 95 % interval: of 10 in 20, .3274", () => {
    // The p at which 10 of 20 lie z = 1.6449 standard errors above: (.5 − p)² = z² p (1 − p) / 20.
    const p = 0.327403;
    expect((0.5 - p) / Math.sqrt((p * (1 - p)) / 20)).toBeCloseTo(1.6449, 3);
    expect(choose(ladder, precision(0.3274, "lower-end")).cut).toBe(30);
    expect(choose(ladder, precision(0.3275, "lower-end")).cut).toBe(40);
  });

  it("does not take a few lucky deals for a precision", () => {
    const lucky = { deals: 30, cuts: [9, 1], passing: [9, 30], won: [9, 12] };
    expect(choose(lucky, precision(0.9, "estimate"))).toEqual({ cut: 1, isReached: false });
  });
});

describe("the cut for a gain and a cost", () => {
  const worth = (gainPerWin: number, costPerLead: number): CutRule => ({
    kind: "worth",
    worth: { gainPerWin, costPerLead },
  });

  it("is where wins bring most over leads: 5 · 10 − 20 = 30", () => {
    expect(choose(ladder, worth(5, 1))).toEqual({ cut: 30, isReached: true });
  });

  it("is the highest of those that bring the same: 5 · 10 − 2 · 20 = 5 · 6 − 2 · 10 = 10", () => {
    expect(choose(ladder, worth(5, 2))).toEqual({ cut: 40, isReached: true });
  });

  it("is unreached where none brings more than it costs", () => {
    expect(choose(ladder, worth(5, 3)).isReached).toBe(false);
  });
});

describe("cuts on any history", () => {
  const deals = arbitraryDeals(fc.integer({ min: -4, max: 12 }), { minLength: 10 });
  const cutOf = (ladder: Ladder, rule: CutRule) => choose(ladder, rule).cut!;

  it("never rise with capacity", () => {
    const leads = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(deals, leads, leads, (history, a, b) => {
        const at = (capacity: number) =>
          cutOf(ladderOf(history), { kind: "capacity", capacity, leads: 120 });
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)));
      }),
    );
  });

  it("never fall as the wanted precision is raised, as long as it is reached", () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        deals,
        share,
        share,
        fc.constantFrom("estimate", "lower-end"),
        (history, a, b, by) => {
          const at = (wanted: number) =>
            choose(ladderOf(history), { kind: "precision", wanted, by });
          const [less, more] = [at(Math.min(a, b)), at(Math.max(a, b))];
          fc.pre(more.isReached);
          expect(less.isReached).toBe(true);
          expect(more.cut).toBeGreaterThanOrEqual(less.cut!);
        },
      ),
    );
  });

  it("bring as much as the best of all whole cuts, and never less with a lower cost", () => {
    const amount = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(deals, amount, amount, (history, gainPerWin, costPerLead) => {
        const { scores, outcomes } = history;
        const bring = (cut: number) =>
          scores.reduce(
            (sum, score, i) => sum + (score >= cut ? gainPerWin * outcomes[i]! - costPerLead : 0),
            0,
          );
        const best = Math.max(...Array.from({ length: 18 }, (_, k) => bring(k - 5)));
        const rule: CutRule = { kind: "worth", worth: { gainPerWin, costPerLead } };
        const { cut, isReached } = choose(ladderOf(history), rule);
        expect(isReached ? bring(cut!) : 0).toBe(Math.max(0, best));
      }),
    );
  });

  it("have a one-sided lower end between the two-sided one and the win rate", () => {
    fc.assert(
      fc.property(deals, (history) => {
        const ladder = ladderOf(history);
        const all = ladder.cuts.length - 1;
        const { low, value } = demand(estimateProportion(ladder.won[all]!, ladder.deals));
        const lowerEnd = measurePrecision(ladder, all, "lower-end");
        expect(lowerEnd).toBeGreaterThanOrEqual(low);
        expect(lowerEnd).toBeLessThanOrEqual(value);
        if (value > 0) expect(lowerEnd).toBeGreaterThan(low);
      }),
    );
  });
});
