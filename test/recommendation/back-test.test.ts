import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BackTestInput, backTest } from "../../src/recommendation/back-test.ts";
import { judgeCut } from "../../src/recommendation/cut-figures.ts";
import { CELLS, type Cell } from "../../src/scorecard/schema.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { demand } from "../statistics/deals.ts";

const MONDAY = Date.parse("2024-01-01T00:00Z");
const WEEK = 7 * 24 * 3_600_000;

/** Six deals, one a week; the change lets the fourth (won) over 35 points and keeps the third out. */
const input: BackTestInput = {
  before: {
    totals: Float64Array.of(60, 50, 40, 30, 20, 10),
    cells: ["A1", "A1", "B2", "B2", "C3", "D4"],
  },
  after: {
    totals: Float64Array.of(60, 55, 30, 45, 20, 10),
    cells: ["A1", "A1", "C3", "A1", "C3", "D4"],
  },
  outcomes: Uint8Array.of(1, 0, 0, 1, 0, 0),
  times: Float64Array.of(0, 1, 2, 3, 4, 5).map((week) => MONDAY + week * WEEK),
  thresholds: [{ id: "mql", before: 35, after: 40 }],
};

describe("a back-test", () => {
  const result = backTest(input);
  const mql = result.thresholds[0]!;

  it("shows who moves from which cell to which, most first", () => {
    expect(result).toMatchObject({ deals: 6, won: 2, moved: 2 });
    expect(result.cells).toEqual([
      { from: "A1", to: "A1", deals: 2, won: 1 },
      { from: "B2", to: "A1", deals: 1, won: 1 },
      { from: "B2", to: "C3", deals: 1, won: 0 },
      { from: "C3", to: "C3", deals: 1, won: 0 },
      { from: "D4", to: "D4", deals: 1, won: 0 },
    ]);
  });

  it("names the deals that newly pass and no longer pass, and how they ended", () => {
    expect(mql.newlyPassing).toEqual({
      deals: 1,
      won: 1,
      winRate: estimateProportion(1, 1),
      rows: [3],
    });
    expect(mql.noLongerPassing).toEqual({
      deals: 1,
      won: 0,
      winRate: estimateProportion(0, 1),
      rows: [2],
    });
  });

  it("counts volumes week by week", () => {
    expect(mql.weekly).toEqual(
      [
        [1, 1],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
      ].map(([before, after], week) => ({ start: MONDAY + week * WEEK, before, after })),
    );
    expect(mql.figuresBefore).toEqual(
      judgeCut({ scores: input.before.totals, outcomes: input.outcomes, times: input.times }, 35),
    );
    expect(demand(mql.volumeChange).value).toBe(0);
  });

  it("compares the wins at the same volume by McNemar: 1 gained, none missed, mid-p = .5", () => {
    expect(mql.atSameVolume).toEqual({
      cut: 35,
      passingBefore: 3,
      passingAfter: 3,
      winsGained: 1,
      winsMissed: 0,
      pValue: 0.5,
    });
  });

  it("lowers the cut to compare at the same volume where the new points are fewer", () => {
    const halved = {
      ...input,
      after: { ...input.after, totals: input.before.totals.map((total) => total / 2) },
    };
    const { newlyPassing, noLongerPassing, atSameVolume } = backTest(halved).thresholds[0]!;
    expect([newlyPassing.deals, noLongerPassing.deals]).toEqual([0, 3]);
    expect(atSameVolume).toMatchObject({ cut: 20, passingAfter: 3, winsMissed: 0, pValue: 1 });
  });

  it("has no weeks without dates, and all the rest", () => {
    const undated = backTest({ ...input, times: null });
    const threshold = undated.thresholds[0]!;
    expect(threshold.weekly).toEqual([]);
    expect(threshold.volumeChange).toHaveProperty("notEstimable");
    expect(threshold.figuresAfter.volume).toHaveProperty("notEstimable");
    expect(threshold.atSameVolume).toEqual(mql.atSameVolume);
    expect(undated.cells).toEqual(result.cells);
  });

  it("refuses deals that do not pair", () => {
    const { before } = input;
    const short = { ...before, cells: before.cells.slice(1) };
    expect(() => backTest({ ...input, after: short })).toThrow(RangeError);
    expect(() => backTest({ ...input, times: Float64Array.of(1) })).toThrow(RangeError);
    const none = { totals: new Float64Array(0), cells: [] };
    const empty = { before: none, after: none, outcomes: new Uint8Array(0), times: null };
    expect(() => backTest({ ...empty, thresholds: [] })).toThrow(RangeError);
  });
});

