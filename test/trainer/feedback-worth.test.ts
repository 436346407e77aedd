import { describe, expect, it } from "vitest";
import { estimateLeniency } from "../../src/feedback/leniency.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Design } from "../../src/trainer/design-matrix.ts";
import { estimateFeedbackWorth } from "../../src/trainer/feedback-worth.ts";
import { predictLogOdds } from "../../src/trainer/prediction.ts";
import { type KnownHistory, simulateKnown } from "../feedback/simulated-history.ts";
import { demand } from "../statistics/deals.ts";
import { accepted as demandFit } from "./designs.ts";

const hear = (history: KnownHistory, predictor: Float64Array) =>
  demand(
    estimateLeniency({
      accepted: history.feedback.design.outcomes,
      reps: history.reps,
      predictor,
    }),
  ).offsets;

const estimate = ({ points }: KnownHistory, design: Design) =>
  demandFit(estimateFeedbackWorth({ design, points }));

describe("what sales says that a line is worth", () => {
  it("lies in its interval in 95 of 100, with the leniency of reps taken out", () => {
    let [held, lines] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const history = simulateKnown({ deals: 2, heard: 1000, anchoring: 0, seed });
      const { design, score } = history.feedback;
      const first = estimate(history, { ...design, offset: hear(history, score) });
      const logOdds = predictLogOdds(design, { intercept: 0, coefficients: first.coefficients });
      const worth = estimate(history, { ...design, offset: hear(history, logOdds) });
      history.worth.forEach((truth, j) => {
        lines++;
        held += Number(Math.abs(worth.coefficients[j]! - truth) <= 1.96 * worth.standardErrors[j]!);
      });
    }
    expect(held / lines).toBeGreaterThan(0.92);
    expect(held / lines).toBeLessThan(0.98);
  });

  it("is the hand-set worth where little was heard, and knows that it knows little", () => {
    const history = simulateKnown({ deals: 2, heard: 4000, anchoring: 0, seed: 1 });
    const few = simulateKnown({ deals: 2, heard: 40, anchoring: 0, seed: 1 });
    const much = estimate(history, history.feedback.design);
    const little = estimate(few, few.feedback.design);
    for (const one of much.information) expect(one).toBeGreaterThan(0.9);
    const mean = (values: Float64Array) => values.reduce((sum, one) => sum + one) / values.length;
    expect(mean(little.information)).toBeLessThan(0.6);
    expect(mean(little.standardErrors)).toBeGreaterThan(3 * mean(much.standardErrors));
  });

  it("is an echo of the points where reps follow the score", () => {
    const history = simulateKnown({ deals: 2, heard: 4000, anchoring: 1, seed: 3 });
    const { coefficients } = estimate(history, history.feedback.design);
    const unit =
      coefficients.reduce((sum, one, j) => sum + one * history.points[j]!, 0) /
      history.points.reduce((sum, one) => sum + one * one, 0);
    const distance = (to: Float64Array) =>
      Math.hypot(...coefficients.map((one, j) => one - to[j]!));
    expect(distance(history.points.map((one) => unit * one))).toBeLessThan(0.4);
    expect(distance(history.worth)).toBeGreaterThan(1.5);
  });

  it("holds lines that no lead has, or that others fix", () => {
    const { feedback } = simulateKnown({ deals: 2, heard: 300, anchoring: 0, seed: 4 });
    const { rows, values, columns, outcomes } = feedback.design;
    const widened = new Float64Array(rows * 4);
    for (let i = 0; i < rows; i++) {
      const one = values[i * columns]!;
      widened.set([one, 1 - one, 0, values[i * columns + 1]!], 4 * i);
    }
    const design = { rows, columns: 4, values: widened, outcomes };
    const worth = demandFit(
      estimateFeedbackWorth({ design, points: Float64Array.of(10, 0, 5, 8) }),
    );
    expect(worth.held).toEqual([
      null,
      "Feedback cannot tell it from the other lines.",
      "No lead with feedback has it.",
      null,
    ]);
    expect(worth.information[1]).toBe(0);
    expect(worth.information[2]).toBe(0);
  });

  it("needs both accepted and rejected leads, and points for its columns", () => {
    const { feedback, points } = simulateKnown({ deals: 2, heard: 30, anchoring: 0, seed: 4 });
    const same = { ...feedback.design, outcomes: new Uint8Array(30) };
    const refusal = estimateFeedbackWorth({ design: same, points });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: "one-class" });
    expect(() =>
      estimateFeedbackWorth({ design: feedback.design, points: Float64Array.of(1) }),
    ).toThrow(RangeError);
  });
});
