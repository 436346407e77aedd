import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Constraints, decideLines } from "../../src/recommendation/decisions.ts";
import { Posterior } from "../../src/recommendation/posterior.ts";
import type { LineEvidence } from "../../src/recommendation/verdict.ts";
import { twoSidedP } from "../../src/statistics/distributions.ts";
import { adjustPValues } from "../../src/statistics/false-discovery.ts";

const example = fc.record({
  written: fc.integer({ min: -30, max: 30 }),
  worth: fc.double({ min: -40, max: 40, noNaN: true }),
  standardError: fc.double({ min: 0.2, max: 15, noNaN: true }),
});

const STAYS = "The deals agree with it.";

/** Log-odds per point of every example. */
const UNIT = 0.05;

interface Example {
  readonly written: number;
  /** Points. */
  readonly worth: number;
  readonly standardError: number;
  readonly held?: string;
  readonly bounds?: LineEvidence["bounds"];
}

/** Decides on lines with a common correlation of their estimates, beside an intercept. */
function decide(lines: readonly Example[], correlation = 0, constraints: Constraints = {}) {
  const means = Float64Array.of(-1, ...lines.map(({ worth }) => UNIT * worth));
  const errors = [0.1, ...lines.map(({ standardError }) => UNIT * standardError)];
  const covariance = Float64Array.from(
    errors.flatMap((a, i) =>
      errors.map((b, j) => a * b * (i === j ? 1 : i === 0 || j === 0 ? 0 : correlation)),
    ),
  );
  const evidence = lines.map(
    ({ written, worth, standardError, held, bounds }): LineEvidence => ({
      written,
      kind: "points",
      bounds,
      unit: 1,
      estimate: {
        value: worth,
        low: worth - 1.96 * standardError,
        high: worth + 1.96 * standardError,
      },
      information: 0.9,
      held: held ?? null,
    }),
  );
  return decideLines(new Posterior(means, covariance), evidence, UNIT, constraints);
}

describe("the decision on all lines", () => {
  it("changes what the deals insist on and leaves the rest", () => {
    const decisions = decide([
      { written: 10, worth: 12, standardError: 2 },
      { written: 10, worth: 17.6, standardError: 2 },
      { written: 8, worth: -7.2, standardError: 2 },
      { written: 20, worth: 3, standardError: 2 },
      { written: 5, worth: 40, standardError: 3, held: "No deal has it." },
    ]);
    expect(decisions.map(({ verdict, target }) => [verdict, target])).toEqual([
      ["keep", 10],
      ["raise", 18],
      ["turn-round", -7],
      ["drop", 0],
      ["too-little-evidence", 5],
    ]);
  });

  it("changes one of two lines that stand in for each other, though neither insists alone", () => {
    // Only the sum of both is known well: 12 ± 0.9, where the scorecard gives 0.
    const twin = { written: 0, worth: 6, standardError: 6.3 };
    const [first, second] = decide([twin, twin], -0.99);
    expect([first!.target, second!.target].toSorted()).toEqual([0, 12]);
  });

  it("lets the others make up for what rounding takes", () => {
    // The second goes down by .3 to −21, and takes the first along: 20.6 − .3 rounds to 20, not 21.
    const decisions = decide(
      [
        { written: 0, worth: 20.6, standardError: 2 },
        { written: 0, worth: -20.7, standardError: 2.1 },
      ],
      0.999,
    );
    expect(decisions.map(({ target }) => target)).toEqual([20, -21]);
  });

  it("changes of uncorrelated lines those that false discovery control at 10 % finds", () => {
    fc.assert(
      fc.property(fc.array(example, { maxLength: 12 }), (lines) => {
        const p = lines.map((l) => twoSidedP((l.worth - l.written) / l.standardError));
        const found = adjustPValues(Float64Array.from(p)).map((adjusted) =>
          Number(adjusted <= 0.1),
        );
        const changed = decide(lines).map(({ reason }) => Number(reason !== STAYS));
        expect(changed).toEqual([...found]);
      }),
    );
  });

  it("decides alike in whatever order the lines stand", () => {
    fc.assert(
      fc.property(fc.array(example, { maxLength: 8 }), (lines) => {
        expect(decide(lines.toReversed())).toEqual(decide(lines).toReversed());
      }),
    );
  });

  it("changes nothing where every interval holds today's points and lines are uncorrelated", () => {
    fc.assert(
      fc.property(fc.array(example), (lines) => {
        const near = lines.map((line) => ({ ...line, worth: line.written + line.standardError }));
        expect(decide(near).every(({ verdict }) => verdict === "keep")).toBe(true);
      }),
    );
  });
});

