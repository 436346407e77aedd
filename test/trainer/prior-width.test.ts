import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/statistics/random.ts";
import { type Design, takeRows } from "../../src/trainer/design-matrix.ts";
import { fitLogistic } from "../../src/trainer/fit.ts";
import { logLossOfLogOdds, predictLogOdds, sigmoid } from "../../src/trainer/prediction.ts";
import { choosePriorWidth, precisionsOfWidth } from "../../src/trainer/prior-width.ts";
import { foldsSeeded } from "../../src/trainer/split.ts";
import { accepted, makeDesign } from "./designs.ts";

const COLUMNS = 8;

/** 0/1 lines with the true worths given. */
function simulate(rows: number, worth: readonly number[], seed: number): Design {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: rows * COLUMNS }, () => Number(random() < 0.3));
  const outcomes = Uint8Array.from({ length: rows }, (_, i) => {
    let logOdds = -1;
    worth.forEach((w, j) => (logOdds += w * values[i * COLUMNS + j]!));
    return Number(random() < sigmoid(logOdds));
  });
  return { rows, columns: COLUMNS, values, outcomes };
}

const hand = [1, 0.8, 0.6, 0.5, -0.5, 0.4, 0.3, -1];
const wrong = [-1, 0.8, 2, 0.5, 1, -0.4, 0.3, 1];
const centre = Float64Array.from(hand);
const doseScale = new Float64Array(COLUMNS).fill(1);
const ask = (design: Design, widths?: readonly number[]) =>
  choosePriorWidth({
    design,
    centre,
    doseScale,
    folds: foldsSeeded(design.outcomes, 5, createRandom(2)),
    ...(widths && { widths }),
  });

describe("the width of the prior", () => {
  it("is narrow for few deals where the hand weights are right", () => {
    expect(ask(simulate(150, hand, 1)).width).toBeLessThanOrEqual(0.1);
  });

  it("is wide for many deals where the hand weights are wrong", () => {
    expect(ask(simulate(3000, wrong, 1)).width).toBeGreaterThanOrEqual(0.5);
  });

  it("is the smallest whose paired excess is within one standard error of the best", () => {
    const { width, candidates } = ask(simulate(600, wrong, 3));
    const least = Math.min(...candidates.map(({ logLoss }) => logLoss));
    const good = candidates.filter((c) => c.logLoss - least <= c.standardError);
    expect(width).toBe(good[0]!.width);
    expect(candidates.map((c) => c.width)).toEqual(
      candidates.map((c) => c.width).toSorted((a, b) => a - b),
    );
    expect(candidates.find((c) => c.logLoss === least)!.standardError).toBe(0);
  });

  it("has the losses and paired errors of separate fits", () => {
    const design = simulate(400, wrong, 4);
    const folds = foldsSeeded(design.outcomes, 4, createRandom(2));
    const widths = [0.3, 2];
    const { candidates, deals } = choosePriorWidth({ design, centre, doseScale, folds, widths });
    expect(deals).toBe(400);
    const losses = widths.map((width) => {
      const prior = { means: centre, precisions: precisionsOfWidth(doseScale, width) };
      return folds.flatMap(({ train, judge }) => {
        const fit = accepted(fitLogistic(takeRows(design, train), { prior }));
        const judged = takeRows(design, judge);
        return [...predictLogOdds(judged, fit)].map((z, i) =>
          logLossOfLogOdds(z, judged.outcomes[i]!),
        );
      });
    });
    const mean = (list: number[]) => list.reduce((a, b) => a + b) / list.length;
    losses.forEach((list, k) => expect(candidates[k]!.logLoss).toBeCloseTo(mean(list), 7));
    const differences = losses[0]!.map((loss, i) => loss - losses[1]![i]!);
    const centred = differences.map((d) => (d - mean(differences)) ** 2);
    const error = Math.sqrt(centred.reduce((a, b) => a + b) / 399 / 400);
    expect(Math.max(...candidates.map((c) => c.standardError))).toBeCloseTo(error, 7);
  });

  it("at 0 holds the hand weights and fits the intercept alone", () => {
    const design = simulate(300, hand, 5);
    const folds = foldsSeeded(design.outcomes, 3, createRandom(2));
    const { candidates } = choosePriorWidth({ design, centre, doseScale, folds, widths: [0] });
    const zero = { intercept: 0, coefficients: centre };
    let loss = 0;
    for (const { train, judge } of folds) {
      const held = takeRows(design, train);
      const fit = accepted(
        fitLogistic({
          ...held,
          columns: 0,
          values: new Float64Array(0),
          offset: predictLogOdds(held, zero),
        }),
      );
      const judged = takeRows(design, judge);
      const logOdds = predictLogOdds(judged, { ...zero, intercept: fit.intercept });
      logOdds.forEach((z, i) => (loss += logLossOfLogOdds(z, judged.outcomes[i]!) / 300));
    }
    expect(candidates[0]!.logLoss).toBeCloseTo(loss, 9);
  });

  it("judges a seeded 20,000 of more deals", () => {
    const design = simulate(24_000, wrong, 6);
    const folds = foldsSeeded(design.outcomes, 2, createRandom(2));
    const question = { design, centre, doseScale, folds, widths: [0, 1] };
    const choice = choosePriorWidth(question);
    expect(choice.deals).toBe(20_000);
    expect(choice).toEqual(choosePriorWidth(question));
    expect(choice.width).toBe(1);
  });

  it("is the smallest when no fold can be fitted: the hand weights stand", () => {
    const design = makeDesign([[1], [0], [1]], [1, 1, 0]);
    const folds = [{ train: Uint32Array.of(0, 1), judge: Uint32Array.of(2) }];
    const one = Float64Array.of(1);
    expect(choosePriorWidth({ design, centre: one, doseScale: one, folds })).toEqual({
      width: 0,
      candidates: [],
      deals: 0,
    });
  });

  it("bears lines that never apply, and separated ones", () => {
    const design = simulate(200, hand, 7);
    for (let i = 0; i < design.rows; i++) {
      design.values[i * COLUMNS] = 0;
      design.values[i * COLUMNS + 1] = design.outcomes[i]!;
    }
    const scale = doseScale.map((dose, j) => (j === 0 ? 0 : dose));
    const folds = foldsSeeded(design.outcomes, 4, createRandom(2));
    const { width, candidates } = choosePriorWidth({ design, centre, doseScale: scale, folds });
    expect(width).toBe(5);
    expect(candidates.every(({ logLoss }) => Number.isFinite(logLoss))).toBe(true);
  });

  it("reports each fold, and throws on widths below 0", () => {
    const design = simulate(100, hand, 8);
    const texts: string[] = [];
    const folds = foldsSeeded(design.outcomes, 2, createRandom(2));
    const question = { design, centre, doseScale, folds };
    choosePriorWidth({ ...question, widths: [0], onProgress: (text) => texts.push(text) });
    expect(texts).toHaveLength(2);
    expect(() => choosePriorWidth({ ...question, widths: [-1] })).toThrow(RangeError);
  });
});
