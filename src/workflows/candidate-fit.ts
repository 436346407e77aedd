import { Refusal } from "../refusal.ts";
import type { Random } from "../statistics/random.ts";
import { type Design, takeColumns, takeRows } from "../trainer/design-matrix.ts";
import { predictLogOdds } from "../trainer/prediction.ts";
import { averageWidths } from "../trainer/width-average.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { type LineFit, weighDoses } from "./line-fit.ts";
import type { Split } from "./splitting.ts";

/** One line beside those of the scorecard. */
export interface AddedLine {
  /** Doses on the training and on the judging rows. */
  readonly train: Float64Array;
  readonly judge: Float64Array;
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

/**
 * Fits the lines of the scorecard anew with one more on the training rows, or, given null, without.
 *
 * All lines scatter about their hand-set worth by the trained fit's width, with its slope on the
 * score fitted anew, so that two such fits differ by the added line alone.
 */
export function prepareAddedFits(
  dosed: DosedHistory,
  split: Split,
  fit: LineFit,
  random: Random,
): (added: AddedLine | null) => AddedFit | Refusal {
  const free = Uint32Array.from([...fit.held.keys()].filter((j) => fit.held[j] === null));
  const train = takeColumns(fit.design, free);
  const judgeAll = takeRows(dosed.design, split.judge);
  const judge = takeColumns(judgeAll, free);
  const rates = fit.handWeights.ranks && fit.score.some((score) => score !== fit.score[0]);
  const judgeScore = rates ? [weighDoses(judgeAll, fit.points)] : [];
  const { width } = fit.widths;
  const typical = Float64Array.from(free, (j) => fit.summary.typical[j]!);
  return (added) => {
    const average = averageWidths({
      design: added === null ? train : appendColumns(train, [added.train]),
      score: rates ? fit.score : null,
      doseScale: added === null ? typical : Float64Array.of(...typical, width / added.width),
      widths: [width],
      random,
    });
    if (average instanceof Refusal) return average;
    const { means, covariance } = average;
    const place = free.length + 1;
    const more = [...(added === null ? [] : [added.judge]), ...judgeScore];
    return {
      coefficient: added === null ? 0 : means[place]!,
      standardError: added === null ? 0 : Math.sqrt(covariance[place * (means.length + 1)]!),
      logOdds: predictLogOdds(appendColumns(judge, more), {
        intercept: means[0]! + fit.interceptShift,
        coefficients: means.slice(1),
      }),
    };
  };
}

function appendColumns(design: Design, more: readonly Float64Array[]): Design {
  const columns = design.columns + more.length;
  const values = new Float64Array(design.rows * columns);
  for (let i = 0; i < design.rows; i++) {
    values.set(design.values.subarray(i * design.columns, (i + 1) * design.columns), i * columns);
    more.forEach((column, k) => {
      values[i * columns + design.columns + k] = column[i]!;
    });
  }
  return { ...design, columns, values };
}
