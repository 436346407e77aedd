import { describe, expect, it } from "vitest";
import { findAliased } from "../../src/trainer/aliasing.ts";
import { makeDesign, readOracle, simulateDesign } from "./designs.ts";

describe("aliased columns", () => {
  const rows = [
    [1, 0, 0, 3, 7, 1],
    [0, 1, 0, 1, 7, 0],
    [0, 0, 1, 4, 7, 0],
    [1, 0, 0, 1, 7, 1],
    [0, 1, 0, 5, 7, 0],
    [0, 0, 1, 9, 7, 0],
    [1, 0, 0, 2, 7, 1],
  ];
  const design = makeDesign(rows, [0, 1, 0, 1, 0, 1, 0]);

  it("are constants, copies and the last of levels that add up to 1", () => {
    expect([...findAliased(design).aliased]).toEqual([2, 4, 5]);
  });

  it("are those of least preference among dependent ones", () => {
    const preference = Float64Array.of(1, 5, 5, 0, 9, 2);
    expect([...findAliased(design, preference).aliased]).toEqual([0, 4, 5]);
  });

  it("do not include columns that are close to others but not the same", () => {
    expect([...findAliased(readOracle("logistic_ill_conditioned").design).aliased]).toEqual([]);
  });

  it("are found among many deals, in columns of any size", () => {
    const large = simulateDesign(40_000, 6, 3);
    for (let i = 0; i < large.rows; i++) {
      const row = large.values.subarray(6 * i, 6 * i + 6);
      row[1] = 1e7 + 1e4 * row[1]!;
      row[5] = 0.1 * row[1]! - 300 * row[3]! + row[0]! + 12;
    }
    expect([...findAliased(large).aliased]).toEqual([5]);
    expect([...findAliased(large, Float64Array.of(3, 1, 3, 3, 3, 2)).aliased]).toEqual([1]);
  });

  it("look only at rows that count", () => {
    const weights = Float64Array.of(0, 1, 1, 0, 1, 1, 0);
    expect([...findAliased({ ...design, weights }).aliased]).toEqual([0, 2, 4, 5]);
  });

  it("throw on a preference of the wrong length", () => {
    expect(() => findAliased(design, Float64Array.of(1))).toThrow(RangeError);
  });
});
