import { Refusal } from "../../refusal.ts";
import { createRandom } from "../../statistics/random.ts";
import { measureSpread } from "../../statistics/spread.ts";
import { findAliased } from "../../trainer/aliasing.ts";
import { type Design, takeColumns, takeRows } from "../../trainer/design-matrix.ts";
import { type FeedbackRows, settleFeedback } from "../../trainer/feedback-pool.ts";
import { fitScoreCalibration, type ScoreCalibration } from "../../trainer/platt.ts";
import type { Prior } from "../../trainer/prior.ts";
import { averageWidths, type WidthAverage } from "../../trainer/width-average.ts";
import type { Progress } from "../progress.ts";
import { type DoseSummary, summariseDoses } from "./dose-summary.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { findInterceptShift } from "./intercept-shift.ts";

export interface FitSettings {
  readonly seed: number;
  /** One weight a row, where some deals count for more than others. */
  readonly weights?: Float64Array;
  /** What sales said, where it has a share in the fit. */
  readonly feedback?: FeedbackShare;
  readonly onProgress: Progress;
}

/** Feedback beside the deals of a fit. */
export interface FeedbackShare {
  readonly rows: FeedbackRows;
  /** What a piece of it counts, a deal counting 1; above 0. */
  readonly weight: number;
  /** Prior width of the fit of the deals alone, by which what feedback has of its own is told. */
  readonly priorWidth: number;
}

/** What each line is worth, in log-odds. Arrays over columns: lines first, then segments. */
export interface LineFit {
  readonly intercept: number;
  /** Part of the intercept that the latest rows called for beside the fit. */
  readonly interceptShift: number;
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** (1 + columns)², row-major, intercept first. */
  readonly covariance: Float64Array;
  /** logit P(won) = a + s · hand-set score before caps, taken on its own. */
  readonly handWeights: ScoreCalibration;
  /** Effective points now; 0 for segments. */
  readonly points: Float64Array;
  /** Hand-set score of each row before caps. */
  readonly score: Float64Array;
  /** Why a column keeps its hand-set worth; null where it was fitted. */
  readonly held: readonly (string | null)[];
  readonly summary: DoseSummary;
  readonly widths: Pick<WidthAverage, "width" | "widths">;
  readonly design: Design;
}

/**
 * Fits the lines on some rows.
 *
 * @param rows rows of the history, in its order
 */
export function fitLines(
  dosed: DosedHistory,
  rows: Uint32Array,
  { seed, weights, feedback, onProgress }: FitSettings,
): LineFit | Refusal {
  const random = createRandom(seed);
  const taken = takeRows(dosed.design, rows);
  const design = weights === undefined ? taken : { ...taken, weights };
  const points = Float64Array.from(
    { length: design.columns },
    (_, j) => dosed.compiled.lines[j]?.points ?? 0,
  );
  const summary = summariseDoses(design);
  const held = findHeld(dosed, design, points, summary);
  const score = weighDoses(design, points);
  const handWeights = fitScoreCalibration(score, design.outcomes);
  if (handWeights instanceof Refusal) return handWeights;
  const free = freeColumns(held);
  const rates = handWeights.ranks && measureSpread(score) > 0;
  const deals = { design: takeColumns(design, free), score };
  const prior = { handWeights, points, summary };
  const joined = feedback === undefined ? deals : joinFeedback(deals, feedback, free, prior);
  if (joined instanceof Refusal) return joined;
  const average = averageWidths({
    design: joined.design,
    score: rates ? joined.score : null,
    doseScale: Float64Array.from(free, (j) => summary.typical[j]!),
    random,
    onProgress,
  });
  if (average instanceof Refusal) return average;
  const worth = toWorth(average, free, rates ? points : new Float64Array(points.length));
  const fit = { ...worth, handWeights, points, score, held, summary, widths: average, design };
  const interceptShift = findInterceptShift(dosed, rows, fit);
  return { ...fit, intercept: fit.intercept + interceptShift, interceptShift };
}

/** Columns that are fitted. */
export function freeColumns(held: LineFit["held"]): Uint32Array {
  return Uint32Array.from([...held.keys()].filter((j) => held[j] === null));
}

