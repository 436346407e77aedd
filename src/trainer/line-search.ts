import { addMultiple, dot } from "./correction.ts";
import type { Objective } from "./objective.ts";

/** Share of the decrease that the slope promises which a step must bring. */
const SUFFICIENT_DECREASE = 1e-4;
/** Changes of the value below this share of it are round-off. */
const VALUE_NOISE = 1e-12;
const MOST_HALVINGS = 40;

/** A point with what the objective is there. */
export interface Visited {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
  /** ‖gradient‖∞ / total weight */
  readonly norm: number;
}

/** Evaluates the objective at θ, which is kept. Cost one gradient. */
export function visit(objective: Objective, theta: Float64Array): Visited {
  const gradient = new Float64Array(objective.stride);
  const value = objective.evaluate(theta, gradient);
  let largest = 0;
  for (let j = 0; j < objective.size; j++) largest = Math.max(largest, Math.abs(gradient[j]!));
  return { theta, gradient, value, norm: largest / objective.totalWeight };
}

/**
 * The first point along a descent direction, from the full step inwards, that is low enough.
 *
 * Where values differ by round-off only, the smaller gradient decides, which a convex function
 * allows and which takes the gradient down to its own round-off.
 *
 * @returns undefined when no point is lower, and after 40 tries
 * Cost one gradient a try. Source: Armijo 1966, with quadratic interpolation.
 */
export function searchLine(
  objective: Objective,
  from: Visited,
  direction: Float64Array,
  count: { gradients: number },
): Visited | undefined {
  const slope = dot(from.gradient, direction, objective.size);
  if (!(slope < 0)) return undefined;
  for (let length = 1, tries = 0; tries < MOST_HALVINGS; tries++) {
    const theta = from.theta.slice();
    addMultiple(theta, length, direction, objective.size);
    const next = visit(objective, theta);
    count.gradients++;
    const change = next.value - from.value;
    if (Math.abs(change) <= VALUE_NOISE * from.value) {
      return next.norm < from.norm ? next : undefined;
    }
    if (change <= SUFFICIENT_DECREASE * length * slope) return next;
    // Lowest point of the parabola through the value, the slope and the new value.
    const lowest = (-slope * length * length) / (2 * (change - slope * length));
    length = lowest > 0.1 * length ? Math.min(lowest, 0.5 * length) : 0.1 * length;
  }
  return undefined;
}
