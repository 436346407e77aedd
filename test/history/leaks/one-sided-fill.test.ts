import { describe, expect, it } from "vitest";
import { findOnlyOutcome } from "../../../src/history/leaks/one-sided-fill.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 1000;
const random = createRandom(11);
const outcomes = Uint8Array.from({ length: N }, () => Number(random() < 0.3));
const column = (value: (won: boolean, row: number) => AttributeValue) => ({
  values: Array.from(outcomes, (outcome, row) => value(outcome === 1, row)),
});

describe("findOnlyOutcome", () => {
  it("finds a reason that is filled for lost deals alone", () => {
    const { values } = column((won, row) => (!won && row % 3 === 0 ? "price" : null));
    expect(findOnlyOutcome(values, outcomes)).toBe("lost");
  });

  it("takes 0 and no for not filled", () => {
    const invoiced = column((won, row) => (won && row % 2 === 0 ? 100 + row : 0)).values;
    expect(findOnlyOutcome(invoiced, outcomes)).toBe("won");
    expect(findOnlyOutcome(column((won) => won).values, outcomes)).toBe("won");
  });

  it("weighs fill rates and not cells: 95 % of the cells in 95 % of the deals is no finding", () => {
    const mostlyLost = Uint8Array.from({ length: 2000 }, (_, row) => Number(row % 20 === 0));
    const half = Array.from(mostlyLost, (_, row) => (row % 3 === 0 ? "x" : null));
    expect(findOnlyOutcome(half, mostlyLost)).toBeNull();
  });

  it("says nothing of fewer than 30 filled cells", () => {
    let left = 29;
    const { values } = column((won) => (won && left-- > 0 ? "x" : null));
    expect(findOnlyOutcome(values, outcomes)).toBeNull();
  });

  it("leaves a yes that few have and that never wins, but not one that a fifth of the lost have", () => {
    const among = (every: number) => column((won, row) => !won && row % every === 0).values;
    expect(findOnlyOutcome(among(10), outcomes)).toBeNull();
    expect(findOnlyOutcome(among(4), outcomes)).toBe("lost");
    const reasons = column((won, row) => (!won && row % 10 === 0 ? "price" : null)).values;
    expect(findOnlyOutcome(reasons, outcomes)).toBe("lost");
  });
});
