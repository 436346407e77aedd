import { describe, expect, it } from "vitest";
import { composeAdvice } from "../../src/report/sentences/advice.ts";
import { describeMatchedCatch, nameThreshold } from "../../src/report/sentences/back-test.ts";
import { describeCurve, describeStep, listSteps } from "../../src/report/sentences/change-curve.ts";
import { describeDrift, describeHalfLife } from "../../src/report/sentences/drift.ts";
import { describeSampleSize } from "../../src/report/sentences/sample-size.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";

const whole = buildCalibration();

function interval(value: number, low: number, high: number) {
  return { value, low, high };
}

describe("composeAdvice", () => {
  const adviseAt = (deltaLogLoss: (typeof whole)["comparison"]["deltaLogLoss"]) =>
    composeAdvice(
      buildCalibration({
        recommendedComparison: { ...whole.recommendedComparison, deltaLogLoss },
      }),
    );

  it("says that it pays only where the interval of the log loss lies below 0", () => {
    expect(adviseAt(interval(-0.02, -0.03, -0.01))).toMatchObject({
      pays: "yes",
      headline: "Change 10 of 14 lines: it pays.",
    });
    expect(adviseAt(interval(-0.02, -0.05, 0.01))).toMatchObject({
      pays: "unclear",
      headline: "10 of 14 lines seem worth other points, but that the change pays cannot be shown.",
    });
    expect(adviseAt({ notEstimable: "too few" }).pays).toBe("unclear");
  });

  it("advises against changes that predict worse", () => {
    expect(adviseAt(interval(0.02, 0.01, 0.03))).toMatchObject({
      pays: "no",
      headline: "Keep today's points: the 10 changes that the deals suggest would predict worse.",
    });
  });

  it("has nothing to add where nothing is to change", () => {
    expect(composeAdvice(buildThinCalibration())).toEqual({
      headline: "Change no line: nothing speaks clearly enough against today's points.",
      pays: "nothing-to-change",
      sentences: [],
    });
  });
});

describe("describeMatchedCatch", () => {
  const volume = whole.backtest.volumes[0]!;
  const describeAt = (winsGained: number, winsMissed: number, pValue: number) =>
    describeMatchedCatch({ ...volume, winsGained, winsMissed, pValue }, "MQL", 900);

  it("tells gain from loss and both from chance", () => {
    expect(describeAt(40, 12, 0.0004)).toBe(
      "With as many deals over MQL as now, 40 wins would pass that do not now, and 12 that pass now would not: a gain that chance hardly makes (p < 0.001, of 900 deals).",
    );
    expect(describeAt(12, 40, 0.0004)).toContain("a loss that chance hardly makes");
    expect(describeAt(1, 1, 1)).toBe(
      "With as many deals over MQL as now, 1 win would pass that does not now, and 1 that passes now would not: a difference that chance may make (p = 1.000, of 900 deals).",
    );
    expect(describeAt(0, 0, 1)).toContain("the same wins would pass");
  });
});

describe("the curve of changes", () => {
  it("names what each step adds and gives up", () => {
    const steps = listSteps(whole);
    expect(steps.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(steps.slice(0, 3).map(describeStep)).toEqual([
      "no change",
      "Marketing email opened, any campaign of the last twelve months",
      "Pricing page visit and Director or above; no longer Marketing email opened, any campaign of the last twelve months",
    ]);
  });

  it("says how few changes already lie in the interval of all", () => {
    expect(describeCurve(whole)).toContain("With 4 it would be −0.1199 (−0.1329 to −0.1069)");
    expect(describeCurve(buildThinCalibration())).toBeNull();
  });

  it("makes no such claim where all changes together show nothing", () => {
    const changes = whole.changes.map((change) => ({
      ...change,
      deltaLogLoss: interval(-0.001, -0.004, 0.002),
    }));
    expect(describeCurve(buildCalibration({ changes }))).toBe(
      "10 changes that the training deals recommend would bring −0.0010 (−0.0040 to +0.0020) in log loss against no change, where below 0 is better.",
    );
  });
});

describe("drift and sample size", () => {
  it("say whether the later deals came as foretold", () => {
    expect(describeDrift(whole.drift)).toContain("won as often as foretold:");
    expect(describeDrift(buildDriftedCalibration().drift)).toContain("less often than foretold:");
    expect(describeDrift(buildThinCalibration().drift)).toContain("cannot be told:");
    const { drift } = whole;
    expect(describeDrift({ ...drift, broken: true })).toContain("but not where foretold:");
    expect(describeHalfLife({ ...drift, halfLifeDays: null })).toBe(
      "Old and new deals count alike.",
    );
  });

  it("say whether there are enough deals", () => {
    expect(describeSampleSize(whole)).toContain("That is enough even without today's points");
    const sampleSize = { deals: 8000, wins: 3000, lines: 40, binding: "optimism" as const };
    expect(describeSampleSize(buildCalibration({ sampleSize }))).toContain("That is fewer:");
  });
});

describe("nameThreshold", () => {
  const thresholds = whole.thresholds.slice(0, 1);

  it("names a threshold by its id, alone or behind its scorecard", () => {
    expect(nameThreshold("mql", thresholds)).toBe("MQL");
    expect(nameThreshold("inbound/mql", thresholds)).toBe("MQL (inbound)");
    expect(nameThreshold("sql", thresholds)).toBe("sql");
  });
});
