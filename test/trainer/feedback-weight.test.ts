import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateLeniency } from "../../src/feedback/leniency.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { measureMean } from "../../src/statistics/spread.ts";
import { takeRows } from "../../src/trainer/design-matrix.ts";
import { poolFeedback, settleFeedback } from "../../src/trainer/feedback-pool.ts";
import { addFeedback, chooseFeedbackWeight } from "../../src/trainer/feedback-weight.ts";
import { fitLogistic } from "../../src/trainer/fit.ts";
import { foldsByTime, foldsSeeded } from "../../src/trainer/split.ts";
import { learnKnown, simulateKnown } from "../feedback/simulated-history.ts";
import { demand } from "../statistics/deals.ts";
import { accepted as demandFit } from "./designs.ts";

/** RMS errors of histories of a known truth, learnt with and without feedback. */
function learnMany(question: { deals: number; anchoring: number; histories: number }) {
  const { deals, anchoring, histories } = question;
  const learned = Array.from({ length: histories }, (_, seed) => {
    const history = simulateKnown({ deals, anchoring, heard: 500, seed: 1000 * deals + seed });
    const { design, score } = history.feedback;
    const leniency = estimateLeniency({
      accepted: design.outcomes,
      reps: history.reps,
      predictor: score,
    });
    return learnKnown(history, demand(leniency).offsets);
  });
  return {
    alone: measureMean(learned.map(({ alone }) => alone)),
    chosen: measureMean(learned.map(({ chosen }) => chosen)),
    used: learned.filter(({ weight }) => weight > 0).length / histories,
    learned,
  };
}

describe("feedback in the fit, on histories of a known truth", () => {
  it.each([100, 300])(
    "moves no weight away from it when sales echoes the score: %s deals",
    (deals) => {
      const { alone, chosen, used } = learnMany({ deals, anchoring: 1, histories: 60 });
      expect(chosen / alone).toBeLessThan(1.02);
      expect(used).toBeLessThan(0.5);
    },
  );

  it("would move them far if each echo were taken for a deal", () => {
    const { learned } = learnMany({ deals: 300, anchoring: 1, histories: 12 });
    const alone = measureMean(learned.map((one) => one.alone));
    expect(measureMean(learned.map(({ pooled }) => pooled())) / alone).toBeGreaterThan(1.3);
  });

  it("brings them nearer when sales is honest and deals are few", () => {
    const { alone, chosen, used } = learnMany({ deals: 100, anchoring: 0, histories: 30 });
    expect(chosen / alone).toBeLessThan(0.88);
    expect(used).toBeGreaterThan(0.6);
  });
});

