import { describe, expect, it } from "vitest";
import { followCalibration } from "../../src/experiment/calibration-drift.ts";
import { findInflation } from "../../src/experiment/inflation.ts";
import { findLineDrift } from "../../src/experiment/line-drift.ts";
import { splitByMonths } from "../../src/experiment/periods.ts";
import { adviseRetraining, type ModelWatch } from "../../src/experiment/retraining.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { demand } from "../statistics/deals.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const START = Date.UTC(2023, 0);
const YEAR = 365.25 * 86_400_000;

describe("findLineDrift", () => {
  const random = createRandom(7);
  const doses = (n: number, share: number) =>
    Float64Array.from({ length: n }, () => (random() < share ? 1 : 0));

  it("tells lines that moved from steady ones, and from those that are too few to tell", () => {
    const drift = findLineDrift([
      { id: "moved", earlier: doses(3000, 0.2), later: doses(2000, 0.6) },
      { id: "steady", earlier: doses(3000, 0.2), later: doses(2000, 0.21) },
      { id: "few", earlier: doses(3000, 0.2), later: doses(40, 0.35) },
      { id: "none", earlier: doses(3000, 0.2), later: new Float64Array() },
      { id: "alike", earlier: new Float64Array(50), later: new Float64Array(50) },
    ]);
    expect(drift.map(({ state }) => state)).toEqual([
      "moved",
      "steady",
      "not-yet-known",
      "not-yet-known",
      "not-yet-known",
    ]);
    expect(drift[0]!.qValue).toBeLessThan(0.001);
    expect(drift[1]!.qValue).toBeGreaterThan(0.05);
    expect(drift[3]).toMatchObject({
      qValue: null,
      stability: { notEstimable: expect.any(String) },
    });
  });

  it("follows doses that are counts in bins", () => {
    const visits = (n: number, mean: number) =>
      Float64Array.from({ length: n }, () => Math.max(0, mean + drawNormal(random)));
    const [line] = findLineDrift([
      { id: "visits", earlier: visits(2000, 1), later: visits(2000, 2) },
    ]);
    expect(line!.state).toBe("moved");
    expect(demand(line!.stability).bins).toBeGreaterThan(5);
  });

  it("is nothing without lines", () => {
    expect(findLineDrift([])).toEqual([]);
  });
});

describe("followCalibration", () => {
  /** Leads over two years whose true log-odds leave the probabilities by so much a year. */
  function simulate(perYear: number, n = 8000) {
    const random = createRandom(9);
    const times = Float64Array.from({ length: n }, (_, i) => START + (2 * YEAR * i) / n);
    const logOdds = times.map(() => drawNormal(random) - 1);
    const outcomes = Uint8Array.from(logOdds, (z, i) =>
      random() < sigmoid(z + (perYear * (times[i]! - START)) / YEAR) ? 1 : 0,
    );
    return { probabilities: logOdds.map(sigmoid), outcomes, times };
  }

  it("finds how fast probabilities come to mean less", () => {
    const arm = simulate(-0.4);
    const drift = followCalibration(arm, splitByMonths(arm.times, 3));
    const { low, high, pValue } = demand(drift.shiftPerYear);
    expect(low).toBeLessThan(-0.4);
    expect(high).toBeGreaterThan(-0.4);
    expect(pValue).toBeLessThan(1e-6);
    expect(drift.periods).toHaveLength(8);
    expect(demand(drift.periods[0]!.shift).low).toBeLessThan(0);
    expect(demand(drift.periods.at(-1)!.shift).high).toBeLessThan(-0.3);
    const slope = demand(drift.slopePerYear);
    expect(slope.low).toBeLessThan(0);
    expect(slope.high).toBeGreaterThan(0);
  });

  it("gives reasons for periods with nothing to fit", () => {
    const arm = {
      probabilities: Float64Array.of(0.2, 0.4, 0.6),
      outcomes: Uint8Array.of(0, 0, 0),
      times: Float64Array.of(START, START, START + YEAR),
    };
    const drift = followCalibration(arm, splitByMonths(arm.times, 12));
    for (const { shift, slope } of drift.periods) {
      expect(shift).toHaveProperty("notEstimable");
      expect(slope).toHaveProperty("notEstimable");
    }
    expect(drift.shiftPerYear).toHaveProperty("notEstimable");
    expect(drift.slopePerYear).toHaveProperty("notEstimable");
  });
});

