import { Refusal } from "../../refusal.ts";
import type { Random } from "../../statistics/random.ts";
import { measureSpread } from "../../statistics/spread.ts";
import { type Design, takeRows } from "../../trainer/design-matrix.ts";
import { type Fit, fitLogistic } from "../../trainer/fit.ts";
import { predictLogOdds, toProbabilities } from "../../trainer/prediction.ts";
import type { FittedModel } from "../../trainer/score-test.ts";
import type { Coefficients } from "../../trainer/standard-design.ts";

import type { DosedHistory } from "../calibration/dosed-history.ts";
import { type LineFit, weighDoses } from "../calibration/line-fit.ts";

/** One line beside those of the scorecard. */
export interface AddedLine {
  /** Doses of the fitted and of the judging rows. */
  readonly fitted: Float64Array;
  readonly judging: Float64Array;
  /** How far, in log-odds for a dose of 1, it may scatter about nothing. */
  readonly width: number;
}

export interface AddedFit {
  /** Log-odds for a dose of 1. */
  readonly coefficient: number;
  readonly standardError: number;
  /** Log-odds of the judging rows. */
  readonly logOdds: Float64Array;
}

/** The slope on the score is all but flat: a score of usual spread may be worth this much. */
const SLOPE_WIDTH = 10;
/** Precision that holds the slope on a score which says nothing at 0. */
const NO_SLOPE = 1e12;

export interface CandidateFits {
  /** The lines alone. */
  readonly model: FittedModel;
  /** Log-odds of the judging rows by the lines alone. */
  readonly logOdds: Float64Array;
  /** The lines with one more. */
  readonly fitWith: (added: AddedLine) => AddedFit | Refusal;
}

/**
 * Fits the scorecard's lines, alone and with one more. They scatter about their hand-set worth by the
 * trained fit's width, and the slope on the score is fitted anew, so that two such fits differ by the
 * added line alone.
 *
 * @param rows  indices into the rows of the trained fit: those that are fitted
 * @param judge rows of the history that judge
 */
export function prepareCandidateFits(
  dosed: DosedHistory,
  fit: LineFit,
  { rows, judge }: { readonly rows: Uint32Array; readonly judge: Uint32Array },
  random: Random,
): CandidateFits | Refusal {
  const score = Float64Array.from(rows, (i) => fit.score[i]!);
  const design = joinColumns(takeRows(fit.design, rows), listFree(fit), score);
  const judged = takeRows(dosed.design, judge);
  const judgeDesign = joinColumns(judged, listFree(fit), weighDoses(judged, fit.points));
  const precisions = listPrecisions(fit);
  const alone = fitUnderPrior(design, precisions, { random });
  if (alone instanceof Refusal) return alone;
  const room = addRoom(design);
  const judgeRoom = addRoom(judgeDesign);
  const start = { ...alone, coefficients: Float64Array.of(...alone.coefficients, 0) };
  return {
    model: {
      design,
      probabilities: toProbabilities(predictLogOdds(design, alone)),
      covariance: alone.covariance,
    },
    logOdds: judgeBy(alone, judgeDesign),
    fitWith: ({ fitted, judging, width }) => {
      fillLast(room, fitted);
      fillLast(judgeRoom, judging);
      const added = fitUnderPrior(room, [...precisions, width ** -2], { random, start });
      if (added instanceof Refusal) return added;
      return {
        coefficient: added.coefficients.at(-1)!,
        standardError: added.standardErrors.at(-1)!,
        logOdds: judgeBy(added, judgeRoom),
      };
    },
  };

  function judgeBy({ intercept, coefficients }: Coefficients, judging: Design): Float64Array {
    return predictLogOdds(judging, { intercept: intercept + fit.interceptShift, coefficients });
  }
}

function fitUnderPrior(
  design: Design,
  precisions: readonly number[],
  options: { readonly random: Random; readonly start?: Coefficients },
): Fit | Refusal {
  const means = new Float64Array(design.columns);
  return fitLogistic(design, {
    ...options,
    prior: { means, precisions: Float64Array.from(precisions) },
  });
}

/** Columns that are fitted. */
function listFree({ held }: LineFit): readonly number[] {
  return [...held.keys()].filter((j) => held[j] === null);
}

/** Of the deviations of those columns from their hand-set worth, and of the slope on the score. */
function listPrecisions(fit: LineFit): readonly number[] {
  const { summary, widths, handWeights, score } = fit;
  const spread = handWeights.ranks ? measureSpread(score) : 0;
  return [
    ...listFree(fit).map((j) => ((summary.typical[j]! || 1) / widths.width) ** 2),
    spread > 0 ? (spread / SLOPE_WIDTH) ** 2 : NO_SLOPE,
  ];
}

/** Some columns of a design, and one more. */
function joinColumns(design: Design, chosen: readonly number[], more: Float64Array): Design {
  const columns = chosen.length + 1;
  const values = new Float64Array(design.rows * columns);
  for (let i = 0, to = 0; i < design.rows; i++) {
    const from = i * design.columns;
    for (let k = 0; k < chosen.length; k++) values[to++] = design.values[from + chosen[k]!]!;
    values[to++] = more[i]!;
  }
  return { ...design, columns, values };
}

/** The design with a last column to be filled in. */
function addRoom(design: Design): Design {
  const every = Array.from({ length: design.columns }, (_, j) => j);
  return joinColumns(design, every, new Float64Array(design.rows));
}

function fillLast({ columns, values }: Design, doses: Float64Array): void {
  for (let i = 0; i < doses.length; i++) values[(i + 1) * columns - 1] = doses[i]!;
}
