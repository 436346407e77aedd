import { type Estimable, type Interval, notEstimable } from "./estimate.ts";
import { studentHalfWidth } from "./student-t.ts";

/**
 * How deals came to be looked at: what each stands for, and which of them belong together. Both are
 * left out where every deal counts as one and stands alone.
 */
export interface Sampling {
  /** Length n, at least 0 and finite: how many deals like it each stands for. */
  readonly weights?: Float64Array | undefined;
  /** Length n, whole numbers from 0: deals of one account or rep share one. */
  readonly clusters?: Uint32Array | undefined;
}

/** An estimate with a standard error that allows for weights and clusters. */
export interface SampledInterval extends Interval {
  readonly standardError: number;
  /** Things that were drawn by themselves: clusters, or deals where there are none. */
  readonly draws: number;
}

/**
 * Numbers clusters from their names, in order of appearance.
 *
 * @param names length n
 * Cost O(n).
 */
export function numberClusters(names: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/**
 * The interval of an estimate from how much each deal moves it (its influence): value ± t √V with
 * V = G/(G − 1) · Σ over clusters of (Σ influence)². Of G clusters t has G − 1 degrees of freedom;
 * deals that stand alone are taken to be many, and t is the normal's.
 *
 * @param value     the estimate
 * @param influence length n, summing to 0: by how much the estimate exceeds what it would be
 *                  without the deal, to first order
 * @param clusters  length n; without it each deal with an influence other than 0 may be one of
 *                  `counted`, and stands alone
 * @param options   counted: deals that were drawn, where there are no clusters; scale: ends at which
 *                  the interval is cut
 * @returns not estimable from fewer than two clusters
 * Cost O(n). Source: Liang and Zeger 1986.
 */
export function sampledInterval(
  value: number,
  influence: Float64Array,
  {
    clusters,
    counted = influence.length,
    scale = { lowest: -Infinity, highest: Infinity },
  }: {
    readonly clusters?: Uint32Array | undefined;
    readonly counted?: number;
    readonly scale?: { readonly lowest: number; readonly highest: number };
  } = {},
): Estimable<SampledInterval> {
  const { squares, draws } = clusters
    ? squareClusters(influence, clusters)
    : { squares: influence.reduce((sum, part) => sum + part * part, 0), draws: counted };
  if (draws < 2) return notEstimable(`fewer than two ${clusters ? "accounts or reps" : "deals"}`);
  const standardError = Math.sqrt((squares * draws) / (draws - 1));
  const halfWidth = standardError * studentHalfWidth(0.05, degreesOf({ clusters, draws }));
  return {
    value,
    low: Math.max(scale.lowest, value - halfWidth),
    high: Math.min(scale.highest, value + halfWidth),
    standardError,
    draws,
  };
}

/** Degrees of freedom of a figure that rests on so many clusters, or on deals alone. */
export function degreesOf({
  clusters,
  draws,
}: {
  readonly clusters?: Uint32Array | undefined;
  readonly draws: number;
}): number {
  return clusters ? draws - 1 : Infinity;
}

/**
 * Mean of values that may be weighted and clustered.
 *
 * @param values length n, finite
 * @returns Σ w v / Σ w; not estimable from fewer than two deals of weight above 0, or two clusters
 * @throws RangeError on values that are not finite, or a sampling of another length or out of bounds
 * Cost O(n). Source: Hájek 1971.
 */
export function estimateSampledMean(
  values: Float64Array,
  sampling: Sampling = {},
): Estimable<SampledInterval> {
  checkSampling(sampling, values.length);
  if (!values.every(Number.isFinite)) throw new RangeError("a value to be averaged is not finite");
  const { weights, clusters } = sampling;
  const weight = (i: number) => (weights === undefined ? 1 : weights[i]!);
  let [total, sum, counted] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    total += weight(i);
    sum += weight(i) * values[i]!;
    counted += weight(i) > 0 ? 1 : 0;
  }
  if (counted < 2) return notEstimable("fewer than two deals");
  const mean = sum / total;
  const influence = values.map((value, i) => (weight(i) * (value - mean)) / total);
  return sampledInterval(mean, influence, { clusters, counted });
}

/**
 * How many deals of equal weight would tell as much (Kish's effective size): (Σw)² / Σw².
 *
 * @param weights length n, at least 0
 * @returns from 0, for no weight at all, to n
 */
export function countEffective(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** @throws RangeError on weights that are negative or not finite, or lengths other than n */
export function checkSampling({ weights, clusters }: Sampling, n: number): void {
  if (weights && weights.length !== n) throw new RangeError(`${weights.length} weights for ${n}`);
  if (clusters && clusters.length !== n)
    throw new RangeError(`${clusters.length} clusters for ${n}`);
  if (weights && !weights.every((weight) => weight >= 0 && weight < Infinity)) {
    throw new RangeError("a weight is at least 0 and finite");
  }
}

/** Σ over clusters of (Σ influence)², and how many clusters there are. */
function squareClusters(
  influence: Float64Array,
  clusters: Uint32Array,
): { squares: number; draws: number } {
  const most = clusters.reduce((highest, cluster) => Math.max(highest, cluster), -1);
  const sums = new Float64Array(most + 1);
  const seen = new Uint8Array(most + 1);
  for (let i = 0; i < influence.length; i++) {
    sums[clusters[i]!]! += influence[i]!;
    seen[clusters[i]!] = 1;
  }
  return {
    squares: sums.reduce((total, sum) => total + sum * sum, 0),
    draws: seen.reduce((count, one) => count + one, 0),
  };
}
