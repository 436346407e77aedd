import { describe, expect, it } from "vitest";
import { screenColumns } from "../../../src/history/leaks/leak-screen.ts";
import { estimateColumnAuc, readColumnAuc } from "../../../src/history/leaks/one-column-auc.ts";
import { findOnlyOutcome } from "../../../src/history/leaks/one-sided-fill.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 1000;
const random = createRandom(11);
const outcomes = Uint8Array.from({ length: N }, () => Number(random() < 0.3));
const column = (name: string, value: (won: boolean, row: number) => AttributeValue) => ({
  name,
  values: Array.from(outcomes, (outcome, row) => value(outcome === 1, row)),
});
const screen = (columns: ReturnType<typeof column>[]) =>
  screenColumns(columns, outcomes, { seed: 1 });

function aucOf(values: readonly AttributeValue[], of = outcomes): number {
  const auc = readColumnAuc(estimateColumnAuc(values, of, createRandom(1)));
  if (!isEstimated(auc)) throw new Error(auc.notEstimable);
  return auc;
}

describe("estimateColumnAuc", () => {
  it("is 1 for a column that is the outcome, as text, number, yes/no or blank", () => {
    for (const values of [
      column("", (won) => (won ? "signed" : "gone")).values,
      column("", (won) => (won ? 90 : 10)).values,
      column("", (won) => won).values,
      column("", (won) => (won ? "x" : null)).values,
    ])
      expect(aucOf(values)).toBe(1);
  });

  it("is as high for a number turned round, and for one that is telling in the middle", () => {
    expect(aucOf(column("", (won, row) => (won ? -row : row + 1)).values)).toBeGreaterThan(0.99);
    const middle = column("", (won, row) =>
      won ? 50 + (row % 5) : row % 2 === 0 ? 0 : 100,
    ).values;
    expect(aucOf(middle)).toBeGreaterThan(0.99);
  });

  it("is a coin for a text that no other row has, since it is judged on rows it did not see", () => {
    expect(aucOf(column("", (_, row) => `note ${row}`).values)).toBeCloseTo(0.5, 2);
  });

  it("orders dates", () => {
    const at = (won: boolean, row: number) =>
      new Date(Date.UTC(won ? 2021 : 2020, 0, 1 + (row % 300))).toISOString();
    expect(aucOf(column("", at).values)).toBeGreaterThan(0.95);
  });

  it("is not estimable with a single won deal", () => {
    const few = Uint8Array.of(1, 0, 0, 0);
    expect(estimateColumnAuc([1, 2, 3, 4], few, createRandom(1))).toHaveProperty("notEstimable");
  });

  it("refuses a column of another length", () => {
    expect(() => estimateColumnAuc([1], outcomes, createRandom(1))).toThrow(RangeError);
  });
});

describe("findOnlyOutcome", () => {
  it("finds a reason that is filled for lost deals alone", () => {
    const { values } = column("", (won, row) => (!won && row % 3 === 0 ? "price" : null));
    expect(findOnlyOutcome(values, outcomes)).toBe("lost");
  });

  it("takes 0 and no for not filled", () => {
    const invoiced = column("", (won, row) => (won && row % 2 === 0 ? 100 + row : 0)).values;
    expect(findOnlyOutcome(invoiced, outcomes)).toBe("won");
    expect(findOnlyOutcome(column("", (won) => won).values, outcomes)).toBe("won");
  });

  it("weighs fill rates and not cells: 95 % of the cells in 95 % of the deals is no finding", () => {
    const mostlyLost = Uint8Array.from({ length: 2000 }, (_, row) => Number(row % 20 === 0));
    const half = Array.from(mostlyLost, (_, row) => (row % 3 === 0 ? "x" : null));
    expect(findOnlyOutcome(half, mostlyLost)).toBeNull();
  });

  it("says nothing of fewer than 30 filled cells", () => {
    let left = 29;
    const { values } = column("", (won) => (won && left-- > 0 ? "x" : null));
    expect(findOnlyOutcome(values, outcomes)).toBeNull();
  });
});

describe("screenColumns", () => {
  it("gives every reason, the AUC and words for each column that knows the outcome", () => {
    const [finding, ...rest] = screen([
      column("Industry", (_, row) => ["Software", "Steel", "Law"][row % 3]!),
      column("Closed Lost Reason", (won) => (won ? null : "price")),
    ]);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      column: "Closed Lost Reason",
      reasons: ["name", "tells-outcome", "filled-for-one-outcome"],
      auc: 1,
    });
    expect(finding?.explanation).toBe(
      "by its name, it tells why or how the deal was closed, which is known only afterwards; " +
        "alone it tells the outcome better than anything known beforehand should; " +
        "it is filled almost only for lost deals",
    );
  });

  it("finds a leak that has an innocent name", () => {
    const noisy = createRandom(3);
    const found = screen([column("Interest", (won) => (won === noisy() < 0.9 ? "high" : "low"))]);
    expect(found.map(({ reasons }) => reasons)).toEqual([["tells-outcome"]]);
  });

  it("keeps a column that helps a great deal but not too much", () => {
    const noisy = createRandom(3);
    const helps = column("Time on site", (won) => noisy() * 10 + (won ? 3 : 0));
    expect(aucOf(helps.values)).toBeGreaterThan(0.7);
    expect(screen([helps])).toEqual([]);
  });

  it("goes by names alone where there are no outcomes", () => {
    const found = screenColumns(
      [
        { name: "Tags", values: [] },
        { name: "City", values: [] },
      ],
      new Uint8Array(0),
      { seed: 1 },
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.auc).toHaveProperty("notEstimable");
    expect(found[0]?.explanation).not.toContain("AUC");
  });

  it.each([40, 100, 400])(
    "flags at most one honest column in twenty, in histories of %i deals",
    (n) => {
      const draw = createRandom(n);
      let flagged = 0;
      const tried = 300;
      for (let t = 0; t < tried; t++) {
        const fill = draw();
        const levels = 2 + Math.floor(draw() * 15);
        const effect = draw() * 0.3;
        const won = Uint8Array.from({ length: n }, () => Number(draw() < 0.35));
        const values = Array.from(won, (outcome): AttributeValue => {
          if (draw() > fill) return null;
          const level = Math.floor(draw() * levels);
          const lifted = outcome === 1 && draw() < effect ? 0 : level;
          return t % 2 === 0 ? lifted : `level ${lifted}`;
        });
        flagged += screenColumns([{ name: "Segment", values }], won, { seed: t }).length;
      }
      expect(flagged / tried).toBeLessThanOrEqual(0.05);
    },
  );
});
