import { weightedGram } from "./gram.ts";
import type { StandardDesign } from "./standard-design.ts";

/** A smooth convex function of θ, as the solver sees it. */
export interface Objective {
  /** Numbers of θ that count; vectors may be longer. */
  readonly size: number;
  /** Length of the vectors. */
  readonly stride: number;
  /** What a gradient is divided by before it is held against the tolerance. */
  readonly totalWeight: number;
  /** The value at θ; overwrites `gradient` with the gradient there. */
  evaluate(theta: Float64Array, gradient: Float64Array): number;
  /** size × size, symmetric */
  hessian(theta: Float64Array): Float64Array;
}

/** Rows of a block: read from memory once for the log-odds and then from cache for the gradient. */
const BLOCK = 64;

/**
 * Penalised negative log-likelihood of a logistic regression
 *
 *   Q(θ) = Σᵢ wᵢ [ln(1 + e^zᵢ) − yᵢzᵢ] + ½ Σⱼ λⱼθⱼ²,  zᵢ = baseᵢ + xᵢ·θ
 *
 * Cost of `evaluate` O(rows × size), of `hessian` O(rows × size² / 2).
 */
export function logisticObjective(design: StandardDesign): Objective {
  const { size, stride, totalWeight, precisions } = design;
  return {
    size,
    stride,
    totalWeight,
    evaluate(theta, gradient) {
      let value = sumLosses(design, theta, gradient);
      for (let j = 0; j < size; j++) {
        gradient[j]! += precisions[j]! * theta[j]!;
        value += 0.5 * precisions[j]! * theta[j]! * theta[j]!;
      }
      return value;
    },
    hessian(theta) {
      const curvatures = findCurvatures(design, theta);
      const hessian = weightedGram(design, size, curvatures);
      for (let j = 0; j < size; j++) hessian[j * size + j]! += precisions[j]!;
      return hessian;
    },
  };
}

/**
 * wᵢ pᵢ (1 − pᵢ) of every row, the weights of the Fisher information.
 *
 * Cost O(rows × size).
 */
export function findCurvatures(design: StandardDesign, theta: Float64Array): Float64Array {
  const { rows } = design;
  const curvatures = new Float64Array(rows);
  addLogOdds(design, 0, rows, theta, curvatures);
  for (let i = 0; i < rows; i++) {
    // p(1 − p) = e^−|z| / (1 + e^−|z|)²
    const e = Math.exp(-Math.abs(curvatures[i]!));
    curvatures[i] = (design.weights[i]! * e) / ((1 + e) * (1 + e));
  }
  return curvatures;
}

/** Σ wᵢ lossᵢ, and its gradient Σ wᵢ (pᵢ − yᵢ) xᵢ, summed block by block against round-off. */
function sumLosses(design: StandardDesign, theta: Float64Array, gradient: Float64Array): number {
  gradient.fill(0);
  const residuals = new Float64Array(BLOCK);
  const part = new Float64Array(design.stride);
  let value = 0;
  for (let first = 0; first < design.rows; first += BLOCK) {
    const rows = Math.min(BLOCK, design.rows - first);
    residuals.fill(0);
    addLogOdds(design, first, rows, theta, residuals);
    value += replaceByResiduals(design, first, rows, residuals);
    addRows(design, first, rows, residuals, part);
    for (let j = 0; j < part.length; j++) {
      gradient[j]! += part[j]!;
      part[j] = 0;
    }
  }
  return value;
}

/** Adds baseᵢ + xᵢ·θ, two rows by two columns at a time: measured fastest. */
function addLogOdds(
  { stride, values, base }: StandardDesign,
  first: number,
  rows: number,
  theta: Float64Array,
  logOdds: Float64Array,
): void {
  for (let k = 0; k < rows; k += 2) {
    let even = 0;
    let odd = 0;
    let evenNext = 0;
    let oddNext = 0;
    let at = (first + k) * stride;
    let next = at + stride;
    for (let j = 0; j < stride; j += 2, at += 2, next += 2) {
      const t = theta[j]!;
      const u = theta[j + 1]!;
      even += t * values[at]!;
      odd += u * values[at + 1]!;
      evenNext += t * values[next]!;
      oddNext += u * values[next + 1]!;
    }
    logOdds[k]! += base[first + k]! + (even + odd);
    logOdds[k + 1]! += base[first + k + 1]! + (evenNext + oddNext);
  }
}

/** Turns log-odds zᵢ into wᵢ(pᵢ − yᵢ), without cancellation near 0 and 1; returns Σ wᵢ lossᵢ. */
function replaceByResiduals(
  { outcomes, weights }: StandardDesign,
  first: number,
  rows: number,
  residuals: Float64Array,
): number {
  let value = 0;
  // Π (1 + e) of at most 64 factors up to 2: one logarithm for the block, not one a row.
  let product = 1;
  for (let k = 0; k < rows; k++) {
    const won = outcomes[first + k] === 1;
    const weight = weights[first + k]!;
    // m = z when lost, −z when won: loss = ln(1 + e^m), |residual| = e^m / (1 + e^m)
    const m = won ? -residuals[k]! : residuals[k]!;
    const e = Math.exp(-Math.abs(m));
    const miss = (m > 0 ? weight : weight * e) / (1 + e);
    if (m > 0) value += weight * m;
    if (weight === 1) product *= 1 + e;
    else value += weight * Math.log1p(e);
    residuals[k] = won ? -miss : miss;
  }
  return value + Math.log(product);
}

/** Adds Σ rᵢ xᵢ to `sum`, two rows by four columns at a time. */
function addRows(
  { stride, values }: StandardDesign,
  first: number,
  rows: number,
  residuals: Float64Array,
  sum: Float64Array,
): void {
  for (let k = 0; k < rows; k += 2) {
    const r = residuals[k]!;
    const s = residuals[k + 1]!;
    let at = (first + k) * stride;
    let next = at + stride;
    for (let j = 0; j < stride; j += 4, at += 4, next += 4) {
      sum[j]! += r * values[at]! + s * values[next]!;
      sum[j + 1]! += r * values[at + 1]! + s * values[next + 1]!;
      sum[j + 2]! += r * values[at + 2]! + s * values[next + 2]!;
      sum[j + 3]! += r * values[at + 3]! + s * values[next + 3]!;
    }
  }
}
