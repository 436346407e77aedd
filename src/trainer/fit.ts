import { Refusal } from "../refusal.ts";
import { createRandom, type Random } from "../statistics/random.ts";
import { factorise, invertFactored, solveFactored } from "./cholesky.ts";
import { addMultiple, dot } from "./correction.ts";
import { type CovarianceEstimate, describeCovariance } from "./covariance.ts";
import type { Design } from "./design-matrix.ts";
import { type Visited, visit } from "./line-search.ts";
import { logisticObjective, type Objective } from "./objective.ts";
import { flatPrior, type Prior } from "./prior.ts";
import { findUndetermined, refuseOneClass, refuseUndetermined } from "./refusals.ts";
import { findSeparation, type Separation } from "./separation.ts";
import {
  type Minimum,
  type Solve,
  type Steps,
  solveByNewton,
  solveBySamples,
  TOLERANCE,
} from "./solver.ts";
import {
  type Coefficients,
  type StandardDesign,
  standardise,
  toRaw,
  toStandard,
} from "./standard-design.ts";

/** Where the penalised likelihood is largest. */
export interface FitPoint extends Coefficients {
  /** Σ weight × ln P(outcome), without the prior. */
  readonly logLikelihood: number;
  /** ‖gradient‖∞ / total weight in standardised columns; above 1e-12 where round-off stopped it. */
  readonly gradientNorm: number;
  readonly steps: Steps;
}

/** With H⁻¹ for a covariance, H the Hessian of the penalised likelihood. */
export interface Fit extends FitPoint, CovarianceEstimate {}

export interface FitOptions {
  /** Flat when absent: maximum likelihood. */
  readonly prior?: Prior;
  readonly start?: Coefficients;
  /** Draws the samples on which a large fit begins; a fixed seed when absent. */
  readonly random?: Random;
  /** Leave out the covariance, and most of the cost of a large fit. */
  readonly covariance?: boolean;
  /** How to find the minimum; by the number of rows when absent. */
  readonly solve?: Solve;
}

/** Rows above which samples pay. */
const SAMPLED_ABOVE = 20_000;
/** A fit that converges takes fewer steps; one that does not is first suspected of separation. */
const STEPS_BEFORE_SUSPICION = 20;
const MOST_STEPS = 200;
/** A Newton step takes this, which is a few steps less, to the tolerance. */
const TOLERANCE_BEFORE_POLISH = 1e-11;
/** Log-odds between a Hessian's point and the minimum that leave the covariance as good. */
const LARGEST_POLISH = 1e-10;
const MOST_POLISHES = 5;
/** Variance of a coefficient, as a multiple of what one unrelated column has, that is suspect. */
const SUSPECT_INFLATION = 1e3;

/**
 * Logistic regression with a Gaussian prior: minimises
 *
 *   Q(β) = Σᵢ wᵢ [ln(1 + e^zᵢ) − yᵢzᵢ] + ½ Σⱼ λⱼ(βⱼ − μⱼ)²,  zᵢ = offsetᵢ + β₀ + xᵢ·β
 *
 * in float64, on standardised columns, to ‖gradient‖∞ / Σw ≤ 1e-12 or as near as round-off allows.
 *
 * @param design rows × columns; no columns fits the intercept alone
 * @returns coefficients on the scale of the design's columns, or a refusal:
 *          `one-class` when the rows that count are all won or all lost;
 *          `separated`, a `Separation` with the columns to blame, when the maximum does not exist;
 *          `nothing-varies` when columns with a flat prior are constant or repeat others
 * @throws RangeError on a malformed design or prior and on values that are not finite
 * Cost O(rows × columns²) once with a covariance, and O(rows × columns) about ten times above
 * 20,000 rows; below it O(rows × columns²) a Newton step, of which there are about six.
 */
export function fitLogistic(
  design: Design,
  options: FitOptions & { readonly covariance: false },
): FitPoint | Refusal;
export function fitLogistic(
  design: Design,
  options?: FitOptions & { readonly covariance?: true },
): Fit | Refusal;
export function fitLogistic(design: Design, options: FitOptions = {}): Fit | FitPoint | Refusal {
  const prior = options.prior ?? flatPrior(design.columns);
  const standard = standardise(design, prior);
  const { wonWeight, totalWeight } = standard;
  if (wonWeight === 0 || wonWeight === totalWeight) return refuseOneClass(standard);
  const flat = Array.from(prior.precisions.keys()).filter((j) => prior.precisions[j] === 0);

  const minimum = findMinimum(standard, flat, options);
  if (minimum instanceof Refusal) return minimum;
  if (!needsCovariance(flat, options)) return describePoint(standard, minimum);
  const end = polish(logisticObjective(standard), minimum);
  if (isSuspect(standard, flat, end)) {
    const refusal = findSeparation(standard, flat) ?? findUndetermined(standard);
    if (refusal) return refusal;
  }
  if (!end) return refuseUndetermined();
  return { ...describePoint(standard, end), ...describeCovariance(standard, end.covariance) };
}

