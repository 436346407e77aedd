import { createRandom, type Random, shuffle } from "../statistics/random.ts";
import { factorise } from "./cholesky.ts";
import { type Design, takeRows } from "./design-matrix.ts";
import { logisticObjective } from "./objective.ts";
import { logLossOfLogOdds, predictLogOdds } from "./prediction.ts";
import { minimise } from "./solver.ts";
import type { Split } from "./split.ts";
import { type StandardDesign, standardise, toRaw } from "./standard-design.ts";

const DEFAULT_WIDTHS: readonly number[] = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5];
/** More deals than these make the choice dearer and no better. */
const MOST_DEALS = 20_000;
/** Losses need far fewer digits than coefficients. */
const SEARCH = { tolerance: 1e-8, mostSteps: 200, patience: Infinity };

export interface PriorWidthCandidate {
  readonly width: number;
  /** Mean over the judged deals. */
  readonly logLoss: number;
  /** Of the mean paired difference to the best width; 0 for the best itself. */
  readonly standardError: number;
}

export interface PriorWidthChoice {
  /** τ: standard deviation of a line's typical contribution about its hand-set worth, log-odds. */
  readonly width: number;
  /** In ascending order of width; empty when no fold could be fitted. */
  readonly candidates: readonly PriorWidthCandidate[];
  /** Deals that were judged. */
  readonly deals: number;
}

export interface PriorWidthQuestion {
  readonly design: Design;
  /** Prior means, length columns. */
  readonly centre: Float64Array;
  /** Typical dose of a line when it applies, length columns; 0 for a line that never does. */
  readonly doseScale: Float64Array;
  /** Rows of the design. */
  readonly folds: readonly Split[];
  /** τ, 0 or more. */
  readonly widths?: readonly number[];
  /** Draws the deals when there are more than 20,000; a fixed seed when absent. */
  readonly random?: Random;
  readonly onProgress?: (text: string) => void;
}

/**
 * Precisions of the prior with which a line's typical contribution has standard deviation τ.
 *
 * @param width τ above 0, log-odds
 * @returns doseScaleⱼ²/τ², taking a dose of 1 for a line that never applies
 */
export function precisionsOfWidth(doseScale: Float64Array, width: number): Float64Array {
  return doseScale.map((dose) => ((dose || 1) / width) ** 2);
}

/**
 * Chooses the width of the prior by cross-validated log loss: of the widths whose mean loss exceeds
 * the least by no more than one standard error of the paired per-deal differences, the smallest, so
 * the one nearest the hand weights. At width 0 coefficients are held at the centre and only the
 * intercept is fitted.
 *
 * @returns the choice; where no fold has both outcomes to train on and a deal to judge, the smallest
 *          width: the hand weights stand
 * @throws RangeError on a malformed design, centre or dose scale, no width, or one below 0
 * Cost per fold O(deals × columns²) two or three times and O(deals × columns) some five times a width,
 * on at most 20,000 deals.
 * Source: Breiman et al. 1984 for the one-standard-error rule, here on paired differences.
 */
export function choosePriorWidth(question: PriorWidthQuestion): PriorWidthChoice {
  const widths = [...(question.widths ?? DEFAULT_WIDTHS)].toSorted((a, b) => a - b);
  checkQuestion(question, widths);
  const folds = thinFolds(question);
  const losses: number[][] = widths.map(() => []);
  folds.forEach((fold, i) => {
    judgeFold(question, fold, widths).forEach((ofWidth, k) => {
      for (const loss of ofWidth) losses[k]!.push(loss);
    });
    question.onProgress?.(`judged prior widths on part ${i + 1} of ${folds.length}`);
  });
  const deals = losses[0]!.length;
  if (deals === 0) return { width: widths[0]!, candidates: [], deals };
  const candidates = compareWidths(widths, losses);
  const least = Math.min(...candidates.map(({ logLoss }) => logLoss));
  const chosen = candidates.find(({ logLoss, standardError }) => logLoss <= least + standardError)!;
  return { width: chosen.width, candidates, deals };
}

