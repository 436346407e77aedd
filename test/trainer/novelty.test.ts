import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareNovelty } from "../../src/trainer/novelty.ts";
import { makeDesign, simulateDesign } from "./designs.ts";

describe("what is news beside a design", () => {
  const levels = makeDesign(
    [
      [1, 0, 0, 5],
      [1, 0, 0, 5],
      [0, 1, 0, 5],
      [0, 1, 0, 5],
      [0, 0, 1, 5],
      [0, 0, 1, 5],
    ],
    [0, 1, 0, 1, 0, 1],
  );
  const measure = prepareNovelty(levels);

  it("is nothing of a copy, a complement, a sum and a constant", () => {
    for (const said of [
      [1, 1, 0, 0, 0, 0],
      [0, 0, 1, 1, 1, 1],
      [4, 4, 2, 2, 7, 7],
      [3, 3, 3, 3, 3, 3],
    ])
      expect(measure(Float64Array.from(said))).toBeLessThan(1e-6);
  });

  it("is all of a column that is balanced in every level", () => {
    expect(measure(Float64Array.of(0, 1, 0, 1, 0, 1))).toBeCloseTo(1, 8);
  });

  it("is 1 − R², by hand", () => {
    // Beside one 0/1 column with means 2/3 and 1/3: total Σ(x − ½)² = 3/2, within 2/3 + 2/3.
    const one = makeDesign([[1], [1], [1], [0], [0], [0]], [0, 1, 0, 1, 0, 1]);
    expect(prepareNovelty(one)(Float64Array.of(1, 1, 0, 1, 0, 0))).toBeCloseTo(4 / 3 / 1.5, 8);
  });

  it("does not depend on the column's unit and origin", () => {
    const design = simulateDesign(120, 3, 7);
    const measure = prepareNovelty(design);
    const column = design.values.filter((_, k) => k % 3 === 1).map((x) => x ** 3);
    const news = measure(column);
    expect(news).toBeGreaterThan(0.1);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        (a, b) => {
          expect(measure(column.map((x) => a * (x + b)))).toBeCloseTo(news, 5);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("throws on a column of another length", () => {
    expect(() => measure(new Float64Array(5))).toThrow(RangeError);
  });
});
