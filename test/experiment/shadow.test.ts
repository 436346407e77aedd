import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tabulateAgreement } from "../../src/experiment/agreement-table.ts";
import { findDisagreement } from "../../src/experiment/disagreement.ts";
import { compareParts, comparePeriods } from "../../src/experiment/parts.ts";
import { splitByMonths } from "../../src/experiment/periods.ts";
import { compareShadow, type ShadowSettings } from "../../src/experiment/shadow.ts";
import { type ShadowLeads, takeLeads } from "../../src/experiment/shadow-leads.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import oracle from "../oracles/proportions_tests.json" with { type: "json" };
import { demand } from "../statistics/deals.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Rules in whole points, a model that sees more sharply by so much. */
function simulate(n: number, noise: { rules: number; model: number }, seed = 1): ShadowLeads {
  const random = createRandom(seed);
  const truth = Float64Array.from({ length: n }, () => 1.3 * drawNormal(random));
  const scores = {
    rules: truth.map((x) => Math.round(10 * (x + noise.rules * drawNormal(random)))),
    model: truth.map((x) => x + noise.model * drawNormal(random)),
  };
  return {
    rules: { scores: scores.rules, probabilities: scores.rules.map((s) => sigmoid(s / 20 - 1)) },
    model: { scores: scores.model, probabilities: scores.model.map((s) => sigmoid(0.8 * s - 1)) },
    outcomes: Uint8Array.from(truth, (x) => (random() < sigmoid(x - 1) ? 1 : 0)),
    clusters: Uint32Array.from(truth, (_, i) => i % Math.max(1, Math.floor(n / 4))),
  };
}

function settings(): ShadowSettings {
  return {
    random: createRandom(2),
    replicates: 100,
    tops: [{ share: 0.2 }, { deals: 50 }],
    thresholds: [{ name: "MQL", rules: 10, model: 1 }],
    prices: [0.1, 0.3],
  };
}

function leadsOf(rules: number[], model: number[], outcomes: number[]): ShadowLeads {
  const arm = (scores: number[]) => ({
    scores: Float64Array.from(scores),
    probabilities: Float64Array.from(scores, sigmoid),
  });
  return { rules: arm(rules), model: arm(model), outcomes: Uint8Array.from(outcomes) };
}

/** Every number of a value that is not one. */
function findNaN(value: unknown): boolean {
  return JSON.stringify(value, (_, part) => (Number.isNaN(part) ? "NaN" : part)).includes('"NaN"');
}