describe("choosing the weight of feedback", () => {
  const history = simulateKnown({ deals: 200, heard: 300, anchoring: 0, seed: 1 });
  const { deals, feedback } = history;
  const prior = {
    means: history.points.map((point) => 0.05 * point),
    precisions: history.points.map(() => 4),
  };
  const none = new Int32Array(feedback.design.rows).fill(-1);
  const times = Float64Array.from({ length: deals.rows }, (_, i) => i);
  const choose = (heard = feedback) =>
    demand(
      chooseFeedbackWeight({
        deals,
        feedback: heard,
        prior,
        folds: addFeedback(foldsByTime(times, 4), none, null),
      }),
    );

  it("shows the whole curve, each weight paired with none", () => {
    const { candidates, judged, weight } = choose();
    expect(candidates.map((one) => one.weight)).toEqual([0, 0.05, 0.1, 0.2, 0.4, 0.7, 1]);
    expect(judged).toBe(160);
    expect(candidates[0]!.overNone).toBeNull();
    for (const { logLoss, overNone } of candidates.slice(1)) {
      expect(overNone!.value).toBeCloseTo(logLoss - candidates[0]!.logLoss, 12);
      expect(overNone!.standardError).toBeGreaterThan(0);
    }
    const chosen = candidates.find((one) => one.weight === weight)!;
    expect(chosen.overNone!.value).toBeLessThan(-chosen.overNone!.standardError);
  });

  it("is 0 for feedback that says the opposite, and for coins", () => {
    const { design } = feedback;
    const turned = {
      ...feedback,
      design: { ...design, outcomes: design.outcomes.map((y) => 1 - y) },
    };
    expect(choose(turned).weight).toBe(0);
    const random = createRandom(1);
    const coins = { ...design, outcomes: design.outcomes.map(() => Number(random() < 0.5)) };
    expect(choose({ ...feedback, design: coins }).weight).toBe(0);
  });

  it("does not take how generous sales is for anything about a line", () => {
    const generous = { ...feedback, design: { ...feedback.design, offset: none.map(() => 3) } };
    const offset = Float64Array.from(generous.design.offset);
    const [plain, shifted] = [
      feedback,
      { ...feedback, design: { ...feedback.design, offset } },
    ].map((heard) => {
      const pool = poolFeedback(deals, heard, prior, 0.5);
      return demandFit(fitLogistic(pool.design, { prior: pool.prior }));
    });
    plain!.coefficients.subarray(0, deals.columns).forEach((one, j) => {
      expect(Math.abs(one - shifted!.coefficients[j]!)).toBeLessThan(0.01);
    });
  });

  it("keeps out feedback on the leads that judge, and of later days", () => {
    const dealOf = Int32Array.of(0, 5, -1, 9, -1);
    const [first] = addFeedback(
      [{ train: Uint32Array.of(0, 1, 5), judge: Uint32Array.of(8, 9) }],
      dealOf,
      {
        deals: Float64Array.from({ length: 10 }, (_, i) => i),
        feedback: Float64Array.of(1, 7, 8, 3, 2),
      },
    );
    expect([...first!.feedback]).toEqual([0, 1, 4]);
    const [timeless] = addFeedback(
      [{ train: Uint32Array.of(0), judge: Uint32Array.of(9) }],
      dealOf,
      null,
    );
    expect([...timeless!.feedback]).toEqual([0, 1, 2, 4]);
  });

  it("never lets a judged lead's own feedback in, whatever the folds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 19 }), { maxLength: 40 }),
        fc.integer({ min: 2, max: 6 }),
        (of, k) => {
          const outcomes = Uint8Array.from({ length: 20 }, (_, i) => i % 2);
          const dealOf = Int32Array.from(of);
          for (const { judge, feedback } of addFeedback(
            foldsSeeded(outcomes, k, createRandom(1)),
            dealOf,
            null,
          )) {
            for (const row of feedback) expect(judge.includes(dealOf[row]!)).toBe(false);
            const left = of.filter((deal) => judge.includes(deal)).length;
            expect(feedback.length).toBe(of.length - left);
          }
        },
      ),
    );
  });

  it("is not estimable from too few deals", () => {
    const one = takeRows(deals, Uint32Array.of(0, 1));
    const folds = addFeedback([{ train: Uint32Array.of(0), judge: Uint32Array.of(1) }], none, null);
    expect(chooseFeedbackWeight({ deals: one, feedback, prior, folds })).toHaveProperty(
      "notEstimable",
    );
    expect(() => poolFeedback(deals, feedback, prior, 0)).toThrow(RangeError);
    const narrow = {
      ...feedback.design,
      columns: 1,
      values: new Float64Array(feedback.design.rows),
    };
    expect(() => poolFeedback(deals, { ...feedback, design: narrow }, prior, 1)).toThrow(
      RangeError,
    );
  });
});

describe("settled feedback", () => {
  it("fits the deals' columns as the pool does", () => {
    const history = simulateKnown({ deals: 200, heard: 300, anchoring: 0.5, seed: 2 });
    const { deals, feedback, points } = history;
    const prior = { means: points.map((one) => 0.05 * one), precisions: points.map(() => 4) };
    const pool = poolFeedback(deals, feedback, prior, 0.4);
    const joint = demandFit(fitLogistic(pool.design, { prior: pool.prior }));
    const settled = demandFit(settleFeedback(deals, feedback, prior, 0.4));
    expect(settled).toMatchObject({ rows: 500, columns: deals.columns });
    const fit = demandFit(fitLogistic(settled, { prior }));
    fit.coefficients.forEach((one, j) => {
      expect(one).toBeCloseTo(joint.coefficients[j]!, 8);
    });
    expect(fit.intercept).toBeCloseTo(joint.intercept, 8);
  });
});