/** The prior that a fit settled on, of some of its columns. */
export function priorOf(
  { handWeights, points, summary }: Pick<LineFit, "handWeights" | "points" | "summary">,
  columns: Uint32Array,
  width: number,
): Prior {
  const slope = Math.max(0, handWeights.slope);
  return {
    means: Float64Array.from(columns, (j) => slope * points[j]!),
    precisions: Float64Array.from(columns, (j) => ((summary.typical[j]! || 1) / width) ** 2),
  };
}

/** Deals with feedback behind them, and the hand-set scores of both before caps. */
function joinFeedback(
  deals: { readonly design: Design; readonly score: Float64Array },
  { rows, weight, priorWidth }: FeedbackShare,
  free: Uint32Array,
  prior: Pick<LineFit, "handWeights" | "points" | "summary">,
): { readonly design: Design; readonly score: Float64Array } | Refusal {
  const heard = { ...rows, design: takeColumns(rows.design, free) };
  const design = settleFeedback(deals.design, heard, priorOf(prior, free, priorWidth), weight);
  if (design instanceof Refusal) return design;
  const score = new Float64Array(design.rows);
  score.set(deals.score);
  score.set(weighDoses(rows.design, prior.points), deals.score.length);
  return { design, score };
}

/** Σ worth × dose of each row. */
export function weighDoses({ rows, columns, values }: Design, worth: Float64Array): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[i * columns + j]! * worth[j]!;
    sums[i] = sum;
  }
  return sums;
}

/**
 * Why a column keeps its hand-set worth: it is not measured, does not vary, or the others fix it.
 * Of lines that fix each other, an unrated one that most deals have gives way: it is the level that
 * the others are measured against.
 */
function findHeld(
  dosed: DosedHistory,
  design: Design,
  points: Float64Array,
  { deals, spread }: DoseSummary,
): readonly (string | null)[] {
  const preference = points.map(
    (point, j) => (point === 0 ? 1 : 2) - deals[j]! / (design.rows + 1),
  );
  const aliased = new Set(findAliased(design, preference).aliased);
  return Array.from(points, (_, j) => {
    const unmeasured = dosed.unmeasured[j] ?? null;
    if (unmeasured !== null) return unmeasured;
    if (deals[j] === 0) return "No deal has it.";
    if (spread[j] === 0) return "All deals have the same of it.";
    if (aliased.has(j)) return "The others are measured against it: together they always add up.";
    return null;
  });
}

/**
 * Worth of every column from deviations and slope: βⱼ = δⱼ + s·pⱼ with δⱼ = 0 where it is held, so
 * Cov(βᵢ, βⱼ) = Cov(δᵢ, δⱼ) + pᵢ Cov(s, δⱼ) + pⱼ Cov(δᵢ, s) + pᵢpⱼ Var(s), and likewise for b.
 */
function toWorth({ means, covariance }: WidthAverage, free: Uint32Array, points: Float64Array) {
  const columns = points.length;
  const size = means.length;
  const hasSlope = size > free.length + 1;
  // Place of each of b, β₁, … among the means, or −1 where it is held; and its share of the slope.
  const place = [0, ...Array.from(points, (_, j) => free.indexOf(j) + 1 || -1)];
  const share = [0, ...points];
  const at = (i: number, j: number) => (i < 0 || j < 0 ? 0 : covariance[i * size + j]!);
  const slope = hasSlope ? size - 1 : -1;
  const worth = place.map(
    (i, k) => (i < 0 ? 0 : means[i]!) + (hasSlope ? share[k]! * means[slope]! : 0),
  );
  const joint = new Float64Array((columns + 1) ** 2);
  place.forEach((i, k) => {
    place.forEach((j, l) => {
      joint[k * (columns + 1) + l] =
        at(i, j) +
        share[k]! * at(slope, j) +
        share[l]! * at(i, slope) +
        share[k]! * share[l]! * at(slope, slope);
    });
  });
  return {
    intercept: worth[0]!,
    coefficients: Float64Array.from(worth.slice(1)),
    standardErrors: Float64Array.from(points, (_, j) =>
      Math.sqrt(Math.max(0, joint[(j + 1) * (columns + 2)]!)),
    ),
    covariance: joint,
  };
}