/** Losses of the judged deals under each width, ascending so that each fit starts from the last. */
function judgeFold(
  { design, centre, doseScale }: PriorWidthQuestion,
  { train, judge }: Split,
  widths: readonly number[],
): number[][] {
  const held = new Float64Array(design.columns);
  const standard = standardise(takeRows(design, train), { means: centre, precisions: held });
  const { wonWeight, totalWeight, stride } = standard;
  if (judge.length === 0 || wonWeight === 0 || wonWeight === totalWeight)
    return widths.map(() => []);
  const judged = takeRows(design, judge);
  let theta: Float64Array = new Float64Array(stride);
  let information: Float64Array | undefined;
  return widths.map((width) => {
    // One number of θ is fitted at width 0: the intercept.
    const narrowed = width === 0 ? { ...standard, size: 1 } : narrow(standard, doseScale, width);
    const objective = logisticObjective(narrowed);
    if (width > 0) information ??= logisticObjective(standard).hessian(theta);
    const factor =
      width > 0 ? factorise(addDiagonal(information!, narrowed), narrowed.size) : undefined;
    const minimum = minimise(objective, theta, { ...SEARCH, factor });
    theta = minimum.theta;
    if (minimum.steps.hessians > 0) information = undefined;
    const logOdds = predictLogOdds(judged, toRaw(standard, theta));
    return Array.from(logOdds, (z, i) => logLossOfLogOdds(z, judged.outcomes[i]!));
  });
}

function narrow(standard: StandardDesign, doseScale: Float64Array, width: number): StandardDesign {
  const precisions = new Float64Array(standard.size);
  precisionsOfWidth(doseScale, width).forEach((precision, j) => {
    precisions[1 + j] = precision / standard.scales[j]! ** 2;
  });
  return { ...standard, precisions };
}

/** The information of the deals with the precisions of the prior. */
function addDiagonal(
  information: Float64Array,
  { size, precisions }: StandardDesign,
): Float64Array {
  const hessian = information.slice();
  for (let j = 0; j < size; j++) hessian[j * (size + 1)]! += precisions[j]!;
  return hessian;
}

function compareWidths(
  widths: readonly number[],
  losses: readonly number[][],
): PriorWidthCandidate[] {
  const means = losses.map(mean);
  const best = losses[means.indexOf(Math.min(...means))]!;
  return widths.map((width, k) => {
    const differences = losses[k]!.map((loss, i) => loss - best[i]!);
    return { width, logLoss: means[k]!, standardError: standardErrorOfMean(differences) };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** s/√n; 0 for a single value, which then makes no other width as good as the best. */
function standardErrorOfMean(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (n - 1) / n);
}

/** Folds of a random part of the deals, in the order they had. */
function thinFolds({ design, folds, random }: PriorWidthQuestion): readonly Split[] {
  if (design.rows <= MOST_DEALS) return folds;
  const drawn = new Uint8Array(design.rows);
  for (const row of shuffle(design.rows, random ?? createRandom(1)).subarray(0, MOST_DEALS)) {
    drawn[row] = 1;
  }
  return folds.map(({ train, judge }) => ({
    train: train.filter((row) => drawn[row] === 1),
    judge: judge.filter((row) => drawn[row] === 1),
  }));
}

function checkQuestion(
  { design, centre, doseScale }: PriorWidthQuestion,
  widths: readonly number[],
): void {
  if (widths.length === 0 || !widths.every((width) => width >= 0 && width < Infinity)) {
    throw new RangeError("a width is negative or not finite, or there is none");
  }
  if (centre.length !== design.columns || doseScale.length !== design.columns) {
    throw new RangeError("centre and dose scale are one number a column");
  }
  if (!doseScale.every((dose) => dose >= 0 && dose < Infinity)) {
    throw new RangeError("a typical dose is negative or not finite");
  }
}
