import { solveFactored } from "./cholesky.ts";

/** Corrections are worth keeping only where the gradient changed along the step by more than noise. */
const SMALLEST_CURVATURE = 1e-14;

/** Steps s and changes of gradient y, which correct an older Hessian (limited-memory BFGS). */
export interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / s·y */
  readonly rho: number;
}

/**
 * The correction that one step teaches.
 *
 * @returns undefined when s·y is not above round-off
 * Cost O(length).
 */
export function learnCorrection(
  step: Float64Array,
  change: Float64Array,
  size: number,
): Correction | undefined {
  const product = dot(step, change, size);
  const lengths = Math.sqrt(dot(step, step, size) * dot(change, change, size));
  return product > SMALLEST_CURVATURE * lengths ? { step, change, rho: 1 / product } : undefined;
}

/**
 * Descent direction −Bg, B the inverse of the Hessian LL' corrected by the steps since.
 *
 * @param factor      L, size × size
 * @param corrections oldest first
 * @param gradient    g, at least `size` long
 * @returns the direction, as long as `gradient`, 0 beyond `size`
 * Cost O(size² + corrections × size). Source: Nocedal 1980, the two-loop recursion.
 */
export function correctedDirection(
  factor: Float64Array,
  size: number,
  corrections: readonly Correction[],
  gradient: Float64Array,
): Float64Array {
  const rest = gradient.slice(0, size);
  const weights = new Float64Array(corrections.length);
  for (let k = corrections.length - 1; k >= 0; k--) {
    const { step, change, rho } = corrections[k]!;
    // αₖ = ρₖ sₖ·q,  q ← q − αₖ yₖ
    weights[k] = rho * dot(step, rest, size);
    addMultiple(rest, -weights[k]!, change, size);
  }
  const direction = new Float64Array(gradient.length);
  direction.set(solveFactored(factor, size, rest));
  corrections.forEach(({ step, change, rho }, k) => {
    // r ← r + (αₖ − ρₖ yₖ·r) sₖ
    addMultiple(direction, weights[k]! - rho * dot(change, direction, size), step, size);
  });
  return direction.map((value) => -value);
}

export function dot(a: Float64Array, b: Float64Array, size: number): number {
  let sum = 0;
  for (let j = 0; j < size; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** a ← a + factor × b */
export function addMultiple(a: Float64Array, factor: number, b: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) a[j]! += factor * b[j]!;
}
