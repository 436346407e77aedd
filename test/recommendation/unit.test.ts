import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choosePointUnit } from "../../src/recommendation/unit.ts";

/** A line whose worth was estimated to within a tenth of a unit of log-odds either way. */
const line = (points: number, worth: number) => ({ points, low: worth - 0.1, high: worth + 0.1 });

describe("log-odds per point", () => {
  it("agrees with most lines where one is badly wrong, however many points that one has", () => {
    const lines = [line(10, 0.5), line(20, 1), line(-10, -0.5), line(90, 0)];
    const unit = choosePointUnit(lines, 1, 40);
    const agreeing = lines.filter(({ points, low, high }) => {
      const worth = unit * points;
      return low <= worth && worth <= high;
    });
    expect(agreeing).toEqual(lines.slice(0, 3));
  });

  it("keeps the spread of the score where all lines agree with that", () => {
    expect(choosePointUnit([line(10, 0.5), line(20, 1)], 1, 20)).toBe(0.05);
  });

  it("stays within a factor 2 of what keeps the spread", () => {
    const unit = choosePointUnit([line(1, 9), line(1, 9), line(1, 0.05)], 1, 20);
    expect(unit).toBe(0.05);
  });

  it("is ten points for double odds where most lines are unrated or all score the same", () => {
    const unrated = [line(10, 0.5), line(0, 0.2), line(0, 0.1)];
    expect(choosePointUnit(unrated, 1, 5)).toBe(Math.LN2 / 10);
    expect(choosePointUnit([line(10, 0.5)], 1, 0)).toBe(Math.LN2 / 10);
  });

  const anyLine = fc
    .record({
      points: fc.integer({ min: -50, max: 50 }).filter((points) => points !== 0),
      worth: fc.double({ min: -3, max: 3, noNaN: true }),
    })
    .map(({ points, worth }) => line(points, worth));

  it("scales with the points: twice the points, half the unit", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1 }), (some) => {
        const doubled = some.map((one) => ({ ...one, points: 2 * one.points }));
        expect(choosePointUnit(doubled, 1, 20)).toBeCloseTo(choosePointUnit(some, 1, 10) / 2, 12);
      }),
    );
  });

  it("never agrees with fewer lines than the unit that keeps the spread", () => {
    const agree = (lines: readonly ReturnType<typeof line>[], unit: number) =>
      lines.filter(({ points, low, high }) => low <= unit * points && unit * points <= high).length;
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1 }), (some) => {
        const unit = choosePointUnit(some, 1, 10);
        expect(agree(some, unit)).toBeGreaterThanOrEqual(agree(some, 0.1));
        expect(unit).toBeGreaterThanOrEqual(0.05);
        expect(unit).toBeLessThanOrEqual(0.2);
      }),
    );
  });
});
