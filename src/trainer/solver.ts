import type { Random } from "../statistics/random.ts";
import { factorise } from "./cholesky.ts";
import { type Correction, correctedDirection, learnCorrection } from "./correction.ts";
import { searchLine, type Visited, visit } from "./line-search.ts";
import { logisticObjective, type Objective } from "./objective.ts";
import { drawSample, type StandardDesign } from "./standard-design.ts";

/** Largest ‖gradient‖∞ / total weight, in standardised columns, that counts as the minimum. */
export const TOLERANCE = 1e-12;

/** Corrected steps are worth their gradients while each cuts the gradient to this on average. */
const WORTHWHILE_CUT = 0.4;
const GRACE_STEPS = 4;

const SMALL_SHARE = 0.05;
const SMALL_SEARCH: Search = { tolerance: 1e-3, mostSteps: 8, patience: 1 };
const LARGE_SHARE = 0.25;
const LARGE_SEARCH: Search = { tolerance: 1e-4, mostSteps: 4, patience: Infinity };

/** What a fit cost. Gradients and Hessians are over all rows; samples count by their share. */
export interface Steps {
  /** Steps on samples. */
  readonly warmStart: number;
  /** Steps with a Hessian of a sample or of an earlier point. */
  readonly quasiNewton: number;
  /** Steps with the Hessian of the point itself. */
  readonly newton: number;
  readonly gradients: number;
  readonly hessians: number;
}

export interface Minimum extends Visited {
  /** The gradient is within the tolerance. */
  readonly converged: boolean;
  readonly steps: Steps;
}

export interface Search {
  readonly tolerance: number;
  readonly mostSteps: number;
  /** Steps before the Hessian is made anew; 1 is Newton's method. */
  readonly patience: number;
  /** Cholesky factor of an approximate Hessian to begin with, size × size. */
  readonly factor?: Float64Array | undefined;
}

/** A way from θ to the minimum of a penalised likelihood; `mostSteps` bounds the steps on all rows. */
export type Solve = (
  design: StandardDesign,
  start: Float64Array,
  goal: Pick<Search, "tolerance" | "mostSteps">,
) => Minimum;

/**
 * Full Newton steps with step halving.
 *
 * @param start θ, length stride
 * Cost a Hessian and a gradient a step.
 */
export const solveByNewton: Solve = (design, start, goal) =>
  minimise(logisticObjective(design), start, { ...goal, patience: 1 });

/**
 * Climbs from samples to all rows: Newton steps on 5 % of them; a few steps of that sample's Hessian,
 * corrected, on the gradient of 25 %; and steps of the Hessian of those, corrected, on the gradient of
 * all. Where these do not pay, the Hessian is made anew on all rows.
 *
 * @param random draws the samples
 */
export function solveBySamples(random: Random): Solve {
  return (design, start, goal) => {
    const largeSample = drawSample(design, LARGE_SHARE, random);
    const ridge = makeRidge(largeSample);
    const large = logisticObjective(addPrecisions(largeSample, ridge));
    const smallSample = drawSample(design, SMALL_SHARE, random);
    const small = logisticObjective(addPrecisions(smallSample, ridge));
    const all = logisticObjective(design);
    const first = minimise(small, start, SMALL_SEARCH);
    const second = minimise(large, first.theta, {
      ...LARGE_SEARCH,
      factor: factorAt(small, first.theta, LARGE_SHARE / SMALL_SHARE),
    });
    const last = minimise(all, second.theta, {
      ...goal,
      patience: Infinity,
      factor: factorAt(large, second.theta, 1 / LARGE_SHARE),
    });
    const share = (part: "gradients" | "hessians") =>
      SMALL_SHARE * first.steps[part] + LARGE_SHARE * second.steps[part] + last.steps[part];
    const steps: Steps = {
      ...last.steps,
      warmStart: countSteps(first.steps) + countSteps(second.steps),
      gradients: share("gradients"),
      hessians: share("hessians") + SMALL_SHARE + LARGE_SHARE,
    };
    return { ...last, steps };
  };
}

/** Cholesky factor of a sample's Hessian, raised to stand for that of more rows. */
function factorAt(sample: Objective, theta: Float64Array, raise: number): Float64Array | undefined {
  const hessian = sample.hessian(theta).map((entry) => raise * entry);
  return factorise(hessian, sample.size);
}

function countSteps({ warmStart, quasiNewton, newton }: Steps): number {
  return warmStart + quasiNewton + newton;
}

/**
 * Minimises a smooth convex function by Newton steps whose Hessian may be older than the point and is
 * then corrected by the steps since.
 *
 * @param start θ, length stride
 * @returns the last point; `converged` is false when the steps ran out, the Hessian was singular, or
 *          round-off allowed no further decrease
 */
function minimise(objective: Objective, start: Float64Array, search: Search): Minimum {
  const count = { warmStart: 0, quasiNewton: 0, newton: 0, gradients: 1, hessians: 0 };
  let point = visit(objective, start);
  let { factor } = search;
  let corrections: Correction[] = [];
  let isFresh = false;
  let [steps, normThen] = [0, point.norm];
  while (point.norm > search.tolerance && count.newton + count.quasiNewton < search.mostSteps) {
    if (!factor) {
      factor = factorise(objective.hessian(point.theta), objective.size);
      count.hessians++;
      if (!factor) break;
      corrections = [];
      isFresh = true;
      [steps, normThen] = [0, point.norm];
    }
    const direction = correctedDirection(factor, objective.size, corrections, point.gradient);
    const next = searchLine(objective, point, direction, count);
    if (!next && isFresh) break;
    if (next) {
      if (isFresh) count.newton++;
      else count.quasiNewton++;
      const correction = learnStep(point, next, objective.size);
      if (correction) corrections.push(correction);
      point = next;
      steps++;
    }
    isFresh = false;
    const worthwhile = steps < GRACE_STEPS || point.norm < normThen * WORTHWHILE_CUT ** steps;
    if (!next || steps >= search.patience || !worthwhile) factor = undefined;
  }
  return { ...point, converged: point.norm <= search.tolerance, steps: count };
}

function learnStep(from: Visited, to: Visited, size: number): Correction | undefined {
  const step = to.theta.map((value, j) => value - from.theta[j]!);
  const change = to.gradient.map((value, j) => value - from.gradient[j]!);
  return learnCorrection(step, change, size);
}

/**
 * A weak prior for the samples, in which a rare line may be always lost or not be there at all: the
 * largest deviation of a column is worth 0 ± 4 log-odds. No standardised column's is below 1.
 */
function makeRidge({ size, stride, rows, values }: StandardDesign): Float64Array {
  const largest = new Float64Array(size).fill(1);
  for (let i = 0; i < rows; i++) {
    for (let j = 1; j < size; j++) {
      const deviation = Math.abs(values[i * stride + j]!);
      if (deviation > largest[j]!) largest[j] = deviation;
    }
  }
  return largest.map((deviation, j) => (j === 0 ? 0 : (deviation / 4) ** 2));
}

function addPrecisions(sample: StandardDesign, more: Float64Array): StandardDesign {
  return { ...sample, precisions: sample.precisions.map((precision, j) => precision + more[j]!) };
}
