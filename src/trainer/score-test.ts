import { twoSidedP } from "../statistics/distributions.ts";
import { type Estimable, notEstimable } from "../statistics/estimate.ts";
import { checkDesign, type Design } from "./design-matrix.ts";

/** A logistic model with the deals that it was fitted on. */
export interface FittedModel {
  /** rows × columns; weights, where there are any, say how often each row counts */
  readonly design: Design;
  /** length rows, of winning, by the model */
  readonly probabilities: Float64Array;
  /** Of intercept and coefficients, (columns + 1)², row-major, intercept first. */
  readonly covariance: Float64Array;
}

/** What one more column would add to a model. */
export interface ScoreTest {
  /** U, with its variance: 0 on average where the column adds nothing. */
  readonly score: number;
  readonly variance: number;
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  /** The column's coefficient after one Newton step, U / variance, in log-odds per unit. */
  readonly estimate: number;
  readonly standardError: number;
}

/** A share this small of a column's square is round-off: the model's columns say all of it. */
const SMALLEST_REMAINDER = 1e-9;

/**
 * Rao's score test of adding one column x to a fitted logistic model, without a new fit:
 *
 *   U = Σ x(y − p),  Var U = Σ wx² − A'VA,  A = Σ wx·(1, doses),  w = p(1 − p)
 *
 * V is the covariance of the model's coefficients. With V = F⁻¹, F the information of the deals, this
 * is the classical test. V may also be the posterior covariance of a fit under a prior: Var U is then
 * the variance over deals *and* over coefficients that scatter as the prior says, so that z is
 * standard normal on average over the prior, and shrinkage of the other columns is not taken for
 * something that x adds.
 *
 * @param column x, length rows, on any scale
 * @returns not estimable when the model's columns say all that x says
 * @throws RangeError on a malformed design, other lengths, or values that are not finite
 * Cost O(columns × rows where x is not 0), and O(rows + columns²).
 * Source: Rao 1948; for the variance under a prior, Cov(y − p̂) = W⁻¹ − ZVZ' of the linear model.
 */
export function testColumn(model: FittedModel, column: Float64Array): Estimable<ScoreTest> {
  const { score, square, shared } = projectColumn(model, column);
  const variance = square - bilinear(shared, model.covariance, shared);
  if (!(variance > SMALLEST_REMAINDER * square)) {
    return notEstimable("the model's columns say all that it says");
  }
  const standardError = 1 / Math.sqrt(variance);
  const z = score * standardError;
  const estimate = score / variance;
  return { score, variance, z, pValue: twoSidedP(z), estimate, standardError };
}

/**
 * Covariance of the scores of several columns, Σ wxᵢxⱼ − Aᵢ'VAⱼ, as `testColumn` has their variances.
 *
 * @returns k × k for k columns, row-major, symmetric
 * @throws RangeError as `testColumn`
 * Cost O(k × rows × columns + k² × rows + k² × columns²).
 */
export function covaryScores(model: FittedModel, columns: readonly Float64Array[]): Float64Array {
  const projected = columns.map((column) => projectColumn(model, column));
  const k = columns.length;
  const covariance = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      const common = sumProducts(model, columns[a]!, columns[b]!);
      const said = bilinear(projected[a]!.shared, model.covariance, projected[b]!.shared);
      covariance[a * k + b] = common - said;
      covariance[b * k + a] = common - said;
    }
  return covariance;
}

/** U, Σ wx² and A of one column. */
function projectColumn(model: FittedModel, column: Float64Array) {
  checkModel(model, column);
  const { design, probabilities } = model;
  const { columns, values, outcomes, weights } = design;
  const shared = new Float64Array(columns + 1);
  let score = 0;
  let square = 0;
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (x === 0) continue;
    const p = probabilities[i]!;
    const times = weights?.[i] ?? 1;
    const wx = times * p * (1 - p) * x;
    score += times * x * (outcomes[i]! - p);
    square += wx * x;
    shared[0]! += wx;
    for (let j = 0, at = i * columns; j < columns; j++) shared[j + 1]! += wx * values[at + j]!;
  }
  if (!Number.isFinite(square)) throw new RangeError("a value of the column is not finite");
  return { score, square, shared };
}

/** Σ wab */
function sumProducts(
  { design: { weights }, probabilities }: FittedModel,
  a: Float64Array,
  b: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const product = a[i]! * b[i]!;
    if (product === 0) continue;
    const p = probabilities[i]!;
    sum += (weights?.[i] ?? 1) * p * (1 - p) * product;
  }
  return sum;
}

/** a'Vb */
function bilinear(a: Float64Array, matrix: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue;
    let row = 0;
    for (let j = 0, at = i * b.length; j < b.length; j++) row += matrix[at + j]! * b[j]!;
    sum += a[i]! * row;
  }
  return sum;
}

function checkModel({ design, probabilities, covariance }: FittedModel, column: Float64Array) {
  checkDesign(design);
  const { rows, columns } = design;
  if (probabilities.length !== rows || column.length !== rows)
    throw new RangeError(`a column and probabilities have one number for each of ${rows} rows`);
  if (covariance.length !== (columns + 1) ** 2)
    throw new RangeError(`a covariance of ${columns} columns has ${columns + 1} rows and columns`);
  if (!probabilities.every((p) => p >= 0 && p <= 1))
    throw new RangeError("a probability is outside [0, 1]");
}
