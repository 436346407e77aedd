import { placeDeals, weighClasses } from "./auc.ts";
import { checkScores } from "./domain.ts";
import { type Estimable, isEstimated, notEstimable } from "./estimate.ts";
import {
  checkSampling,
  degreesOf,
  type SampledInterval,
  type Sampling,
  sampledInterval,
} from "./sampled.ts";
import { twoSidedStudentP } from "./student-t.ts";

/** AUC of the second scores less AUC of the first, on the same deals. */
export interface SampledAucDifference extends SampledInterval {
  readonly z: number;
  /** Two-sided, of no difference. */
  readonly pValue: number;
}

/**
 * AUC of deals that are weighted, clustered, or both.
 *
 * @param scores   length n, any scale, infinities allowed
 * @param outcomes length n, 1 = won, 0 = lost
 * @param sampling without it, DeLong's standard error and interval to the last digit or two
 * @returns in [0, 1]; not estimable when either class has fewer than two deals of weight above 0,
 *          or with fewer than two clusters
 * @throws RangeError on unequal lengths, NaN scores, outcomes other than 0 and 1, or weights out of
 *         bounds
 * Cost O(n). Source: DeLong, DeLong and Clarke-Pearson 1988; clusters, Obuchowski 1997.
 */
export function estimateSampledAuc(
  scores: Float64Array,
  outcomes: Uint8Array,
  sampling: Sampling = {},
): Estimable<SampledInterval> {
  checkScores(scores, outcomes);
  checkSampling(sampling, scores.length);
  if (!hasTwoOfEach(outcomes, sampling.weights)) return TOO_FEW;
  const placements = placeDeals(scores, outcomes, sampling.weights);
  return summarise(placements, outcomes, sampling, 0);
}

/**
 * AUC of the second scores less that of the first, on the same deals, weighted, clustered or both.
 *
 * @param first, second length n, each on any scale
 * @param outcomes      length n, 1 = won, 0 = lost
 * @returns in [−1, 1]; two scores that rank alike give 0 with p = 1. Not estimable as
 *          `estimateSampledAuc`, or when the difference has no spread
 * @throws RangeError as `estimateSampledAuc`
 * Cost O(n).
 */
export function compareSampledAucs(
  first: Float64Array,
  second: Float64Array,
  outcomes: Uint8Array,
  sampling: Sampling = {},
): Estimable<SampledAucDifference> {
  checkScores(first, outcomes);
  checkScores(second, outcomes);
  checkSampling(sampling, first.length);
  if (!hasTwoOfEach(outcomes, sampling.weights)) return TOO_FEW;
  const placements = placeDeals(second, outcomes, sampling.weights);
  placeDeals(first, outcomes, sampling.weights).forEach((place, i) => {
    placements[i]! -= place;
  });
  const difference = summarise(placements, outcomes, sampling, -1);
  if (!isEstimated(difference)) return difference;
  const { value, standardError, draws } = difference;
  if (value !== 0 && standardError < LEAST_SPREAD) {
    return notEstimable("the two scores differ by the same amount on every deal");
  }
  const z = value === 0 ? 0 : value / standardError;
  return {
    ...difference,
    z,
    pValue: twoSidedStudentP(z, degreesOf({ clusters: sampling.clusters, draws })),
  };
}

const LEAST_SPREAD = 1e-15;
const TOO_FEW = notEstimable("fewer than two won or fewer than two lost deals");

function hasTwoOfEach(outcomes: Uint8Array, weights: Float64Array | undefined): boolean {
  let [won, lost] = [0, 0];
  for (let i = 0; i < outcomes.length; i++) {
    if (weights?.[i] === 0) continue;
    if (outcomes[i] === 1) won++;
    else lost++;
  }
  return won >= 2 && lost >= 2;
}

/**
 * Mean placement of the won, and the influence w (V − mean) / W of each deal, W the weight of its
 * class. Without clusters the classes' variances are over m − 1 and n − 1, as DeLong's.
 */
function summarise(
  placements: Float64Array,
  outcomes: Uint8Array,
  { weights, clusters }: Sampling,
  lowest: number,
): Estimable<SampledInterval> {
  const classes = weighClasses(outcomes, weights);
  const weightOf = (i: number) => (weights === undefined ? 1 : weights[i]!);
  const counts = { won: 0, lost: 0 };
  const means = { won: 0, lost: 0 };
  for (let i = 0; i < placements.length; i++) {
    const name = outcomes[i] === 1 ? "won" : "lost";
    means[name] += (weightOf(i) * placements[i]!) / classes[name];
    counts[name] += weightOf(i) > 0 ? 1 : 0;
  }
  const counted = counts.won + counts.lost;
  const factor = (n: number) =>
    clusters ? 1 : Math.sqrt((n / (n - 1)) * ((counted - 1) / counted));
  const factors = { won: factor(counts.won), lost: factor(counts.lost) };
  const influence = placements.map((place, i) => {
    const name = outcomes[i] === 1 ? "won" : "lost";
    return (factors[name] * weightOf(i) * (place - means[name])) / classes[name];
  });
  return sampledInterval(means.won, influence, {
    clusters,
    counted,
    scale: { lowest, highest: 1 },
  });
}
