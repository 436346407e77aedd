import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/statistics/random.ts";
import {
  foldsByTime,
  foldsSeeded,
  type Split,
  splitByTime,
  splitSeeded,
} from "../../src/trainer/split.ts";

const timesOf = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 40 });
const outcomesOf = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 4, maxLength: 60 });
const countWon = (rows: Uint32Array, outcomes: readonly number[]) =>
  rows.reduce((won, row) => won + outcomes[row]!, 0);
const expectDisjoint = ({ train, judge }: Split) => {
  expect(new Set([...train, ...judge]).size).toBe(train.length + judge.length);
};

describe("splitting by time", () => {
  it("lets the latest deals judge", () => {
    const times = Float64Array.of(50, 10, 40, 20, 30);
    const { train, judge, cutoff } = splitByTime(times, 0.4);
    expect([...train]).toEqual([1, 3, 4]);
    expect([...judge]).toEqual([2, 0]);
    expect(cutoff).toBe(40);
  });

  it("comes as near to the share as equal times allow", () => {
    const times = Float64Array.of(1, 2, 2, 2, 2, 3, 4, 5);
    expect(splitByTime(times, 0.5).cutoff).toBe(3);
    expect(splitByTime(times, 0.8).cutoff).toBe(2);
  });

  it("lets nothing judge when all times are equal", () => {
    const { train, judge, cutoff } = splitByTime(Float64Array.of(3, 3, 3), 0.3);
    expect([...train]).toEqual([0, 1, 2]);
    expect(judge).toHaveLength(0);
    expect(cutoff).toBe(Infinity);
  });

  it("puts every deal on the side of the cutoff that its time is on", () => {
    fc.assert(
      fc.property(timesOf, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (list, share) => {
        const times = Float64Array.from(list);
        const { train, judge, cutoff } = splitByTime(times, share);
        expectDisjoint({ train, judge });
        expect(train.length + judge.length).toBe(times.length);
        expect(train.length).toBeGreaterThan(0);
        expect(train.every((row) => times[row]! < cutoff)).toBe(true);
        expect(judge.every((row) => times[row]! >= cutoff)).toBe(true);
      }),
    );
  });

  it("throws on NaN times and shares outside 0 to 1", () => {
    expect(() => splitByTime(Float64Array.of(1, Number.NaN), 0.3)).toThrow(RangeError);
    expect(() => splitByTime(Float64Array.of(1, 2), 1)).toThrow(RangeError);
  });
});

describe("forward chaining", () => {
  it("trains on the blocks before the one that judges", () => {
    const folds = foldsByTime(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), 3);
    expect(folds.map(({ train, judge }) => [[...train], [...judge]])).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [0, 1, 2, 3],
        [4, 5],
      ],
      [
        [0, 1, 2, 3, 4, 5],
        [6, 7],
      ],
    ]);
  });

  it("never trains on a deal as late as one that it judges", () => {
    fc.assert(
      fc.property(timesOf, fc.integer({ min: 1, max: 6 }), (list, k) => {
        const times = Float64Array.from(list);
        const folds = foldsByTime(times, k);
        expect(folds.length).toBeLessThanOrEqual(k);
        expect(folds.length === 0).toBe(new Set(list).size === 1);
        for (const { train, judge } of folds) {
          const latest = Math.max(...Array.from(train, (row) => times[row]!));
          expect(train.length * judge.length).toBeGreaterThan(0);
          expect(judge.every((row) => times[row]! > latest)).toBe(true);
        }
      }),
    );
  });

  it("throws without folds", () => {
    expect(() => foldsByTime(Float64Array.of(1, 2), 0)).toThrow(RangeError);
  });
});

describe("splitting at random", () => {
  it("keeps the share of won on both sides", () => {
    const outcomes = Uint8Array.from({ length: 100 }, (_, i) => Number(i % 5 === 0));
    const { train, judge } = splitSeeded(outcomes, 0.3, createRandom(1));
    expect([train.length, judge.length]).toEqual([70, 30]);
    expect(countWon(judge, [...outcomes])).toBe(6);
  });

  it("is the same for the same seed, in ascending order", () => {
    const outcomes = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
    const split = splitSeeded(outcomes, 0.25, createRandom(8));
    expect(split).toEqual(splitSeeded(outcomes, 0.25, createRandom(8)));
    expect(split).not.toEqual(splitSeeded(outcomes, 0.25, createRandom(9)));
    expect([...split.judge]).toEqual([...split.judge].toSorted((a, b) => a - b));
  });

  it("judges every deal once over the folds, with won spread evenly", () => {
    fc.assert(
      fc.property(outcomesOf, fc.integer({ min: 2, max: 5 }), (list, k) => {
        const folds = foldsSeeded(Uint8Array.from(list), k, createRandom(3));
        expect(folds).toHaveLength(k);
        folds.forEach(expectDisjoint);
        const judged = folds.flatMap(({ judge }) => [...judge]);
        expect(judged.toSorted((a, b) => a - b)).toEqual(list.map((_, row) => row));
        const won = folds.map(({ judge }) => countWon(judge, list));
        expect(Math.max(...won) - Math.min(...won)).toBeLessThanOrEqual(1);
        const sizes = folds.map(({ judge }) => judge.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("throws on fewer than two folds", () => {
    expect(() => foldsSeeded(Uint8Array.of(0, 1), 1, createRandom(1))).toThrow(RangeError);
  });
});
