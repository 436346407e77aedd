import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assignArm,
  bucketOf,
  decideHandOver,
  equalShares,
  findRange,
  isInNamespace,
  rangesOfShares,
} from "../../src/experiment/assignment.ts";
import { testShares } from "../../src/statistics/chi-square.ts";
import oracle from "../oracles/ab_hash.json" with { type: "json" };

type HashCase = [seed: string, value: string, version: number, bucket: number | null];
type RangeCase = [
  name: string,
  [arms: number, coverage: number, weights: number[] | null],
  number[][],
];
type ChoiceCase = [name: string, bucket: number, ranges: number[][], arm: number];
type NamespaceCase = [name: string, unit: string, [string, number, number], boolean];

const hashes = oracle.hash as HashCase[];
const ranges = oracle.getBucketRange as RangeCase[];
const choices = oracle.chooseVariation as ChoiceCase[];
const namespaces = oracle.inNamespace as NamespaceCase[];
const even = { salt: "s", shares: { rules: 0.5, model: 0.5 }, coverage: 1 };

describe("bucketOf", () => {
  it.each(hashes.filter(([, , version]) => version <= 2))(
    "gives GrowthBook's bucket of seed '%s' and unit '%s', version %d",
    (seed, unit, version, bucket) => {
      expect(bucketOf(seed, unit, version as 1 | 2)).toBe(bucket);
    },
  );

  it("refuses versions that there are none of", () => {
    expect(() => bucketOf("abc", "def", 99 as 2)).toThrow(RangeError);
  });

  it("lies in [0, 1) for any text, and is always the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (seed, unit) => {
        const bucket = bucketOf(seed, unit);
        expect(bucket).toBeGreaterThanOrEqual(0);
        expect(bucket).toBeLessThan(1);
        expect(bucketOf(seed, unit)).toBe(bucket);
      }),
    );
  });

  it("spreads units evenly, and two salts independently", () => {
    const cells = Array.from({ length: 16 }, () => 0);
    for (let i = 0; i < 40_000; i++) {
      const [a, b] = [bucketOf("one", `lead-${i}`), bucketOf("two", `lead-${i}`)];
      cells[Math.floor(a * 4) * 4 + Math.floor(b * 4)]!++;
    }
    expect(
      testShares(
        cells,
        Array.from(cells, () => 1),
      ).pValue,
    ).toBeGreaterThan(0.001);
  });
});

describe("rangesOfShares", () => {
  it.each(ranges)("gives GrowthBook's ranges: %s", (_, [arms, coverage, weights], expected) => {
    const found = rangesOfShares(weights?.length === arms ? weights : equalShares(arms), coverage);
    found.forEach(({ from, to }, arm) => {
      expect(from).toBeCloseTo(expected[arm]![0]!, 12);
      expect(to).toBeCloseTo(expected[arm]![1]!, 12);
    });
  });

  it.each(oracle.getEqualWeights as [number, number[]][])(
    "gives %d equal shares",
    (arms, shares) => {
      const found = equalShares(arms);
      expect(found).toHaveLength(shares.length);
      found.forEach((share, arm) => expect(share).toBeCloseTo(shares[arm]!, 7));
    },
  );
});

describe("findRange", () => {
  it.each(choices)("chooses as GrowthBook: %s", (_, bucket, given, arm) => {
    const found = findRange(
      bucket,
      given.map(([from, to]) => ({ from: from!, to: to! })),
    );
    expect(found ?? -1).toBe(arm);
  });
});

describe("isInNamespace", () => {
  it.each(namespaces)("is in where GrowthBook is: %s", (_, unit, [name, from, to], expected) => {
    expect(isInNamespace(unit, { name, from, to })).toBe(expected);
  });
});

describe("assignArm", () => {
  it("moves no unit to another arm when the coverage is raised", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (unit, coverage) => {
        const before = assignArm(unit, { ...even, coverage });
        if (before !== undefined) expect(assignArm(unit, even)).toBe(before);
      }),
    );
  });

  it("gives everybody an arm at full coverage, nobody at none", () => {
    fc.assert(
      fc.property(fc.string(), (unit) => {
        expect(assignArm(unit, even)).toBeDefined();
        expect(assignArm(unit, { ...even, coverage: 0 })).toBeUndefined();
      }),
    );
  });

  it("keeps the shares, and keeps out who is not in the namespace", () => {
    const allocation = {
      salt: "autumn",
      shares: { rules: 0.8, model: 0.2 },
      coverage: 0.5,
      namespace: { name: "routing", from: 0, to: 0.5 },
    };
    const counts = { rules: 0, model: 0, none: 0 };
    for (let i = 0; i < 40_000; i++) {
      const unit = `account-${i}`;
      const arm = assignArm(unit, allocation);
      counts[arm ?? "none"]++;
      if (arm) expect(isInNamespace(unit, allocation.namespace)).toBe(true);
    }
    const { pValue } = testShares([counts.rules, counts.model, counts.none], [0.2, 0.05, 0.75]);
    expect(pValue).toBeGreaterThan(0.001);
  });
});

describe("decideHandOver", () => {
  const policy = { salt: "exp", share: 0.1 };

  it("hands over what passes, with certainty", () => {
    expect(decideHandOver({ unit: "x", passes: true }, policy)).toEqual({
      handedOver: true,
      because: "score",
      propensity: 1,
    });
  });

  it("hands over a share of the rest, with that share as propensity", () => {
    let handedOver = 0;
    for (let i = 0; i < 20_000; i++) {
      const decision = decideHandOver({ unit: `lead-${i}`, passes: false }, policy);
      expect(decision.propensity).toBe(0.1);
      expect(decision.because).toBe(decision.handedOver ? "exploration" : "neither");
      handedOver += decision.handedOver ? 1 : 0;
    }
    expect(testShares([handedOver, 20_000 - handedOver], [0.1, 0.9]).pValue).toBeGreaterThan(0.001);
  });

  it("knows the propensity to the buckets that there are", () => {
    // Buckets below .00005 are bucket 0 alone: one in ten thousand.
    const { propensity } = decideHandOver(
      { unit: "x", passes: false },
      { salt: "e", share: 0.00005 },
    );
    expect(propensity).toBe(0.0001);
    expect(decideHandOver({ unit: "x", passes: false }, { salt: "e", share: 0 }).propensity).toBe(
      0,
    );
  });

  it("explores across the arms", () => {
    const cells = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      const unit = `lead-${i}`;
      const arm = assignArm(unit, { ...even, salt: "exp" }) === "rules" ? 0 : 2;
      const half = { salt: "exp", share: 0.5 };
      cells[arm + Number(decideHandOver({ unit, passes: false }, half).handedOver)]!++;
    }
    expect(testShares(cells, [1, 1, 1, 1]).pValue).toBeGreaterThan(0.001);
  });

  it("refuses a share outside [0, 1)", () => {
    expect(() => decideHandOver({ unit: "x", passes: true }, { salt: "", share: 1 })).toThrow(
      RangeError,
    );
  });
});
