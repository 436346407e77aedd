import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LeadScore } from "../../src/report/lead-score.ts";
import { findReasons } from "../../src/report/lead-score.ts";
import { describeLead, renderLeadsCsv, renderLeadsJson } from "../../src/report/lead-table.ts";
import { renderLedger } from "../../src/report/ledger-text.ts";

/** A lead whose ledger has the given contributions, with a model of one line. */
function makeScore(contributions: readonly number[], label = "Visit"): LeadScore {
  const total = contributions.reduce((sum, value) => sum + value, 0);
  return {
    lead: "L-1",
    asOf: Date.UTC(2025, 2, 1),
    rules: {
      scorecard: "card",
      total,
      fit: 0,
      engagement: total,
      grade: "B",
      band: 2,
      cell: "B2",
      nextAction: "Call, then write",
      buckets: [],
      categories: [{ id: "c", name: "Cloud", points: 12, actions: ["Send the brief"] }],
      thresholds: [{ id: "mql", name: "MQL", score: 10, reached: true }],
      ledger: contributions.map((contribution, k) => ({
        key: `line-${k}`,
        label: `${label} ${k}`,
        bucket: "all",
        axis: "engagement",
        kind: "line",
        dose: 1,
        points: contribution,
        contribution,
      })),
    },
    model: {
      probability: 0.25,
      low: 0.2,
      high: 0.3,
      logOdds: -1.1,
      points: 14,
      intercept: -2,
      contributions: [{ key: "a", label, dose: 1, coefficient: 0.9, contribution: 0.9 }],
    },
  };
}

/** The numbers in the last column of the first table, its sum last. */
function readPoints(text: string): number[] {
  const table = text.split("\n\n")[2]!.split("\n").slice(1);
  return table.map((row) => Number(row.split(/\s+/).at(-1)!.replace("−", "-").replace(/,/g, "")));
}

describe("a ledger as text", () => {
  it("rounds each part by itself, and says in a last row what the sum has beside them", () => {
    const value = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (contributions) => {
        const points = readPoints(renderLedger(makeScore(contributions)));
        const units = points.map((point) => Math.round(point * 1e4));
        const sum = units.slice(0, -1).reduce((all, one) => all + one, 0);
        expect(sum).toBe(units.at(-1));
        contributions.forEach((contribution, k) => {
          expect(Math.abs(points[k]! - contribution)).toBeLessThan(0.5001e-4);
        });
      }),
    );
  });

  it("shows two decimals where they say all, and no row of rounding where none is called for", () => {
    const text = renderLedger(makeScore([-0.68, 1.25]));
    expect(text).toMatch(/Visit 0 +1\.00 +−0\.68 +−0\.68\n/);
    expect(text).toMatch(/sum +\+0\.57\n/);
    expect(text).not.toContain("rounding");
    expect(renderLedger(makeScore([1 / 3, 1 / 3, 1 / 3]))).toMatch(
      /\+0\.3333\nrounding +\+0\.0001\nsum +\+1\.0000\n/,
    );
  });

  it("names the moment, the cell, the action and what each category fires", () => {
    const text = renderLedger(makeScore([10, 5]));
    expect(text).toContain("as it was known on 1 March 2025");
    expect(text).toContain("Cell B2: Call, then write");
    expect(text).toContain("Category Cloud: 12.00; Send the brief");
  });
});

describe("leads as a table", () => {
  it("gives the three strongest reasons for and against, the strongest first", () => {
    const reasons = findReasons(
      [3, -8, 5, -1, 9, 1, -2, -9].map((contribution) => ({ label: "x", contribution })),
    );
    expect(reasons.for.map((reason) => reason.contribution)).toEqual([9, 5, 3]);
    expect(reasons.against.map((reason) => reason.contribution)).toEqual([-9, -8, -2]);
  });

  it("writes numbers that read back to the last digit, and quotes what needs it", () => {
    const score = makeScore([1 / 3, 0.1, 0.2]);
    const [, row] = renderLeadsCsv([score]).split("\n");
    expect(Number(row!.split(",")[3])).toBe(score.rules.total);
    expect(row).toContain('"Call, then write"');
  });

  it("keeps a label from running as a formula", () => {
    const [, row] = renderLeadsCsv([makeScore([4], "=cmd")]).split("\n");
    expect(row).toContain(",'=cmd 0 (4.00),");
  });

  it("writes one JSON document a line, and no moment where there is none", () => {
    const score = { ...makeScore([4]), asOf: 0 };
    expect(describeLead(score).asOf).toBeNull();
    expect(
      renderLeadsJson([score, score])
        .trimEnd()
        .split("\n")
        .map((l) => JSON.parse(l)),
    ).toEqual([describeLead(score), describeLead(score)]);
  });
});
