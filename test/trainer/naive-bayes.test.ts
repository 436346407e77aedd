import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fields, fitNaiveBayes, predictNaiveBayes } from "../../src/trainer/naive-bayes.ts";

/**
 * Five closed leads, two won and three lost, that give the counts of Odoo's published test, and the
 * lead that it scores. Countries, states, e-mail, phone and source; values stand for themselves.
 */
const closed = {
  outcomes: Uint8Array.of(1, 1, 0, 0, 0),
  fields: [
    ["here", "there", "here", null, null],
    ["north", "north", "south", null, null],
    ["correct", "correct", "correct", "correct", "correct"],
    ["correct", "correct", "correct", "wrong", "wrong"],
    ["fair", null, "web", "web", null],
  ],
  stages: Uint8Array.of(2, 2, 1, 0, 0),
};

describe("fitNaiveBayes", () => {
  it("counts each value from a tenth, apart for won and lost", () => {
    const { fields, prior } = fitNaiveBayes(closed.fields, closed.outcomes);
    expect(prior).toBeCloseTo(Math.log(2.1 / 3.1), 14);
    expect(fields[0]!.get("here")).toMatchObject({ won: 1.1, lost: 1.1 });
    expect(fields[1]!.get("south")).toMatchObject({ won: 0.1, lost: 1.1 });
    // (1.1 / 2.2) ÷ (1.1 / 1.2)
    expect(fields[0]!.get("here")!.logOdds).toBeCloseTo(Math.log(0.5 / (1.1 / 1.2)), 14);
    // A value that all deals have says nothing.
    expect(fields[2]!.get("correct")!.logOdds).toBe(0);
  });

  it("counts a lost deal for every stage up to the one it reached", () => {
    const { stages } = fitNaiveBayes([], closed.outcomes, closed.stages);
    expect(stages.map(({ won }) => won)).toEqual([2.1, 2.1, 2.1]);
    expect(stages.map(({ lost }) => lost)).toEqual([3.1, 1.1, 0.1]);
    expect(stages[0]!.logOdds).toBe(0);
  });

  it("refuses columns of unequal length and outcomes that are neither won nor lost", () => {
    expect(() => fitNaiveBayes([["a", "b"], ["c"]], Uint8Array.of(0, 1))).toThrow(RangeError);
    expect(() => fitNaiveBayes([["a"]], Uint8Array.of(2))).toThrow(RangeError);
    expect(() => fitNaiveBayes([["a"]], Uint8Array.of(1), Uint8Array.of(0, 1))).toThrow(RangeError);
  });
});

describe("predictNaiveBayes", () => {
  it("scores Odoo's published test lead 74.30", () => {
    const model = fitNaiveBayes(closed.fields, closed.outcomes, closed.stages);
    const lead = [["here"], ["north"], ["correct"], ["correct"], ["web"]];
    const [probability] = predictNaiveBayes(model, lead, Uint8Array.of(1));
    // Prior; country; state; e-mail; phone; source; stage.
    const won = (2.1 / 5.2) * (1.1 / 2.2) * (2.1 / 2.2) * 1 * (2.1 / 2.2) * (0.1 / 1.2) * 1;
    const lost =
      (3.1 / 5.2) * (1.1 / 1.2) * (0.1 / 1.2) * 1 * (1.1 / 3.2) * (2.1 / 2.2) * (1.1 / 3.1);
    expect(probability).toBeCloseTo(won / (won + lost), 14);
    expect((100 * probability!).toFixed(2)).toBe("74.30");
  });

  it("scores 91.67 from a single win, as Odoo does", () => {
    const model = fitNaiveBayes([["a"]], Uint8Array.of(1));
    expect(predictNaiveBayes(model, [["unseen"]])[0]).toBeCloseTo(1.1 / 1.2, 14);
  });

  it("skips missing and unseen values", () => {
    const model = fitNaiveBayes(closed.fields, closed.outcomes);
    const none = Array.from({ length: 5 }, () => [null, "unseen"]);
    for (const probability of predictNaiveBayes(model, none)) {
      expect(probability).toBeCloseTo(2.1 / 5.2, 14);
    }
  });

  it("clamps to 0.0001 and 0.9999, however many fields agree", () => {
    const outcomes = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
    const fields = Array.from({ length: 400 }, () => Array.from(outcomes, (y) => `${y}`));
    const model = fitNaiveBayes(fields, outcomes);
    const probabilities = predictNaiveBayes(model, fields);
    expect([...new Set(probabilities)]).toEqual([1e-4, 0.9999]);
  });

  it("gives S_w / (S_w + S_l) of the counts, in any order of fields and deals", () => {
    const value = fc.constantFrom("a", "b", "c", null);
    const row = fc.record({ values: fc.tuple(value, value, value), won: fc.constantFrom(0, 1) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const columns = (of: typeof rows): Fields =>
          [0, 1, 2].map((f) => of.map(({ values }) => values[f]!));
        const outcomesOf = (of: typeof rows) => Uint8Array.from(of, ({ won }) => won);
        const actual = predictNaiveBayes(
          fitNaiveBayes(columns(rows), outcomesOf(rows)),
          columns(rows),
        );
        const reversed = rows.toReversed();
        const turned = fitNaiveBayes(columns(reversed).toReversed(), outcomesOf(reversed));
        const same = predictNaiveBayes(turned, columns(rows).toReversed());
        rows.forEach(({ values }, i) => {
          const s = [1, 0].map((outcome) => multiply(rows, values, outcome));
          const expected = s[0]! / (s[0]! + s[1]!);
          expect(actual[i]).toBeCloseTo(Math.min(0.9999, Math.max(1e-4, expected)), 10);
          expect(same[i]).toBeCloseTo(actual[i]!, 10);
        });
      }),
    );
  });

  it("refuses another number of fields than it was fitted on", () => {
    const model = fitNaiveBayes(closed.fields, closed.outcomes);
    expect(() => predictNaiveBayes(model, [["here"]])).toThrow(RangeError);
  });
});

/** Prior times likelihoods for one outcome, counted anew for every factor. */
function multiply(
  rows: readonly { values: readonly (string | null)[]; won: number }[],
  values: readonly (string | null)[],
  outcome: number,
): number {
  const own = rows.filter(({ won }) => won === outcome);
  return values.reduce(
    (product, value, f) => {
      if (value === null) return product;
      const seen = new Set(rows.map((row) => row.values[f]!).filter((v) => v !== null));
      const count = (v: string) => 0.1 + own.filter((row) => row.values[f] === v).length;
      const total = [...seen].reduce((sum, v) => sum + count(v), 0);
      return (product * count(value)) / total;
    },
    (0.1 + own.length) / (0.2 + rows.length),
  );
}
