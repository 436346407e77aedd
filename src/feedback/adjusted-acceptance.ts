import { Z95 } from "../statistics/distributions.ts";
import { type Estimable, type Interval, notEstimable } from "../statistics/estimate.ts";
import type { Leniency } from "./leniency.ts";
import { findReference } from "./reference-rep.ts";
import { fitRepIntercepts, type RepDesign, type RepFit } from "./rep-intercepts.ts";

export interface AdjustedAcceptance {
  /** Share of these leads that the reference rep would accept. */
  readonly accepted: Interval;
  /**
   * Log-odds of acceptance above that of other leads with the same score and rep; null where these
   * are all the leads.
   */
  readonly overOthers: Interval | null;
}

/** 1/variance of what sets a group apart: 2.5 log-odds either way are a lot. */
const GROUP_PRECISION = 1 / 2.5 ** 2;

/**
 * What sales would say of some leads if one rep, the middle one, had judged them all: the leniency of
 * reps is estimated anew beside the group's own difference, at the same spread of reps.
 *
 * @param has one a verdict, 1 where its lead belongs to the group
 * @returns not estimable for a group without verdicts
 * Cost that of a fit of O(n) steps.
 */
export function adjustAcceptance(
  { design, spread }: Pick<Leniency, "design" | "spread">,
  has: Uint8Array,
): Estimable<AdjustedAcceptance> {
  const n = has.reduce((sum, one) => sum + one, 0);
  if (n === 0) return notEstimable("no feedback on such leads");
  const joined = n < has.length ? addColumn(design, has) : design;
  const fit = fitRepIntercepts(joined, spread);
  if (fit === undefined) return notEstimable("the leniency of reps did not settle");
  return {
    accepted: standardise(joined, fit, spread, has),
    overOthers: n < has.length ? readLast(joined, fit) : null,
  };
}

function addColumn(design: RepDesign, has: Uint8Array): RepDesign {
  const columns = design.columns + 1;
  const shared = new Float64Array(design.rows * columns);
  for (let i = 0; i < design.rows; i++) {
    const from = i * design.columns;
    shared.set(design.shared.subarray(from, from + design.columns), i * columns);
    shared[i * columns + design.columns] = has[i]!;
  }
  const precisions = [...Array.from(design.precisions), GROUP_PRECISION];
  return { ...design, shared, columns, precisions };
}

/** Mean over the group of σ(xᵢ·β + u_reference), its interval on the log-odds scale. */
function standardise(
  { rows, columns, shared, reps }: RepDesign,
  fit: RepFit,
  spread: number,
  has: Uint8Array,
): Interval {
  const reference = findReference(fit, spread);
  const slopes = new Float64Array(columns);
  let [n, sum, slope] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    if (has[i] !== 1) continue;
    let z = reference.value;
    for (let k = 0; k < columns; k++) z += fit.shared[k]! * shared[i * columns + k]!;
    const p = 1 / (1 + Math.exp(-z));
    const weight = p * (1 - p);
    n++;
    sum += p;
    slope += weight;
    for (let k = 0; k < columns; k++) slopes[k]! += weight * shared[i * columns + k]!;
  }
  const value = sum / n;
  const ofShared = slopes.map((one) => one / n);
  const ofReps = Float64Array.from({ length: reps }, (_, r) => (slope / n) * reference.weights[r]!);
  const standardError = Math.sqrt(fit.varianceOf(ofShared, ofReps));
  const logit = Math.log(value) - Math.log1p(-value);
  const halfWidth = (Z95 * standardError) / (value * (1 - value));
  const toShare = (z: number) => 1 / (1 + Math.exp(-z));
  return { value, low: toShare(logit - halfWidth), high: toShare(logit + halfWidth) };
}

/** The last shared coefficient. */
function readLast({ columns, reps }: RepDesign, fit: RepFit): Interval {
  const last = new Float64Array(columns);
  last[columns - 1] = 1;
  const halfWidth = Z95 * Math.sqrt(fit.varianceOf(last, new Float64Array(reps)));
  const value = fit.shared[columns - 1]!;
  return { value, low: value - halfWidth, high: value + halfWidth };
}
