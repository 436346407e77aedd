import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/statistics/random.ts";
import { correctForSelection } from "../../src/statistics/selection.ts";
import oracle from "../oracles/decision_metrics.json" with { type: "json" };
import { demand } from "./deals.ts";

const { T1, T0, ...expected } = oracle.begg_greenes;
const above = { won: T1.verified_y1, lost: T1.verified_y0, unworked: T1.unverified };
const below = { won: T0.verified_y1, lost: T0.verified_y0, unworked: T0.unverified };

describe("correctForSelection", () => {
  it("gives the oracle's rates", () => {
    const { sensitivity, specificity } = correctForSelection(above, below);
    expect(Math.abs(demand(sensitivity).value - expected.sensitivity)).toBeLessThan(1e-14);
    expect(Math.abs(demand(specificity).value - expected.specificity)).toBeLessThan(1e-14);
  });

  it("is the plain count when every lead was worked", () => {
    const all = correctForSelection({ ...above, unworked: 0 }, { ...below, unworked: 0 });
    expect(demand(all.sensitivity).value).toBeCloseTo(expected.naive_sensitivity, 14);
    expect(demand(all.specificity).value).toBeCloseTo(expected.naive_specificity, 14);
  });

  it("holds the rates of all leads in its intervals, where worked ones alone mislead", () => {
    // 3 in 10 leads are above the cut; they win 60 % and 80 % are worked; of the rest 10 %, 20 %.
    const random = createRandom(5);
    const truth = { sensitivity: 0.18 / 0.25, specificity: 0.63 / 0.75 };
    const inside = { sensitivity: 0, specificity: 0 };
    const runs = 2_000;
    for (let run = 0; run < runs; run++) {
      const sides = [true, false].map(() => ({ won: 0, lost: 0, unworked: 0 }));
      for (let i = 0; i < 600; i++) {
        const isAbove = random() < 0.3;
        const side = sides[isAbove ? 0 : 1]!;
        if (random() > (isAbove ? 0.8 : 0.2)) side.unworked++;
        else side[random() < (isAbove ? 0.6 : 0.1) ? "won" : "lost"]++;
      }
      const rates = correctForSelection(sides[0]!, sides[1]!);
      for (const name of ["sensitivity", "specificity"] as const) {
        const { low, high } = demand(rates[name]);
        if (low <= truth[name] && truth[name] <= high) inside[name]++;
      }
    }
    for (const name of ["sensitivity", "specificity"] as const) {
      expect(inside[name] / runs).toBeGreaterThan(0.935);
      expect(inside[name] / runs).toBeLessThan(0.975);
    }
  });

  it("mirrors: the sensitivity of wins is the specificity of the turned table", () => {
    const count = fc.integer({ min: 1, max: 500 });
    const side = fc.record({ won: count, lost: count, unworked: count });
    const turn = ({ won, lost, unworked }: typeof above) => ({ won: lost, lost: won, unworked });
    fc.assert(
      fc.property(side, side, (above, below) => {
        const { sensitivity, specificity } = correctForSelection(above, below);
        const turned = correctForSelection(turn(below), turn(above));
        expect(demand(turned.specificity).value).toBeCloseTo(demand(sensitivity).value, 12);
        expect(demand(turned.sensitivity).high).toBeCloseTo(demand(specificity).high, 12);
      }),
    );
  });

  it("is not estimable when no worked lead below the cut was won", () => {
    const { sensitivity, specificity } = correctForSelection(above, { ...below, won: 0 });
    expect(sensitivity).toHaveProperty("notEstimable");
    expect(demand(specificity).value).toBeGreaterThan(0);
  });

  it("refuses counts that are not whole", () => {
    expect(() => correctForSelection({ ...above, won: 1.5 }, below)).toThrow(RangeError);
    expect(() => correctForSelection(above, { ...below, unworked: -1 })).toThrow(RangeError);
  });
});
