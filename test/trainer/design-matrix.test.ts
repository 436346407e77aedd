import { describe, expect, it } from "vitest";
import { takeColumns, takeRows } from "../../src/trainer/design-matrix.ts";
import { makeDesign } from "./designs.ts";

describe("parts of a design", () => {
  const design = {
    ...makeDesign(
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      [0, 1, 0],
    ),
    weights: Float64Array.of(1, 2, 3),
    offset: Float64Array.of(0.1, 0.2, 0.3),
  };

  it("are rows in the order asked for, with outcomes, weights and offset", () => {
    expect(takeRows(design, Uint32Array.of(2, 0, 2))).toEqual({
      rows: 3,
      columns: 3,
      values: Float64Array.of(7, 8, 9, 1, 2, 3, 7, 8, 9),
      outcomes: Uint8Array.of(0, 0, 0),
      weights: Float64Array.of(3, 1, 3),
      offset: Float64Array.of(0.3, 0.1, 0.3),
    });
  });

  it("are columns in the order asked for", () => {
    const { values, columns, outcomes } = takeColumns(design, Uint32Array.of(2, 0));
    expect([...values]).toEqual([3, 1, 6, 4, 9, 7]);
    expect(columns).toBe(2);
    expect(outcomes).toBe(design.outcomes);
  });

  it("throw for rows and columns that are not there", () => {
    expect(() => takeRows(design, Uint32Array.of(3))).toThrow(RangeError);
    expect(() => takeColumns(design, Uint32Array.of(3))).toThrow(RangeError);
  });
});
