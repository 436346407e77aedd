import { expect, it } from "vitest";
import { measureMean, measureSpread } from "../../src/statistics/spread.ts";

it("takes the mean and the standard deviation over the number of values", () => {
  expect(measureMean([2, 4, 4, 6])).toBe(4);
  expect(measureSpread([2, 4, 4, 6])).toBeCloseTo(Math.SQRT2, 12);
});