describe("compareShadow", () => {
  it("finds a sharper model better in every figure that tells", () => {
    const compared = compareShadow(simulate(1500, { rules: 1.5, model: 0.4 }), settings());
    expect(compared.verdict.verdict).toBe("better");
    expect(demand(compared.auc.difference).low).toBeGreaterThan(0);
    expect(demand(compared.logLoss.difference).high).toBeLessThan(0);
    expect(demand(compared.brier.difference).high).toBeLessThan(0);
    const [top] = compared.tops;
    expect(demand(top!.comparison).precision.difference.low).toBeGreaterThan(0);
    expect(compared.disagreement.disputed.right).toBe("model");
    expect(compared).toMatchObject({ n: 1500, clusters: 375, ranksAlike: false });
    expect(compared.netBenefit.map(({ price }) => price)).toEqual([0.1, 0.3]);
  });

  it("says that two scores which rank alike do not differ", () => {
    const leads = simulate(400, { rules: 1, model: 1 });
    const same = { ...leads, model: leads.rules };
    const compared = compareShadow(same, settings());
    expect(compared).toMatchObject({
      ranksAlike: true,
      verdict: {
        verdict: "no-difference-worth-having",
        reasons: ["Both scores place every lead alike."],
      },
      disagreement: { leads: [], disputed: { right: "neither" } },
    });
    expect(demand(compared.logLoss.difference)).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(compared.agreement[0]!.agreement).toBeDefined();
  });

  it("gives reasons in place of figures for no leads, one outcome, one account", () => {
    const leads = simulate(60, { rules: 1, model: 1 });
    const none = takeLeads(leads, new Uint32Array());
    expect(compareShadow(none, settings()).verdict).toMatchObject({
      verdict: "not-yet-known",
      reasons: ["No lead has an outcome yet."],
    });
    for (const odd of [
      none,
      { ...leads, outcomes: new Uint8Array(60) },
      { ...leads, outcomes: new Uint8Array(60).fill(1) },
      { ...leads, clusters: new Uint32Array(60) },
      takeLeads(leads, Uint32Array.of(0)),
    ]) {
      const compared = compareShadow(odd, settings());
      expect(compared.verdict.verdict).toBe("not-yet-known");
      expect(findNaN(compared)).toBe(false);
    }
  });

  it("turns round when the arms change places", () => {
    const leads = simulate(500, { rules: 1, model: 0.5 });
    const turned = { ...leads, rules: leads.model, model: leads.rules };
    const [there, back] = [leads, turned].map((one) => compareShadow(one, settings()));
    expect(demand(back!.auc.difference).value).toBeCloseTo(
      -demand(there!.auc.difference).value,
      12,
    );
    expect(demand(back!.auc.difference).pValue).toBeCloseTo(
      demand(there!.auc.difference).pValue,
      12,
    );
    expect(demand(back!.brier.difference).value).toBeCloseTo(
      -demand(there!.brier.difference).value,
      12,
    );
  });

  it("never gives NaN, whatever few leads it gets", () => {
    const lead = fc.record({
      rules: fc.integer({ min: -3, max: 3 }),
      model: fc.double({ min: -4, max: 4, noNaN: true }),
      won: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 14 }), (list) => {
        const leads = leadsOf(
          list.map(({ rules }) => rules),
          list.map(({ model }) => model),
          list.map(({ won }) => won),
        );
        expect(findNaN(compareShadow(leads, { ...settings(), replicates: 40 }))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("tells how far it has come", () => {
    const seen: number[] = [];
    const onProgress = (done: number) => seen.push(done);
    compareShadow(simulate(200, { rules: 1, model: 1 }), { ...settings(), onProgress });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe("tabulateAgreement", () => {
  it.each(oracle.mcnemar.filter(({ b, c }) => b + c > 0))(
    "gives statsmodels' McNemar of $b wins caught by one arm and $c by the other",
    ({ b, c, midp }) => {
      const rules = [...Array.from({ length: b }, () => 1), ...Array.from({ length: c }, () => 0)];
      const leads = leadsOf(
        rules,
        rules.map((taken) => 1 - taken),
        rules.map(() => 1),
      );
      const table = tabulateAgreement(leads, { name: "x", rules: 1, model: 1 });
      expect(table.catches.midP).toBeCloseTo(midp, 12);
      expect(table.right.midP).toBeCloseTo(midp, 12);
      expect([table.onlyRules.n, table.onlyModel.n]).toEqual([b, c]);
    },
  );

  it("counts by hand", () => {
    // Taken by both and won, by rules and lost, by model and won, by neither and lost, at the cuts.
    const leads = leadsOf([5, 5, 1, 1], [5, 1, 5, 1], [1, 0, 1, 0]);
    const table = tabulateAgreement(leads, { name: "MQL", rules: 5, model: 5 });
    expect(table).toMatchObject({
      both: { n: 1, won: 1 },
      onlyRules: { n: 1, won: 0 },
      onlyModel: { n: 1, won: 1 },
      neither: { n: 1, won: 0 },
    });
    expect(demand(table.agreement).value).toBe(0.5);
    // The model is right on both leads that differ.
    expect(table.right.exactP).toBe(0.5);
  });
});

describe("findDisagreement", () => {
  it("lists the leads that are placed furthest apart, and who was right", () => {
    const leads = leadsOf([1, 2, 3, 4], [4, 2, 3, 1], [1, 0, 1, 0]);
    const { leads: listed } = findDisagreement(leads, { share: 1 });
    expect(listed).toEqual([
      { row: 0, rules: 0.125, model: 0.875, won: true, right: "model" },
      { row: 3, rules: 0.875, model: 0.125, won: false, right: "model" },
    ]);
  });

  it("lists no lead on which they agree", () => {
    const same = leadsOf([1, 2, 3], [10, 20, 30], [1, 0, 1]);
    expect(findDisagreement(same).leads).toEqual([]);
    expect(() => findDisagreement(same, { share: 0 })).toThrow(RangeError);
  });
});

describe("compareParts", () => {
  const leads = simulate(1200, { rules: 1.2, model: 0.5 });

  it("gives each segment the figures that it would have alone, and says the multiplicity", () => {
    const partOf = Int32Array.from(leads.outcomes, (_, i) => (i % 5) - 1);
    const alone = { ...leads, clusters: undefined };
    const compared = compareParts(alone, partOf, ["a", "b", "c", "d"]);
    const rows = Uint32Array.from([...partOf.keys()].filter((i) => partOf[i] === 1));
    const own = compareShadow(takeLeads(alone, rows), settings());
    expect(compared.parts[1]!.auc).toEqual(own.auc);
    expect(compared.multiplicity).toEqual({
      among: 4,
      qValues: "benjamini-hochberg",
      intervals: "bonferroni",
    });
    for (const { auc, judged } of compared.parts) {
      const { low, high, pValue } = demand(auc.difference);
      expect(judged!.simultaneous.low).toBeLessThan(low);
      expect(judged!.simultaneous.high).toBeGreaterThan(high);
      expect(judged!.qValue).toBeGreaterThanOrEqual(pValue);
    }
    expect(demand(compared.heterogeneity).degrees).toBe(3);
  });

  it("allows for any dependence where an account stands in several segments", () => {
    const partOf = Int32Array.from(leads.outcomes, (_, i) => (i < 600 ? 0 : 1));
    expect(compareParts(leads, partOf, ["a", "b"]).multiplicity.qValues).toBe(
      "benjamini-yekutieli",
    );
  });

  it("keeps a segment that cannot be judged, with its reason, out of the count", () => {
    const partOf = new Int32Array(1200);
    const compared = compareParts(leads, partOf, ["all", "empty"]);
    expect(compared.parts[1]).toMatchObject({
      n: 0,
      judged: null,
      auc: { difference: { notEstimable: expect.any(String) } },
    });
    expect(compared.multiplicity.among).toBe(1);
    expect(compared.heterogeneity).toHaveProperty("notEstimable");
    expect(() => compareParts(leads, new Int32Array(3), ["a"])).toThrow(RangeError);
  });

  it("finds a model that gets worse over time", () => {
    const sharp = simulate(1500, { rules: 1, model: 0.2 }, 3);
    const blunt = simulate(1500, { rules: 1, model: 3 }, 4);
    const join = (a: Float64Array, b: Float64Array) => Float64Array.from([...a, ...b]);
    const all: ShadowLeads = {
      rules: {
        scores: join(sharp.rules.scores, blunt.rules.scores),
        probabilities: join(sharp.rules.probabilities, blunt.rules.probabilities),
      },
      model: {
        scores: join(sharp.model.scores, blunt.model.scores),
        probabilities: join(sharp.model.probabilities, blunt.model.probabilities),
      },
      outcomes: Uint8Array.from([...sharp.outcomes, ...blunt.outcomes]),
    };
    const times = Float64Array.from({ length: 3000 }, (_, i) => Date.UTC(2024, 0) + i * 3e7);
    const { trend, parts } = comparePeriods(all, splitByMonths(times, 12));
    expect(parts.map(({ name }) => name)).toEqual(["2024", "2025", "2026"]);
    expect(demand(trend.model).high).toBeLessThan(0);
    expect(demand(trend.difference).high).toBeLessThan(0);
    expect(demand(trend.rules).low).toBeLessThan(0);
    expect(demand(trend.rules).high).toBeGreaterThan(0);
  });
});

describe("splitByMonths", () => {
  it("puts each moment in its calendar period", () => {
    const at = (text: string) => Date.parse(text);
    const times = Float64Array.of(
      at("2024-11-30T23:59:59Z"),
      at("2025-02-01T00:00:00Z"),
      NaN,
      at("2024-12-01T00:00:00Z"),
    );
    const monthly = splitByMonths(times, 1);
    expect(monthly.names).toEqual(["2024-11", "2024-12", "2025-01", "2025-02"]);
    expect([...monthly.partOf]).toEqual([0, 3, -1, 1]);
    expect(new Date(monthly.middles[2]!).toISOString()).toBe("2025-01-16T12:00:00.000Z");
    expect(splitByMonths(times, 3).names).toEqual(["2024-Q4", "2025-Q1"]);
    expect(splitByMonths(times, 12).names).toEqual(["2024", "2025"]);
    expect(splitByMonths(Float64Array.of(NaN), 1).names).toEqual([]);
  });

  it("holds every moment between the middles of its neighbours", () => {
    const time = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 5 }), (dates) => {
        const times = Float64Array.from(dates, (date) => date.getTime());
        const { partOf, names, middles } = splitByMonths(times, 1);
        times.forEach((time, i) => {
          expect(names[partOf[i]!]).toBe(new Date(time).toISOString().slice(0, 7));
          expect(Math.abs(time - middles[partOf[i]!]!)).toBeLessThanOrEqual(15.5 * 86_400_000);
        });
      }),
      { numRuns: 40 },
    );
  });
});