describe("findInflation", () => {
  /** Scores that rise by some points a year, of which so much is no worth. */
  function simulate(rise: number, worthless: number, n = 12_000) {
    const random = createRandom(10);
    const times = Float64Array.from({ length: n }, (_, i) => START + (3 * YEAR * i) / n);
    const years = times.map((time) => (time - START) / YEAR);
    const scores = years.map((year) => 30 + rise * year + 10 * drawNormal(random));
    const rows = Uint32Array.from(times.keys());
    const outcomes = Uint8Array.from(scores, (score, i) =>
      random() < sigmoid(-2.5 + 0.05 * (score - worthless * years[i]!)) ? 1 : 0,
    );
    const calibration = { intercept: -2.5, perPoint: 0.05 };
    return { scores, times, judged: { rows, outcomes }, calibration };
  }

  it("finds scores that rise without the leads getting better", () => {
    const { state, meanPerYear, worthLostPerYear } = findInflation(simulate(8, 8));
    expect(state).toBe("inflating");
    for (const figure of [meanPerYear, worthLostPerYear]) {
      expect(demand(figure).low).toBeLessThan(8);
      expect(demand(figure).high).toBeGreaterThan(8);
    }
  });

  it("lets scores rise where the leads are better, and names worth that is lost without a rise", () => {
    expect(findInflation(simulate(8, 0)).state).toBe("rising-with-reason");
    expect(findInflation(simulate(0, 8)).state).toBe("losing-worth");
    expect(findInflation(simulate(0, 0), 3).state).toBe("steady");
    expect(findInflation(simulate(-9, -18)).state).toBe("not-inflating");
  });

  it("does not know from few", () => {
    expect(findInflation(simulate(0, 0, 100)).state).toBe("not-yet-known");
    const none = {
      ...simulate(1, 1, 50),
      judged: { rows: new Uint32Array(), outcomes: new Uint8Array() },
    };
    const found = findInflation(none);
    expect(found.state).toBe("not-yet-known");
    expect(found.worthLostPerYear).toHaveProperty("notEstimable");
    expect(() => findInflation({ ...none, calibration: { intercept: 0, perPoint: 0 } })).toThrow(
      RangeError,
    );
  });
});

describe("adviseRetraining", () => {
  const sound: ModelWatch = {
    shift: { value: 0, low: -0.1, high: 0.1 },
    slope: { value: 1, low: 0.85, high: 1.15 },
    aucChange: { value: 0, low: -0.02, high: 0.02 },
    lines: [],
    dealsSince: 10,
    dealsTrainedOn: 1000,
  };

  it("says no where everything is shown to be within its limit", () => {
    expect(adviseRetraining(sound)).toEqual({
      answer: "no",
      reasons: ["Calibration and ranking are within their limits."],
      notes: [],
    });
  });

  it("says yes where one figure is shown to be beyond it", () => {
    const off = { value: -0.6, low: -0.9, high: -0.3 };
    expect(adviseRetraining({ ...sound, shift: off }).answer).toBe("yes");
    const worse = { value: -0.08, low: -0.12, high: -0.04 };
    expect(adviseRetraining({ ...sound, aucChange: worse }).answer).toBe("yes");
    const extreme = { value: 0.5, low: 0.3, high: 0.7 };
    expect(adviseRetraining({ ...sound, slope: extreme }).answer).toBe("yes");
  });

  it("does not know where an interval has room for both, or there is none", () => {
    const wide = { value: 0.1, low: -0.4, high: 0.6 };
    expect(adviseRetraining({ ...sound, shift: wide }).answer).toBe("not-yet-known");
    const none = { notEstimable: "no deals" };
    expect(adviseRetraining({ ...sound, aucChange: none })).toMatchObject({
      answer: "not-yet-known",
      reasons: ["Whether it ranks leads worse than when it was trained is not yet known."],
    });
  });

  it("does not call a model that got better worse", () => {
    const better = { value: 0.1, low: 0.06, high: 0.14 };
    expect(adviseRetraining({ ...sound, aucChange: better }).answer).toBe("no");
  });

  it("says which lines moved and how many deals came, and lets them decide nothing", () => {
    const moved = {
      id: "a",
      stability: { notEstimable: "" },
      qValue: 0.01,
      state: "moved" as const,
    };
    const { answer, notes } = adviseRetraining({ ...sound, lines: [moved], dealsSince: 700 });
    expect(answer).toBe("no");
    expect(notes).toEqual([
      "The doses of 1 of 1 lines have moved.",
      "700 deals have closed since, beside 1,000 that it was trained on.",
    ]);
  });
});
