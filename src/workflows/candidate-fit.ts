import { Refusal } from "../refusal.ts";
import type { Random } from "../statistics/random.ts";
import { type Design, takeRows } from "../trainer/design-matrix.ts";
import { fitLogistic } from "../trainer/fit.ts";
import { predictLogOdds } from "../trainer/prediction.ts";
import { solveByNewton } from "../trainer/solver.ts";
import type { Coefficients } from "../trainer/standard-design.ts";
import { measureSpread } from "./dose-summary.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { type LineFit, weighDoses } from "./line-fit.ts";
import type { Split } from "./splitting.ts";

/** One line beside those of the scorecard. */
export interface AddedLine {
  /** Doses of all rows of the history. */
  readonly doses: Float64Array;
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

/**
 * Fits the lines of the scorecard anew with one more on the training rows; a line of no doses gives
 * the fit without.
 *
 * All lines scatter about their hand-set worth by the trained fit's width, and the slope on the score
 * is fitted anew, so that two such fits differ by the added line alone.
 */
export function prepareAddedFits(
  dosed: DosedHistory,
  split: Split,
  fit: LineFit,
  random: Random,
): (added: AddedLine) => AddedFit | Refusal {
  const free = [...fit.held.keys()].filter((j) => fit.held[j] === null);
  const train = makeRoom(fit.design, free, fit.score);
  const judgeAll = takeRows(dosed.design, split.judge);
  const judge = makeRoom(judgeAll, free, weighDoses(judgeAll, fit.points));
  const { width } = fit.widths;
  const slopePrecision = fit.handWeights.ranks
    ? (measureSpread(fit.score) / SLOPE_WIDTH) ** 2
    : NO_SLOPE;
  const precisions = Float64Array.of(
    ...free.map((j) => ((fit.summary.typical[j] || 1) / width) ** 2),
    slopePrecision,
    1,
  );
  const means = new Float64Array(train.columns);
  let start: Coefficients | undefined;
  return (added) => {
    fillRoom(train, added.doses, split.train);
    fillRoom(judge, added.doses, split.judge);
    precisions[precisions.length - 1] = added.width ** -2;
    const fitted = fitLogistic(train, {
      prior: { means, precisions },
      ...(start && { start, solve: solveByNewton }),
      random,
    });
    if (fitted instanceof Refusal) return fitted;
    start ??= fitted;
    const { coefficients, standardErrors } = fitted;
    const intercept = fitted.intercept + fit.interceptShift;
    return {
      coefficient: coefficients.at(-1)!,
      standardError: standardErrors.at(-1)!,
      logOdds: predictLogOdds(judge, { intercept, coefficients }),
    };
  };
}

/** Some columns of a design, the score, and a last column to be filled in. */
function makeRoom(design: Design, free: readonly number[], score: Float64Array): Design {
  const columns = free.length + 2;
  const values = new Float64Array(design.rows * columns);
  for (let i = 0; i < design.rows; i++) {
    free.forEach((j, k) => {
      values[i * columns + k] = design.values[i * design.columns + j]!;
    });
    values[i * columns + free.length] = score[i]!;
  }
  return { ...design, columns, values };
}

function fillRoom({ columns, values }: Design, doses: Float64Array, rows: Uint32Array): void {
  rows.forEach((row, i) => {
    values[(i + 1) * columns - 1] = doses[row]!;
  });
}
