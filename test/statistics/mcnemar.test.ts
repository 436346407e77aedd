import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testMatched, testMatchedClusters } from "../../src/statistics/mcnemar.ts";
import { createRandom } from "../../src/statistics/random.ts";
import oracle from "../oracles/proportions_tests.json" with { type: "json" };
import { differ } from "./deals.ts";

describe("testMatched", () => {
  it.each(oracle.mcnemar)("gives statsmodels' exact and mid-p of $b against $c", (expected) => {
    const { exactP, midP } = testMatched({ onlyFirst: expected.b, onlySecond: expected.c });
    expect(differ(exactP, expected.exact_p)).toBeLessThan(1e-12);
    expect(differ(midP, expected.midp)).toBeLessThan(1e-12);
  });

  it("counts coin tosses: none of three one way has chance 2/8, mid-p half of that", () => {
    expect(testMatched({ onlyFirst: 3, onlySecond: 0 })).toEqual({ exactP: 0.25, midP: 0.125 });
  });

  it("does not depend on which decision comes first, and has mid-p below the exact p", () => {
    const deals = fc.nat(300);
    fc.assert(
      fc.property(deals, deals, (onlyFirst, onlySecond) => {
        const { exactP, midP } = testMatched({ onlyFirst, onlySecond });
        const swapped = testMatched({ onlyFirst: onlySecond, onlySecond: onlyFirst });
        expect(swapped).toEqual({ exactP, midP });
        expect(midP).toBeGreaterThan(0);
        expect(midP).toBeLessThanOrEqual(exactP);
        expect(exactP).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("nears the normal approximation for counts whose 2⁻ⁿ no float64 holds", () => {
    // z = (50,300 − 49,700)/√100,000 = 1.897, two-sided p .0578
    const { midP } = testMatched({ onlyFirst: 50_300, onlySecond: 49_700 });
    expect(midP).toBeCloseTo(0.05778, 4);
  });

  it("refuses counts that are negative or not whole", () => {
    expect(() => testMatched({ onlyFirst: -1, onlySecond: 2 })).toThrow(RangeError);
    expect(() => testMatched({ onlyFirst: 1, onlySecond: 0.5 })).toThrow(RangeError);
  });
});

describe("testMatchedClusters", () => {
  it("adds up each cluster: balances 2, 1 and 0 give z = 3/√5", () => {
    const p = testMatchedClusters(
      Int8Array.of(1, 1, 1, -1, 1, 0),
      Uint32Array.of(0, 0, 1, 2, 2, 2),
    );
    // 2 (1 − Φ(1.34164))
    expect(p).toBeCloseTo(0.17971, 5);
  });

  it("is McNemar's uncorrected test where every deal stands alone", () => {
    const balance = Int8Array.from({ length: 100 }, (_, i) => (i < 60 ? 1 : -1));
    // z = (60 − 40)/√100
    expect(testMatchedClusters(balance, Uint32Array.from(balance.keys()))).toBeCloseTo(0.0455, 4);
  });

  it("says 1 where the decisions differ on no deal, and refuses other lengths", () => {
    expect(testMatchedClusters(new Int8Array(3), Uint32Array.of(0, 1, 2))).toBe(1);
    expect(() => testMatchedClusters(new Int8Array(3), new Uint32Array(2))).toThrow(RangeError);
  });

  it("keeps its 5 % where deals of a cluster go together, which the plain test does not", () => {
    const random = createRandom(11);
    const found = { plain: 0, clustered: 0 };
    for (let run = 0; run < 1000; run++) {
      const sides = Array.from({ length: 80 }, () => (random() < 0.5 ? 1 : -1));
      const balance = Int8Array.from({ length: 320 }, (_, i) => sides[i >> 2]!);
      const clusters = Uint32Array.from({ length: 320 }, (_, i) => i >> 2);
      const onlySecond = balance.filter((side) => side === 1).length;
      const plain = testMatched({ onlyFirst: 320 - onlySecond, onlySecond }).midP;
      found.plain += plain < 0.05 ? 1 : 0;
      found.clustered += testMatchedClusters(balance, clusters) < 0.05 ? 1 : 0;
    }
    expect(found.clustered).toBeGreaterThan(30);
    expect(found.clustered).toBeLessThan(70);
    expect(found.plain).toBeGreaterThan(200);
  });
});