describe("any back-test", () => {
  const total = fc.integer({ min: 0, max: 60 });
  const cell: fc.Arbitrary<Cell> = fc.constantFrom(...CELLS);
  const deal = fc.record({
    before: fc.tuple(total, cell),
    after: fc.tuple(total, cell),
    won: fc.constantFrom(0, 1),
    week: fc.integer({ min: 0, max: 12 }),
  });
  const history = fc
    .tuple(fc.array(deal, { minLength: 1, maxLength: 50 }), total, total)
    .map(([deals, before, after]): BackTestInput => {
      const place = (side: "before" | "after") => ({
        totals: Float64Array.from(deals, (deal) => deal[side][0]),
        cells: deals.map((deal) => deal[side][1]),
      });
      return {
        before: place("before"),
        after: place("after"),
        outcomes: Uint8Array.from(deals, ({ won }) => won),
        times: Float64Array.from(deals, ({ week }) => MONDAY + week * WEEK),
        thresholds: [{ id: "mql", before, after }],
      };
    });

  it("moves every deal and every win once", () => {
    fc.assert(
      fc.property(history, (input) => {
        const { cells, deals, won, moved } = backTest(input);
        expect(cells.reduce((sum, move) => sum + move.deals, 0)).toBe(deals);
        expect(cells.reduce((sum, move) => sum + move.won, 0)).toBe(won);
        expect(new Set(cells.map(({ from, to }) => from + to)).size).toBe(cells.length);
        expect(moved).toBe(
          input.before.cells.filter((cell, i) => cell !== input.after.cells[i]).length,
        );
      }),
    );
  });

  it("adds up: before, plus newly passing, less no longer passing, is after", () => {
    fc.assert(
      fc.property(history, (input) => {
        const [threshold] = backTest(input).thresholds;
        const { figuresBefore, figuresAfter, newlyPassing, noLongerPassing, weekly } = threshold!;
        for (const key of ["passing", "won"] as const) {
          const crossing = key === "won" ? "won" : "deals";
          expect(figuresBefore[key] + newlyPassing[crossing] - noLongerPassing[crossing]).toBe(
            figuresAfter[key],
          );
        }
        if (weekly.length === 0) return;
        expect(weekly.reduce((sum, { before }) => sum + before, 0)).toBe(figuresBefore.passing);
        expect(weekly.reduce((sum, { after }) => sum + after, 0)).toBe(figuresAfter.passing);
        expect(demand(threshold!.volumeChange).value).toBeCloseTo(
          demand(figuresAfter.volume).value - demand(figuresBefore.volume).value,
          12,
        );
      }),
    );
  });

  it("finds nothing where nothing changes, with p = 1", () => {
    fc.assert(
      fc.property(history, (input) => {
        const same = backTest({
          ...input,
          after: input.before,
          thresholds: input.thresholds.map((cut) => ({ ...cut, after: cut.before })),
        });
        const threshold = same.thresholds[0]!;
        expect(same.moved).toBe(0);
        expect(threshold.newlyPassing.rows).toEqual([]);
        expect(threshold.noLongerPassing.rows).toEqual([]);
        expect(threshold.figuresAfter).toEqual(threshold.figuresBefore);
        expect(threshold.atSameVolume).toMatchObject({ winsGained: 0, winsMissed: 0, pValue: 1 });
      }),
    );
  });

  it("turns round when before and after change places", () => {
    fc.assert(
      fc.property(history, (input) => {
        const forth = backTest(input).thresholds[0]!;
        const back = backTest({
          ...input,
          before: input.after,
          after: input.before,
          thresholds: input.thresholds.map(({ id, before, after }) => ({
            id,
            before: after,
            after: before,
          })),
        }).thresholds[0]!;
        expect(back.newlyPassing).toEqual(forth.noLongerPassing);
        expect(back.figuresBefore).toEqual(forth.figuresAfter);
      }),
    );
  });
});