describe("what a person allows", () => {
  const lines = [
    { written: 10, worth: 30, standardError: 2 },
    { written: 10, worth: 17.6, standardError: 2 },
    { written: 8, worth: -7.2, standardError: 2 },
    { written: 20, worth: 3, standardError: 2 },
  ];
  const targets = (constraints: Constraints, some: readonly Example[] = lines) =>
    decide(some, 0, constraints).map(({ target }) => target);

  it("limits the largest change", () => {
    expect(targets({ maxChange: 5 })).toEqual([15, 15, 3, 15]);
  });

  it("moves in steps, but leaves what stays as it is", () => {
    expect(targets({ step: 5 })).toEqual([30, 20, -5, 0]);
    expect(targets({ step: 5 }, [{ written: 7, worth: 8, standardError: 2 }])).toEqual([7]);
  });

  it("never moves against the evidence, whatever the limits", () => {
    const odd = [
      { written: 8, worth: 15, standardError: 1 },
      { written: 6, worth: -4, standardError: 1 },
      { written: 6, worth: 14, standardError: 1 },
    ];
    expect(targets({ step: 7, maxChange: 5 }, odd)).toEqual([8, 6, 7]);
    expect(targets({ step: 100 }, odd)).toEqual([8, 0, 6]);
    const forced = [{ written: 18, worth: 2, standardError: 2, bounds: { least: 20, most: 30 } }];
    expect(decide(forced)).toMatchObject([{ verdict: "keep", target: 18 }]);
    expect(decide(forced)[0]!.reason).toContain("What may be written");
  });

  it("changes at most so many lines, the ones that matter most", () => {
    expect(targets({ atMost: 2 })).toEqual([30, 10, 8, 0]);
    expect(targets({ atMost: 0 })).toEqual([10, 10, 8, 20]);
  });

  it("keeps each line within its bounds, and its sign where they say so", () => {
    const bounded = lines.map((line) => ({ ...line, bounds: { least: 0, most: 25 } }));
    expect(targets({}, bounded)).toEqual([25, 18, 0, 0]);
    const fixed = lines.map((line) => ({ ...line, bounds: { least: 10, most: 10 } }));
    expect(targets({}, fixed.slice(0, 2))).toEqual([10, 10]);
  });

  it("writes only what the rules allow, whatever they are", () => {
    const bound = fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined });
    const rules = fc.record({
      maxChange: fc.integer({ min: 0, max: 30 }),
      step: fc.constantFrom(1, 2, 5),
      atMost: fc.integer({ min: 0, max: 5 }),
    });
    const some = fc.array(fc.tuple(example, bound), { maxLength: 6 });
    fc.assert(
      fc.property(some, rules, (pairs, constraints) => {
        const limited = pairs.map(([line, least]) => ({ ...line, bounds: { least } }));
        const decided = decide(limited, 0, constraints);
        const moved = decided.flatMap(({ target }, j) => {
          const { written, bounds } = limited[j]!;
          if (target === written) return [];
          expect(Math.abs(target - written)).toBeLessThanOrEqual(constraints.maxChange);
          expect(target).toBeGreaterThanOrEqual(bounds.least ?? -Infinity);
          return [j];
        });
        expect(moved.length).toBeLessThanOrEqual(constraints.atMost);
      }),
    );
  });
});

describe("a posterior", () => {
  it("moves the others to where they then are likeliest: slope Σ₁₂/Σ₂₂, variance Σ₁₁ − Σ₁₂²/Σ₂₂", () => {
    const posterior = new Posterior(Float64Array.of(1, 2), Float64Array.of(4, 3, 3, 9));
    posterior.fix(1, 5);
    expect([...posterior.means]).toEqual([2, 5]);
    expect([...posterior.covariance]).toEqual([3, 0, 0, 0]);
    expect(posterior.cost(0, 5)).toBe(3);
  });

  it("costs nothing to stay, and refuses a covariance of another size", () => {
    const posterior = new Posterior(Float64Array.of(1), Float64Array.of(0));
    expect(posterior.cost(0, 1)).toBe(0);
    expect(posterior.cost(0, 2)).toBe(Infinity);
    expect(() => new Posterior(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
  });
});
