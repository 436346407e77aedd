import { decideLines } from "../recommendation/decisions.ts";
import { Posterior } from "../recommendation/posterior.ts";
import { choosePointUnit } from "../recommendation/unit.ts";
import type { LineDecision, LineEvidence } from "../recommendation/verdict.ts";
import { Refusal } from "../refusal.ts";
import { Z95 } from "../statistics/distributions.ts";
import { createRandom } from "../statistics/random.ts";
import { findAliased } from "../trainer/aliasing.ts";
import { type Design, takeColumns, takeRows } from "../trainer/design-matrix.ts";
import { type Fit, fitLogistic } from "../trainer/fit.ts";
import { fitScoreCalibration, type ScoreCalibration } from "../trainer/platt.ts";
import type { Prior } from "../trainer/prior.ts";
import {
  choosePriorWidth,
  type PriorWidthChoice,
  precisionsOfWidth,
} from "../trainer/prior-width.ts";
import { foldsByTime, foldsSeeded } from "../trainer/split.ts";
import { type DoseSummary, measureSpread, summariseDoses } from "./dose-summary.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Progress } from "./progress.ts";

/**
 * Standard deviations, in log-odds, that a line's worth may scatter by about its hand-set worth.
 * The narrowest stands for hand weights that hold as they are.
 */
const PRIOR_WIDTHS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5];
const FOLDS = 5;

export interface LearnSettings {
  readonly seed: number;
  /** Given where it was chosen before; else chosen by cross-validation. */
  readonly priorWidth?: number;
  readonly onProgress: Progress;
}

/** What was learnt from some deals. Arrays over columns: lines first, then segments. */
export interface Learning {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** (1 + columns)², row-major, intercept first; 0 for held columns. */
  readonly covariance: Float64Array;
  /** logit P(won) = a + s · hand-set score before caps. */
  readonly handWeights: ScoreCalibration;
  readonly priorWidth: number;
  readonly widthChoice: PriorWidthChoice | null;
  /** Log-odds per point. */
  readonly unit: number;
  /** Log-odds at a score of 0 points. */
  readonly base: number;
  readonly evidence: readonly LineEvidence[];
  readonly decisions: readonly LineDecision[];
}

/** A design split into the columns to fit and the ones held, which enter through the offset. */
interface PartDesign {
  readonly free: Uint32Array;
  readonly design: Design;
}

/**
 * Fits the model on some rows and decides on each line.
 *
 * @param rows rows of the history, in its order
 */
export function learn(
  dosed: DosedHistory,
  rows: Uint32Array,
  settings: LearnSettings,
): Learning | Refusal {
  const random = createRandom(settings.seed);
  const design = takeRows(dosed.design, rows);
  const points = Float64Array.from({ length: design.columns }, (_, j) => handPoints(dosed, j));
  const summary = summariseDoses(design);
  const held = findHeld(dosed, design, points, summary);
  const score = weigh(design, points);
  const handWeights = fitScoreCalibration(score, design.outcomes);
  if (handWeights instanceof Refusal) return handWeights;
  const slope = Math.max(0, handWeights.slope);
  const centre = points.map((point) => slope * point);
  const part = holdColumns(design, centre, (j) => held[j] === null);

  const widthChoice =
    settings.priorWidth === undefined
      ? choosePriorWidth({
          design: part.design,
          centre: pick(centre, part.free),
          doseScale: pick(summary.typical, part.free),
          folds: dosed.dated
            ? foldsByTime(pick(dosed.times, rows), FOLDS)
            : foldsSeeded(design.outcomes, FOLDS, random),
          widths: PRIOR_WIDTHS,
          random,
          onProgress: settings.onProgress,
        })
      : null;
  const priorWidth = settings.priorWidth ?? widthChoice!.width;
  const prior = { means: centre, precisions: precisionsOfWidth(summary.typical, priorWidth) };
  const fit = fitLogistic(part.design, { prior: pickPrior(prior, part.free), random });
  if (fit instanceof Refusal) return fit;

  const whole = spreadFit(fit, part.free, centre);
  const logOdds = weigh(design, whole.coefficients);
  const unit = choosePointUnit(
    [...part.free]
      .filter((j) => j < dosed.lines)
      .map((j) => {
        const worth = whole.coefficients[j]!;
        const halfWidth = Z95 * whole.standardErrors[j]!;
        return { points: points[j]!, low: worth - halfWidth, high: worth + halfWidth };
      }),
    measureSpread(logOdds),
    measureSpread(score),
  );
  const base = whole.intercept + mean(logOdds) - unit * mean(score);
  const evidence = dosed.compiled.lines.map(({ line, unit: written }, j): LineEvidence => {
    const worth = whole.coefficients[j]! / unit;
    const halfWidth = (Z95 * whole.standardErrors[j]!) / unit;
    const priorShare = (whole.standardErrors[j]! * summary.typical[j]!) / priorWidth;
    return {
      written: line.points ?? line.stars!,
      kind: line.stars === undefined ? "points" : "stars",
      unit: written,
      estimate: { value: worth, low: worth - halfWidth, high: worth + halfWidth },
      information: 1 - Math.min(1, priorShare ** 2),
      held: held[j]!,
    };
  });
  const posterior = new Posterior(
    Float64Array.of(whole.intercept, ...whole.coefficients),
    whole.covariance,
  );
  const decisions = decideLines(posterior, evidence, unit);
  return { ...whole, handWeights, priorWidth, widthChoice, unit, base, evidence, decisions };
}

function handPoints(dosed: DosedHistory, column: number): number {
  return dosed.compiled.lines[column]?.points ?? 0;
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

function holdColumns(
  design: Design,
  worth: Float64Array,
  isFree: (column: number) => boolean,
): PartDesign {
  const columns = [...worth.keys()];
  const free = Uint32Array.from(columns.filter(isFree));
  const heldWorth = worth.map((value, j) => (isFree(j) ? 0 : value));
  return { free, design: { ...takeColumns(design, free), offset: weigh(design, heldWorth) } };
}

function pickPrior(prior: Prior, columns: Uint32Array): Prior {
  return { means: pick(prior.means, columns), precisions: pick(prior.precisions, columns) };
}

/** The fit of the free columns, with the held ones at their centre and without uncertainty. */
function spreadFit(fit: Fit, free: Uint32Array, centre: Float64Array) {
  const coefficients = Float64Array.from(centre);
  const standardErrors = new Float64Array(centre.length);
  const size = centre.length + 1;
  const covariance = new Float64Array(size * size);
  const places = [0, ...Array.from(free, (j) => j + 1)];
  free.forEach((j, k) => {
    coefficients[j] = fit.coefficients[k]!;
    standardErrors[j] = fit.standardErrors[k]!;
  });
  places.forEach((row, k) => {
    places.forEach((column, l) => {
      covariance[row * size + column] = fit.covariance[k * places.length + l]!;
    });
  });
  return { intercept: fit.intercept, coefficients, standardErrors, covariance };
}

/** Σ worth × dose of each row. */
function weigh({ rows, columns, values }: Design, worth: Float64Array): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[i * columns + j]! * worth[j]!;
    sums[i] = sum;
  }
  return sums;
}

function pick(values: Float64Array, columns: Uint32Array): Float64Array {
  return Float64Array.from(columns, (j) => values[j]!);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
