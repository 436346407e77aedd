import { type Estimable, isEstimated, notEstimable } from "./estimate.ts";
import {
  checkSampling,
  degreesOf,
  type SampledInterval,
  type Sampling,
  sampledInterval,
} from "./sampled.ts";
import { twoSidedStudentP } from "./student-t.ts";

/** P(won) = σ(offset + a + b x), with standard errors that allow for weights and clusters. */
export interface SampledLogisticLine {
  /** Log-odds at x = 0. */
  readonly intercept: SampledInterval;
  /** Log-odds per unit of x, and its test against `slopeOfNull`. */
  readonly slope: SampledInterval & { readonly pValue: number };
}

interface LogisticProblem {
  /** Length n, finite. */
  readonly x: Float64Array;
  /** Length n, 1 = won, 0 = lost. */
  readonly outcomes: Uint8Array;
  /** Log-odds that are given, length n, finite. */
  readonly offset?: Float64Array;
  /** What the slope is tested against; 0 when left out. */
  readonly slopeOfNull?: number;
}

const MOST_STEPS = 60;
const SETTLED = 1e-10;

/**
 * Logistic regression on one number beside given log-odds, by Newton's method.
 *
 * @param problem  with slope 0 meaning that x tells nothing the offset does not
 * @param sampling weights of 0 leave a deal out
 * @returns estimates with sandwich standard errors; not estimable when all deals that count have the
 *          same outcome or the same x, when x parts won from lost, or with fewer than two clusters
 * @throws RangeError on unequal lengths, numbers that are not finite, or weights out of bounds
 * Cost some ten passes over n. Source: Huber 1967, White 1982; clusters, Liang and Zeger 1986.
 */
export function fitSampledLogistic(
  problem: LogisticProblem,
  sampling: Sampling = {},
): Estimable<SampledLogisticLine> {
  checkProblem(problem, sampling);
  const { x, outcomes } = problem;
  const weight = (i: number) => (sampling.weights === undefined ? 1 : sampling.weights[i]!);
  const { total, won, mean, spread } = describe(x, outcomes, weight);
  if (won === 0 || won === total) return notEstimable("all deals have the same outcome");
  if (!(spread > 0)) return notEstimable("nothing varies from deal to deal");
  if (isParted(x, outcomes, weight)) {
    return notEstimable("one number parts won from lost deals, so that the slope is infinite");
  }
  const scaled = x.map((xi) => (xi - mean) / spread);
  const line = climb({ ...problem, x: scaled }, weight);
  if (!line) return notEstimable("the fit did not settle");
  return describeLine(problem, sampling, { ...line, scaled, mean, spread, weight });
}

/** Sums of weights, and mean and spread of x under them. */
function describe(x: Float64Array, outcomes: Uint8Array, weight: (i: number) => number) {
  let [total, won, sum] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    total += weight(i);
    won += weight(i) * outcomes[i]!;
    sum += weight(i) * x[i]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += weight(i) * (x[i]! - mean) ** 2;
  const spread = Math.sqrt(squares / total);
  return { total, won, mean, spread: spread > 1e-12 * Math.abs(mean) ? spread : 0 };
}

/** Whether all won stand at or above all lost, or the other way round. */
function isParted(x: Float64Array, outcomes: Uint8Array, weight: (i: number) => number): boolean {
  const least = [Infinity, Infinity];
  const most = [-Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    if (weight(i) === 0) continue;
    const side = outcomes[i]!;
    least[side] = Math.min(least[side]!, x[i]!);
    most[side] = Math.max(most[side]!, x[i]!);
  }
  return most[0]! <= least[1]! || most[1]! <= least[0]!;
}

interface Survey {
  readonly logLikelihood: number;
  readonly gradient: readonly [number, number];
  readonly information: readonly [aa: number, ab: number, bb: number];
}

