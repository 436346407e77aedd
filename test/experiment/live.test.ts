import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmName } from "../../src/experiment/assignment.ts";
import { type EnrolledLead, tallyLeads } from "../../src/experiment/enrolment.ts";
import { checkGuardrails } from "../../src/experiment/guardrails.ts";
import { compareLive, type LiveTerms } from "../../src/experiment/live.ts";
import { planExperiment } from "../../src/experiment/plan.ts";
import { judgeInterval } from "../../src/experiment/verdict.ts";
import { compareMeans } from "../../src/statistics/mean-difference.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const DAY = 86_400_000;
const terms: LiveTerms = {
  shares: { rules: 0.5, model: 0.5 },
  withinDays: 30,
  minimumEffect: 0.05,
  plannedUnits: 4000,
  alpha: 0.05,
  adjustForScore: true,
};

interface Simulation {
  readonly rules: number;
  readonly model: number;
  readonly rates: Readonly<Record<ArmName, number>>;
  readonly seed?: number;
}

/** Leads enrolled at day 0, won on day 10 or not at all; the score foretells some of it. */
function enrol({ rules, model, rates, seed = 1 }: Simulation): EnrolledLead[] {
  const random = createRandom(seed);
  return (["rules", "model"] as const).flatMap((arm) =>
    Array.from({ length: arm === "rules" ? rules : model }, (_, i) => {
      const score = drawNormal(random);
      const isWon = random() < Math.min(1, Math.max(0, rates[arm] * (1 + 0.8 * score)));
      return {
        unit: `${arm}-${i}`,
        arm,
        enrolledAt: 0,
        succeededAt: isWon ? 10 * DAY : null,
        scoreBefore: score,
      };
    }),
  );
}

const verdictOf = (leads: readonly EnrolledLead[], asOf = 60 * DAY, own = terms) =>
  compareLive(leads, [], own, asOf).verdict;

describe("tallyLeads", () => {
  const lead = (unit: string, enrolledAt: number, succeededAt: number | null): EnrolledLead => ({
    unit,
    arm: "rules",
    enrolledAt,
    succeededAt,
    scoreBefore: null,
  });

  it("counts nothing of a window that is still open, success or not", () => {
    const leads = [lead("a", 0, 5 * DAY), lead("b", 20 * DAY, 21 * DAY), lead("c", 0, null)];
    const { arms, waiting } = tallyLeads(leads, { withinDays: 30, asOf: 40 * DAY });
    expect(arms.rules).toMatchObject({ enrolled: 3, units: 2, leads: 2, successes: 1 });
    expect(waiting).toBe(1);
  });

  it("counts no success after the window, nor one before enrolment", () => {
    const leads = [lead("a", 0, 31 * DAY), lead("b", DAY, 0), lead("c", 0, 30 * DAY)];
    const { arms } = tallyLeads(leads, { withinDays: 30, asOf: 400 * DAY });
    expect(arms.rules.successes).toBe(1);
  });

  it("says the same of a lead's window whenever one looks after it", () => {
    const asOf = fc.integer({ min: 30, max: 3000 });
    fc.assert(
      fc.property(asOf, fc.option(fc.integer({ min: 0, max: 100 })), (day, won) => {
        const leads = [lead("a", 0, won === null ? null : won * DAY), lead("b", 0, null)];
        const first = tallyLeads(leads, { withinDays: 30, asOf: 30 * DAY });
        expect(tallyLeads(leads, { withinDays: 30, asOf: day * DAY })).toEqual(first);
      }),
    );
  });

  it("takes an account's leads together: their spread is that of a ratio", () => {
    const leads = [
      ...Array.from({ length: 4 }, () => lead("a", 0, DAY)),
      ...Array.from({ length: 4 }, () => lead("b", 0, null)),
      ...Array.from({ length: 4 }, () => lead("c", 0, DAY)),
      ...Array.from({ length: 4 }, () => lead("d", 0, null)),
    ];
    const { arms } = tallyLeads(leads, { withinDays: 30, asOf: 60 * DAY });
    expect(arms.rules).toMatchObject({ units: 4, leads: 16, successes: 8 });
    // Four accounts at 1, 0, 1, 0: mean ½, variance ⅓
    expect(arms.rules.moments).toMatchObject({ n: 4, mean: 0.5 });
    expect(arms.rules.moments!.variance).toBeCloseTo(1 / 3, 12);
  });

  it("leaves out units that are in both arms, and counts them", () => {
    const leads = [lead("a", 0, null), { ...lead("a", 0, null), arm: "model" as const }];
    const { arms, inBothArms } = tallyLeads(leads, { withinDays: 30, asOf: 60 * DAY });
    expect(inBothArms).toBe(1);
    expect(arms.rules.enrolled + arms.model.enrolled).toBe(0);
  });
});

