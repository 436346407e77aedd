import { describe, expect, it } from "vitest";
import { checkGuardrails } from "../../src/experiment/guardrails.ts";
import { measureWorkload, type UnitsByHandovers } from "../../src/experiment/workload.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const WEEKS = { takingPart: 1, weeks: 10, reps: 4 };

function count(rules: readonly number[], model: readonly number[]): UnitsByHandovers[] {
  const of = (arm: "rules" | "model", units: readonly number[]) =>
    units.map((each, handovers) => ({ arm, handovers, units: each }));
  return [...of("rules", rules), ...of("model", model)];
}

describe("measureWorkload", () => {
  it("says what a rep would get a week if an arm had all leads", () => {
    const { rules, model } = measureWorkload(count([150, 50], [40, 120, 40]), WEEKS);
    // 400 units in 10 weeks for 4 reps: 10 units a rep and week
    expect(rules).toMatchObject({ n: 200, mean: 2.5 });
    expect(model).toMatchObject({ n: 200, mean: 10 });
  });

  it("scales what takes part up to all units", () => {
    const counts = count([150, 50], [40, 120, 40]);
    const whole = measureWorkload(counts, WEEKS);
    const half = measureWorkload(counts, { ...WEEKS, takingPart: 0.5 });
    expect(half.model.mean).toBe(2 * whole.model.mean);
    expect(half.model.variance).toBeCloseTo(4 * whole.model.variance, 9);
  });

  it("allows for how many units come, even where each is handed over alike", () => {
    const { rules, model } = measureWorkload(count([100], [0, 100]), WEEKS);
    // 5 units a rep and week, of 200 that came by chance: 5 less 0, with a relative spread of 1/√200
    expect(model.mean - rules.mean).toBe(5);
    const spread = Math.sqrt(model.variance / 100 + rules.variance / 100);
    expect(spread).toBeCloseTo(5 / Math.sqrt(200), 9);
  });

  it("says nothing of an arm without units, and refuses terms out of bounds", () => {
    expect(measureWorkload(count([100], []), WEEKS).rules).toMatchObject({ n: 0, mean: 0 });
    expect(() => measureWorkload([], { ...WEEKS, weeks: 0 })).toThrow(RangeError);
    expect(() => measureWorkload([], { ...WEEKS, takingPart: 0 })).toThrow(RangeError);
    expect(() => measureWorkload([], { ...WEEKS, reps: 0 })).toThrow(RangeError);
  });
});

describe("the guardrail of leads per rep", () => {
  const MARGIN = 0.1;

  /** The states of daily looks over 26 weeks at two reps, whom both arms hand over to. */
  function readDaily(chances: { readonly rules: number; readonly model: number }, random: Random) {
    const counts = { rules: [0, 0], model: [0, 0] };
    const states = new Set<string>();
    for (let day = 1; day <= 182; day++) {
      for (let i = 0; i < 4; i++) {
        const arm = random() < 0.5 ? "model" : "rules";
        counts[arm][random() < chances[arm] ? 1 : 0]!++;
      }
      const arms = measureWorkload(count(counts.rules, counts.model), {
        takingPart: 1,
        weeks: day / 7,
        reps: 2,
      });
      const reading = { name: "", worse: "higher" as const, margin: MARGIN, ...arms };
      const [result] = checkGuardrails([reading], { alpha: 0.05, tunedTo: 200 });
      states.add(result!.state);
    }
    return states;
  }

  it("is not found breached where both arms hand over alike, though few reps share the leads", () => {
    const random = createRandom(8);
    const runs = Array.from({ length: 100 }, () => readDaily({ rules: 0.5, model: 0.5 }, random));
    expect(runs.filter((states) => states.has("breached")).length).toBeLessThanOrEqual(5);
  });

  it("is found breached where one hands over far more", () => {
    const random = createRandom(9);
    const runs = Array.from({ length: 20 }, () => readDaily({ rules: 0.2, model: 0.9 }, random));
    expect(runs.filter((states) => states.has("breached"))).toHaveLength(20);
  });

  it("is not told before there are some units", () => {
    const arms = measureWorkload(count([19], [0, 300]), WEEKS);
    const reading = { name: "", worse: "higher" as const, margin: 0.1, ...arms };
    expect(checkGuardrails([reading], { alpha: 0.05, tunedTo: 200 })).toMatchObject([
      { state: "not-yet-known", difference: { notEstimable: expect.stringContaining("20 units") } },
    ]);
    const enough = measureWorkload(count([20], [0, 300]), WEEKS);
    const [told] = checkGuardrails([{ ...reading, ...enough }], { alpha: 0.05, tunedTo: 200 });
    expect(demand(told!.difference).value).toBeGreaterThan(0);
  });
});
