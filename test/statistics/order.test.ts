import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortOrder, tieStarts } from "../../src/statistics/order.ts";
import { createRandom } from "../../src/statistics/random.ts";

function sortByComparison(values: Float64Array): number[] {
  return [...values.keys()].toSorted((i, j) => values[i]! - values[j]! || i - j);
}

describe("sortOrder", () => {
  it("sorts as a stable comparison sort does, whatever the signs and exponents", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.double({ noNaN: true, noDefaultInfinity: true }),
            fc.integer({ min: -3, max: 3 }),
          ),
        ),
        (list) => {
          const values = Float64Array.from(list);
          expect([...sortOrder(values)]).toEqual(sortByComparison(values));
        },
      ),
    );
  });

  it("sorts many values, for which it takes wider digits, the same way", () => {
    const random = createRandom(5);
    const values = Float64Array.from({ length: 20_000 }, (_, i) =>
      i % 3 === 0 ? Math.round(random() * 50) : (random() - 0.5) * 10 ** (random() * 40 - 20),
    );
    expect([...sortOrder(values)]).toEqual(sortByComparison(values));
  });

  it("puts infinities at the ends, and −0 level with 0", () => {
    const values = Float64Array.of(Infinity, 0, -0, -Infinity, -1, 1, 0);
    expect([...sortOrder(values)]).toEqual([3, 4, 1, 2, 6, 5, 0]);
  });
});

describe("tieStarts", () => {
  it("marks where each run of equal values begins, and the end", () => {
    const values = Float64Array.of(2, 1, 2, -0, 0);
    expect([...tieStarts(values, sortOrder(values))]).toEqual([0, 2, 3, 5]);
  });

  it("holds the end alone when there is nothing", () => {
    expect([...tieStarts(new Float64Array(), new Uint32Array())]).toEqual([0]);
  });
});