describe("compareLive", () => {
  it("finds the better arm better, and the worse one worse", () => {
    const better = { rules: 2000, model: 2000, rates: { rules: 0.1, model: 0.22 } };
    expect(verdictOf(enrol(better)).verdict).toBe("better");
    const worse = { ...better, rates: { rules: 0.22, model: 0.1 } };
    expect(verdictOf(enrol(worse)).verdict).toBe("worse");
  });

  it("knows no difference worth having from one that is not yet known", () => {
    const rates = { rules: 0.1, model: 0.1 };
    expect(verdictOf(enrol({ rules: 4000, model: 4000, rates })).verdict).toBe(
      "no-difference-worth-having",
    );
    expect(verdictOf(enrol({ rules: 150, model: 150, rates })).verdict).toBe("not-yet-known");
  });

  it("rests on the adjusted difference, which is surer", () => {
    const leads = enrol({ rules: 2000, model: 2000, rates: { rules: 0.3, model: 0.35 } });
    const { plain, adjusted } = compareLive(leads, [], terms, 60 * DAY);
    const sharp = demand(demand(adjusted).difference);
    expect(sharp.standardError).toBeLessThan(demand(plain.difference).standardError);
    expect(demand(adjusted).explained).toBeGreaterThan(0.02);
  });

  it("is broken when the arms do not have their shares", () => {
    const leads = enrol({ rules: 1200, model: 800, rates: { rules: 0.1, model: 0.3 } });
    const verdict = verdictOf(leads);
    expect(verdict.verdict).toBe("broken");
    expect(verdict.reasons).toEqual([
      "The arms have 1,200 and 800 units where 1,000 and 1,000 were to be expected.",
    ]);
  });

  it("is broken when one arm stays empty, and too early to tell with few units", () => {
    const rates = { rules: 0.2, model: 0.2 };
    expect(verdictOf(enrol({ rules: 200, model: 0, rates })).verdict).toBe("broken");
    expect(verdictOf(enrol({ rules: 3, model: 0, rates }))).toMatchObject({
      verdict: "not-yet-known",
      reasons: ["No unit of the model's arm has its outcome window behind it."],
    });
  });

  it("is broken when units stand in both arms", () => {
    const leads = enrol({ rules: 500, model: 500, rates: { rules: 0.2, model: 0.2 } });
    const moved = leads.slice(0, 40).map((lead) => ({ ...lead, arm: "model" as const }));
    expect(verdictOf([...leads, ...moved])).toMatchObject({
      verdict: "broken",
      reasons: ["40 units were in both arms."],
    });
  });

  it("says so when nothing takes part, no window is over, or nothing was won", () => {
    expect(verdictOf([])).toMatchObject({
      verdict: "not-yet-known",
      reasons: ["No unit takes part yet."],
    });
    const leads = enrol({ rules: 300, model: 300, rates: { rules: 0.2, model: 0.2 } });
    expect(verdictOf(leads, 20 * DAY)).toMatchObject({
      verdict: "not-yet-known",
      reasons: ["No outcome window is over yet."],
      cautions: expect.arrayContaining(["The outcome window of 600 leads is not over."]),
    });
    const lost = enrol({ rules: 300, model: 300, rates: { rules: 0, model: 0 } });
    expect(verdictOf(lost).reasons).toEqual(["Too few successes yet."]);
    const won = lost.map((lead) => ({ ...lead, succeededAt: DAY }));
    expect(verdictOf(won).reasons).toEqual(["Too few failures yet."]);
  });

  it("gives figures or reasons, never NaN, whatever the leads", () => {
    const lead = fc.record({
      unit: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
      arm: fc.constantFrom("rules" as const, "model" as const),
      enrolledAt: fc.integer({ min: 0, max: 90 }).map((day) => day * DAY),
      succeededAt: fc.option(fc.integer({ min: 0, max: 120 }).map((day) => day * DAY)),
      scoreBefore: fc.option(fc.integer({ min: 0, max: 3 })),
    });
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 25 }), (leads) => {
        const compared = compareLive(leads, [], terms, 80 * DAY);
        expect(
          JSON.stringify(compared, (_, value) => (Number.isNaN(value) ? "NaN" : value)),
        ).not.toMatch(/NaN/);
        expect(compared.verdict.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it("warns of guardrails that were breached or are not known to hold", () => {
    const leads = enrol({ rules: 2000, model: 2000, rates: { rules: 0.1, model: 0.2 } });
    const reading = (name: string, mean: number, n: number) => ({
      name,
      worse: "higher" as const,
      margin: 1,
      rules: { n, mean: 4, variance: 9 },
      model: { n, mean, variance: 9 },
    });
    const { verdict, guardrails } = compareLive(
      leads,
      [reading("Response time", 9, 2000), reading("Volume per rep", 4.2, 20)],
      terms,
      60 * DAY,
    );
    expect(guardrails.map(({ state }) => state)).toEqual(["breached", "not-yet-known"]);
    expect(verdict.verdict).toBe("better");
    expect(verdict.cautions).toEqual([
      "Response time got worse by more than its margin.",
      "Whether Volume per rep keeps within its margin is not yet known.",
    ]);
  });
});

describe("checkGuardrails", () => {
  const settings = { alpha: 0.05, tunedTo: 2000 };

  it("holds one that is shown to be no worse than by its margin, either way round", () => {
    const rules = { n: 1000, mean: 10, variance: 4 };
    for (const worse of ["higher", "lower"] as const) {
      const readings = [{ name: "x", worse, margin: 1, rules, model: { ...rules, mean: 10.2 } }];
      expect(checkGuardrails(readings, settings)[0]!.state).toBe("held");
    }
  });

  it("breaches one only in the direction that is worse", () => {
    const rules = { n: 1000, mean: 10, variance: 4 };
    const state = (worse: "higher" | "lower") =>
      checkGuardrails(
        [{ name: "x", worse, margin: 1, rules, model: { ...rules, mean: 13 } }],
        settings,
      )[0]!.state;
    expect(state("higher")).toBe("breached");
    expect(state("lower")).toBe("held");
  });

  it("refuses a margin of nothing", () => {
    const one = { n: 10, mean: 1, variance: 1 };
    const readings = [{ name: "x", worse: "higher" as const, margin: 0, rules: one, model: one }];
    expect(() => checkGuardrails(readings, settings)).toThrow(RangeError);
  });
});

describe("judgeInterval", () => {
  it("puts what is too small to act on before better and worse", () => {
    const judge = (low: number, high: number) =>
      judgeInterval({ value: (low + high) / 2, low, high }, 0.05);
    expect(judge(0.01, 0.04)).toBe("no-difference-worth-having");
    expect(judge(0.01, 0.09)).toBe("better");
    expect(judge(-0.09, -0.01)).toBe("worse");
    expect(judge(-0.01, 0.09)).toBe("not-yet-known");
    expect(judge(0, 0)).toBe("no-difference-worth-having");
  });
});

describe("planExperiment", () => {
  const question = {
    baseRate: 0.12,
    minimumEffect: 0.04,
    modelShare: 0.5,
    unitsPerWeek: 200,
    withinDays: 60,
  };

  it("plans units and days, more for looking every day", () => {
    const { fixed, anytime, inflation, detectable } = demand(planExperiment(question));
    // 7.849 · (.12 · .88 + .16 · .84) / .0016
    expect(fixed.rules).toBe(1178);
    expect(fixed.units).toBe(2356);
    expect(fixed.days).toBe(fixed.enrolmentDays + 60);
    expect(anytime.units / fixed.units).toBeCloseTo(inflation, 2);
    expect(inflation).toBeGreaterThan(1.5);
    expect(inflation).toBeLessThan(2);
    const differences = detectable.map(({ difference }) => difference);
    expect(differences).toEqual(differences.toSorted((a, b) => b - a));
  });

  it("needs fewer units the more the score foretells, and more for leads that go together", () => {
    const plain = demand(planExperiment(question)).fixed.units;
    expect(demand(planExperiment({ ...question, explained: 0.3 })).fixed.units / plain).toBeCloseTo(
      0.7,
      2,
    );
    expect(
      demand(planExperiment({ ...question, designEffect: 2 })).fixed.units / plain,
    ).toBeCloseTo(2, 2);
  });

  it("says when it cannot be done", () => {
    expect(planExperiment({ ...question, baseRate: 0.97 })).toHaveProperty("notEstimable");
    expect(planExperiment({ ...question, unitsPerWeek: 1 })).toHaveProperty("notEstimable");
    expect(() => planExperiment({ ...question, modelShare: 1 })).toThrow(RangeError);
    expect(() => planExperiment({ ...question, minimumEffect: 0 })).toThrow(RangeError);
  });

  it("agrees with the test that will be made", () => {
    const { fixed } = demand(planExperiment(question));
    const arm = (n: number, mean: number) => ({ n, mean, variance: mean * (1 - mean) });
    const { standardError } = demand(
      compareMeans(arm(fixed.rules, 0.12), arm(fixed.model, 0.16), { tunedTo: 1 }),
    );
    expect(0.04 / standardError).toBeCloseTo(1.96 + 0.8416, 2);
  });
});