/** Also without a covariance the curvature tells whether flat columns have a maximum at all. */
function needsCovariance(flat: readonly number[], { covariance }: FitOptions): boolean {
  return flat.length > 0 || covariance !== false;
}

/** Minimises, and looks for separation where that does not come to an end. */
function findMinimum(
  standard: StandardDesign,
  flat: readonly number[],
  options: FitOptions,
): Minimum | Separation {
  const { start, random = createRandom(1) } = options;
  const bySize = standard.rows > SAMPLED_ABOVE ? solveBySamples(random) : solveByNewton;
  const solve = options.solve ?? bySize;
  const from = start ? toStandard(standard, start) : startAtBaseRate(standard);
  const tolerance = needsCovariance(flat, options) ? TOLERANCE_BEFORE_POLISH : TOLERANCE;
  const minimum = solve(standard, from, { tolerance, mostSteps: STEPS_BEFORE_SUSPICION });
  if (minimum.converged) return minimum;
  const separation = flat.length > 0 && findSeparation(standard, flat);
  if (separation) return separation;
  // Anew, as the first way may have gone to where all curvature underflows.
  const afresh = startAtBaseRate(standard);
  const end = solveByNewton(standard, afresh, { tolerance, mostSteps: MOST_STEPS });
  return { ...end, steps: addSteps(minimum.steps, end.steps) };
}

/** θ₀ at which the average deal has the base rate, the other lines at their prior means. */
function startAtBaseRate({ stride, base, weights, wonWeight, totalWeight }: StandardDesign) {
  const theta = new Float64Array(stride);
  const meanBase = dot(base, weights, base.length) / totalWeight;
  theta[0] = Math.log(wonWeight / (totalWeight - wonWeight)) - meanBase;
  return theta;
}

/**
 * Whether the likelihood is so flat in some direction that it may have no maximum there: along a
 * direction that separates, a gradient within the tolerance leaves next to no curvature.
 */
function isSuspect(
  { size, wonWeight, totalWeight }: StandardDesign,
  flat: readonly number[],
  end: Polished | undefined,
): boolean {
  if (flat.length === 0) return false;
  if (!end) return true;
  const unrelated = totalWeight / (wonWeight * (totalWeight - wonWeight));
  const variances = flat.map((j) => end.covariance[(1 + j) * (size + 1)]!);
  return variances.some((variance) => variance > SUSPECT_INFLATION * unrelated);
}

interface Polished extends Visited {
  readonly steps: Steps;
  /** H⁻¹ in standardised columns. */
  readonly covariance: Float64Array;
}

/**
 * Newton steps until the Hessian's own point is so near the minimum that it serves for the
 * covariance: one, as a rule. Undefined when the Hessian is singular.
 */
function polish(objective: Objective, minimum: Minimum): Polished | undefined {
  const { size, totalWeight } = objective;
  let point: Visited = minimum;
  for (let made = 1; ; made++) {
    const factor = factorise(objective.hessian(point.theta), size);
    if (!factor) return undefined;
    const step = solveFactored(factor, size, point.gradient);
    const theta = point.theta.slice();
    addMultiple(theta, -1, step, size);
    const next = visit(objective, theta);
    const lower = next.norm < point.norm;
    // δ'Hδ / Σw = δ·g / Σw, the mean square change of the log-odds, weighted by p(1 − p)
    const change = Math.sqrt(Math.abs(dot(step, point.gradient, size)) / totalWeight);
    if (lower) point = next;
    if (!lower || change <= LARGEST_POLISH || made === MOST_POLISHES) {
      const { newton, gradients, hessians, ...others } = minimum.steps;
      const steps = {
        ...others,
        newton: newton + made,
        gradients: gradients + made,
        hessians: hessians + made,
      };
      return { ...point, steps, covariance: invertFactored(factor, size) };
    }
  }
}

function describePoint(
  standard: StandardDesign,
  { theta, value, norm, steps }: Visited & { readonly steps: Steps },
): FitPoint {
  const penalty = standard.precisions.reduce(
    (sum, precision, j) => sum + 0.5 * precision * theta[j]! * theta[j]!,
    0,
  );
  return { ...toRaw(standard, theta), logLikelihood: penalty - value, gradientNorm: norm, steps };
}

function addSteps(a: Steps, b: Steps): Steps {
  return {
    warmStart: a.warmStart + b.warmStart,
    quasiNewton: a.quasiNewton + b.quasiNewton,
    newton: a.newton + b.newton,
    gradients: a.gradients + b.gradients,
    hessians: a.hessians + b.hessians,
  };
}
