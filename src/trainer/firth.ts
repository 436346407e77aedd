import type { Refusal } from "../refusal.ts";
import { factorise, invertFactored, solveFactored, solveLower } from "./cholesky.ts";
import { addMultiple, dot } from "./correction.ts";
import { describeCovariance } from "./covariance.ts";
import type { Design } from "./design-matrix.ts";
import type { Fit } from "./fit.ts";
import { weightedGram } from "./gram.ts";
import { findCurvatures, logisticObjective } from "./objective.ts";
import { flatPrior } from "./prior.ts";
import { findUndetermined, refuseUndetermined } from "./refusals.ts";
import { TOLERANCE } from "./solver.ts";
import { type StandardDesign, standardise, toRaw } from "./standard-design.ts";

export interface FirthFit extends Fit {
  /** ℓ + ½ ln det X'WX, on the scale of the design's columns. */
  readonly penalizedLogLikelihood: number;
}

const MOST_STEPS = 500;
/** Largest change of a standardised coefficient in one step. */
const LONGEST_STEP = 5;
/** Of the penalised likelihood: what is round-off. */
const VALUE_NOISE = 1e-12;

/**
 * Firth's bias-reduced logistic regression: maximises ℓ(β) + ½ ln det X'WX, W = diag wᵢpᵢ(1 − pᵢ).
 * It has a maximum where the likelihood has none: for separated deals, and for deals of one class.
 *
 * Scoring steps with halving: U*ⱼ = Σᵢ [wᵢ(yᵢ − pᵢ) + hᵢ(½ − pᵢ)] xᵢⱼ, step (X'WX)⁻¹U*, with hᵢ the
 * diagonal of the hat matrix.
 *
 * @param design without aliased columns
 * @returns a fit with covariance (X'WX)⁻¹ (expected information) and a gradient norm of U*;
 *          `nothing-varies` when columns are constant or repeat others, and when there are no deals
 * @throws RangeError on a malformed design and on values that are not finite
 * Cost O(rows × columns²) a step, of which there are about ten to thirty.
 * Source: Firth 1993; Heinze & Schemper 2002.
 */
export function fitFirth(design: Design): FirthFit | Refusal {
  const standard = standardise(design, flatPrior(design.columns));
  let point = visitFirth(standard, new Float64Array(standard.stride));
  let scoringSteps = 0;
  while (point && point.norm > TOLERANCE && scoringSteps < MOST_STEPS) {
    const next = stepFirth(standard, point);
    if (!next) break;
    point = next;
    scoringSteps++;
  }
  if (!point) return findUndetermined(standard) ?? refuseUndetermined();
  const { theta, factor, logLikelihood, norm } = point;
  // det in the design's columns = det in standardised columns × Π sⱼ²
  const logScales = standard.scales.reduce((sum, scale) => sum + Math.log(scale), 0);
  const evaluations = scoringSteps + 1;
  return {
    ...toRaw(standard, theta),
    ...describeCovariance(standard, invertFactored(factor, standard.size)),
    logLikelihood,
    penalizedLogLikelihood: point.penalized + logScales,
    gradientNorm: norm,
    steps: {
      warmStart: 0,
      quasiNewton: scoringSteps,
      newton: 0,
      gradients: evaluations,
      hessians: evaluations,
    },
  };
}

interface FirthPoint {
  readonly theta: Float64Array;
  readonly logLikelihood: number;
  readonly penalized: number;
  readonly score: Float64Array;
  /** Cholesky factor of X'WX. */
  readonly factor: Float64Array;
  readonly norm: number;
}

/** Likelihood, modified score and information at θ; undefined where the information is singular. */
function visitFirth(standard: StandardDesign, theta: Float64Array): FirthPoint | undefined {
  const { size, stride, rows, values, totalWeight } = standard;
  const curvatures = findCurvatures(standard, theta);
  const factor = rows > 0 ? factorise(weightedGram(standard, size, curvatures), size) : undefined;
  if (!factor) return undefined;
  const score = new Float64Array(stride);
  const logLikelihood = -logisticObjective(standard).evaluate(theta, score);
  for (let j = 0; j < stride; j++) score[j] = -score[j]!;
  for (let i = 0; i < rows; i++) {
    const x = values.subarray(i * stride, (i + 1) * stride);
    // hᵢ = wᵢpᵢ(1 − pᵢ) xᵢ'(X'WX)⁻¹xᵢ
    const half = solveLower(factor, size, x);
    const hat = curvatures[i]! * dot(half, half, size);
    // ½ − p = −½ tanh(z/2)
    const z = standard.base[i]! + dot(x, theta, size);
    addMultiple(score, -0.5 * hat * Math.tanh(z / 2), x, size);
  }
  let logRootDeterminant = 0;
  let largest = 0;
  for (let j = 0; j < size; j++) {
    logRootDeterminant += Math.log(factor[j * (size + 1)]!);
    largest = Math.max(largest, Math.abs(score[j]!));
  }
  const penalized = logLikelihood + logRootDeterminant;
  return { theta, logLikelihood, penalized, score, factor, norm: largest / totalWeight };
}

/** One scoring step, halved until the penalised likelihood rises; undefined when it cannot. */
function stepFirth(standard: StandardDesign, from: FirthPoint): FirthPoint | undefined {
  const { size } = standard;
  const direction = solveFactored(from.factor, size, from.score);
  const longest = direction.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  let length = Math.min(1, LONGEST_STEP / longest);
  for (let tries = 0; tries < 40; tries++, length /= 2) {
    const theta = from.theta.slice();
    addMultiple(theta, length, direction, size);
    const next = visitFirth(standard, theta);
    if (!next) continue;
    const gain = next.penalized - from.penalized;
    if (
      Math.abs(gain) > VALUE_NOISE * Math.abs(from.penalized) ? gain > 0 : next.norm < from.norm
    ) {
      return next;
    }
  }
  return undefined;
}
