import { describe, expect, it } from "vitest";
import { screenColumns } from "../../../src/history/leaks/leak-screen.ts";
import { estimateColumnAuc, readColumnAuc } from "../../../src/history/leaks/one-column-auc.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 1000;
const DAY_MS = 86_400_000;
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

  it("leaves columns be where nearly all of them tell, since the outcome is then plain to see", () => {
    const noisy = createRandom(9);
    const telling = (name: string) => column(name, (won) => noisy() + (won ? 0.8 : 0));
    const many = ["Size", "Shape", "Age", "Weight", "Depth"].map(telling);
    const [settling] = [column("Cells", (won) => won)];
    expect(screen(many.slice(1))).toHaveLength(4);
    expect(screen(many)).toEqual([]);
    expect(screen([...many, settling!]).map((finding) => finding.column)).toEqual(["Cells"]);
    const idle = ["Colour", "Place"].map((name) => column(name, () => Math.floor(noisy() * 3)));
    expect(screen([...many, ...idle])).toHaveLength(5);
  });

  it("says of growth and of dates after the outcome only where dates are given", () => {
    const noisy = createRandom(4);
    const createdAt = Array.from(outcomes, () => Math.floor(noisy() * 500) * DAY_MS);
    const lengths = Array.from(outcomes, () => Math.floor(5 + noisy() * 60));
    const closedAt = createdAt.map((at, row) => at + lengths[row]! * DAY_MS);
    const columns = [
      column("Effort", (_, row) => lengths[row]! + Math.floor(noisy() * 9)),
      column("Seen", (_, row) => new Date(closedAt[row]! + 3 * DAY_MS).toISOString()),
    ];
    const dated = screenColumns(columns, outcomes, { seed: 1, dates: { createdAt, closedAt } });
    expect(dated.map(({ reasons }) => reasons)).toEqual([["grows-with-time"], ["after-outcome"]]);
    expect(screen(columns)).toEqual([]);
  });

  it("finds an amount by its trailing digits, and says that it may be kept rounded", () => {
    const noisy = createRandom(8);
    const amount = column("Amount", (won) => {
      const guess = 1000 * Math.ceil(90 * noisy());
      return won && noisy() < 0.4 ? guess + 137 : guess;
    });
    const [finding] = screen([amount]);
    expect(finding?.reasons).toEqual(["trailing-digits"]);
    expect(finding?.explanation).toContain("rounded to two digits it may be kept");
  });

  it("goes by the name alone where the values are said to be no attribute", () => {
    const told = { ...column("Cells", (won) => won), byNameOnly: true };
    expect(screen([told])).toEqual([]);
    expect(screen([{ ...told, name: "Tags" }]).map(({ reasons }) => reasons)).toEqual([["name"]]);
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