function survey(
  { x, outcomes, offset }: LogisticProblem,
  weight: (i: number) => number,
  [a, b]: readonly [number, number],
): Survey {
  let [logLikelihood, ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const sign = outcomes[i] === 1 ? 1 : -1;
    const zeta = sign * ((offset === undefined ? 0 : offset[i]!) + a + b * xi);
    const small = Math.exp(-Math.abs(zeta));
    const residual = (weight(i) * sign * (zeta >= 0 ? small : 1)) / (1 + small);
    const curve = (weight(i) * small) / (1 + small) ** 2;
    logLikelihood += weight(i) * (Math.min(zeta, 0) - Math.log1p(small));
    ga += residual;
    gb += residual * xi;
    haa += curve;
    hab += curve * xi;
    hbb += curve * xi * xi;
  }
  return { logLikelihood, gradient: [ga, gb], information: [haa, hab, hbb] };
}

/** Newton's steps, halved while they fall. */
function climb(problem: LogisticProblem, weight: (i: number) => number) {
  let at: readonly [number, number] = [0, 0];
  let here = survey(problem, weight, at);
  for (let step = 0; step < MOST_STEPS; step++) {
    const inverse = invert(here.information);
    const [da, db] = times(inverse, here.gradient);
    const decrement = here.gradient[0] * da + here.gradient[1] * db;
    if (!(decrement < Infinity)) return undefined;
    if (decrement <= SETTLED) return { at, inverse };
    let size = 1;
    let next = at;
    let there = here;
    do {
      next = [at[0] + size * da, at[1] + size * db];
      there = survey(problem, weight, next);
      size /= 2;
    } while (!(there.logLikelihood >= here.logLikelihood * (1 + SETTLED)) && size > 1e-9);
    [at, here] = [next, there];
  }
  return undefined;
}

type Inverse = readonly [aa: number, ab: number, bb: number];

function invert([aa, ab, bb]: Survey["information"]): Inverse {
  const determinant = aa * bb - ab * ab;
  return [bb / determinant, -ab / determinant, aa / determinant];
}

function times([aa, ab, bb]: Inverse, [a, b]: readonly [number, number]): [number, number] {
  return [aa * a + ab * b, ab * a + bb * b];
}

/** Each deal's influence on both is H⁻¹ · w (y − p)(1, x), turned back to the units of x. */
function describeLine(
  { x, outcomes, offset, slopeOfNull = 0 }: LogisticProblem,
  { clusters }: Sampling,
  fit: {
    readonly at: readonly [number, number];
    readonly inverse: Inverse;
    readonly scaled: Float64Array;
    readonly mean: number;
    readonly spread: number;
    readonly weight: (i: number) => number;
  },
): Estimable<SampledLogisticLine> {
  const { at, inverse, scaled, mean, spread, weight } = fit;
  const ofIntercept = new Float64Array(x.length);
  const ofSlope = new Float64Array(x.length);
  let counted = 0;
  for (let i = 0; i < x.length; i++) {
    const eta = (offset === undefined ? 0 : offset[i]!) + at[0] + at[1] * scaled[i]!;
    const residual = weight(i) * (outcomes[i]! - 1 / (1 + Math.exp(-eta)));
    const [a, b] = times(inverse, [residual, residual * scaled[i]!]);
    ofSlope[i] = b / spread;
    ofIntercept[i] = a - (b * mean) / spread;
    counted += weight(i) > 0 ? 1 : 0;
  }
  const value = at[1] / spread;
  const intercept = sampledInterval(at[0] - value * mean, ofIntercept, { clusters, counted });
  const slope = sampledInterval(value, ofSlope, { clusters, counted });
  if (!isEstimated(intercept)) return intercept;
  if (!isEstimated(slope)) return slope;
  const t = (value - slopeOfNull) / slope.standardError;
  const degrees = degreesOf({ clusters, draws: slope.draws });
  return { intercept, slope: { ...slope, pValue: twoSidedStudentP(t, degrees) } };
}

function checkProblem({ x, outcomes, offset }: LogisticProblem, sampling: Sampling): void {
  checkSampling(sampling, x.length);
  if (outcomes.length !== x.length || (offset && offset.length !== x.length)) {
    throw new RangeError("x, outcomes and offset differ in length");
  }
  if (!x.every(Number.isFinite) || (offset && !offset.every(Number.isFinite))) {
    throw new RangeError("a log-odds or x is not finite");
  }
  if (outcomes.some((outcome) => outcome > 1)) throw new RangeError("an outcome is not 0 or 1");
}
