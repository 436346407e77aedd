import { normalCdf, normalQuantile } from "./distributions.ts";
import { type Certainty, checkCertainty } from "./power.ts";
import { sequenceHalfWidth } from "./sequence.ts";

/**
 * Chance that a confidence sequence, tuned to the last look's units, has left 0 by then, when one
 * looks at equal steps.
 *
 * @param drift difference ÷ its standard error at the last look
 * @param looks how many, whole, at least 1
 * @returns in (0, 1); with drift 0 the share of false alarms, which stays below alpha
 * @throws RangeError on an alpha outside (0, 1), or looks that are not whole and positive
 * Cost O(looks · 600²) at most. Source: numerical integration over the paths that have not crossed,
 * Armitage, McPherson and Rowe 1969.
 */
export function powerOfSequence(
  drift: number,
  looks: number,
  { alpha = 0.05 }: Pick<Certainty, "alpha"> = {},
): number {
  checkCertainty(alpha, 0.5);
  if (!(Number.isSafeInteger(looks) && looks >= 1)) throw new RangeError("looks are 1 or more");
  const last = -2 * Math.log(alpha) + Math.log1p(-2 * Math.log(alpha));
  // S(t) = √t · z(t) is Brownian with drift; it is kept while |S| < √t · half-width at t.
  const boundary = (look: number) =>
    Math.sqrt(look / looks) * sequenceHalfWidth((last * look) / looks, alpha);
  const step = 1 / looks;
  const reach = Math.max(boundary(1), boundary(looks));
  const width = Math.min(Math.sqrt(step) / CELLS_PER_SPREAD, reach / 50);
  const half = Math.ceil(reach / width);
  const kernel = incrementKernel(drift * step, step, width);
  // Before the first look all paths stand at 0.
  let kept = new Float64Array(2 * half + 1);
  kept[half] = 1;
  for (let look = 1; look <= looks; look++) {
    kept = keepInside(advance(kept, kernel), boundary(look) / width);
  }
  return Math.min(1, Math.max(0, 1 - kept.reduce((sum, mass) => sum + mass, 0)));
}

/**
 * How many times the units of one test at the end a confidence sequence needs for the same power,
 * when one looks at equal steps and stops when it leaves 0.
 *
 * @param looks how many, whole, at least 1
 * @returns at least 1
 * @throws RangeError outside the bounds of `powerOfSequence`
 * Cost some twenty evaluations of `powerOfSequence`.
 */
export function inflationOfSequence(
  looks: number,
  { alpha = 0.05, power = 0.8 }: Certainty = {},
): number {
  checkCertainty(alpha, power);
  const drift = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  let [low, high] = [1, 1.2];
  const reached = (factor: number) =>
    powerOfSequence(drift * Math.sqrt(factor), looks, { alpha }) >= power;
  while (!reached(high)) [low, high] = [high, high * 1.5];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const CELLS_PER_SPREAD = 8;
const SPREADS = 7;

interface Kernel {
  readonly mass: Float64Array;
  /** Cells from where a path stood to the first cell of `mass`. */
  readonly offset: number;
}

/** Mass of a normal increment in each cell. */
function incrementKernel(mean: number, variance: number, width: number): Kernel {
  const spread = Math.sqrt(variance);
  const offset = Math.floor((mean - SPREADS * spread) / width);
  const cells = Math.ceil((mean + SPREADS * spread) / width) - offset + 1;
  const mass = Float64Array.from({ length: cells }, (_, k) => {
    const at = (edge: number) => normalCdf(((offset + k + edge) * width - mean) / spread);
    return at(0.5) - at(-0.5);
  });
  return { mass, offset };
}

function advance(from: Float64Array, { mass, offset }: Kernel): Float64Array {
  const to = new Float64Array(from.length);
  for (let i = 0; i < from.length; i++) {
    if (from[i] === 0) continue;
    const first = Math.max(0, -(i + offset));
    const end = Math.min(mass.length, from.length - i - offset);
    for (let k = first; k < end; k++) to[i + offset + k]! += from[i]! * mass[k]!;
  }
  return to;
}

/** Drops what stands beyond the boundary, given in cells; the cell that it cuts is kept in part. */
function keepInside(mass: Float64Array, boundary: number): Float64Array<ArrayBuffer> {
  const half = (mass.length - 1) / 2;
  return Float64Array.from(mass, (value, i) => {
    const inside = boundary - Math.abs(i - half) + 0.5;
    return value * Math.min(1, Math.max(0, inside));
  });
}
