import { checkProbabilities, countWon } from "./domain.ts";
import { type Estimable, isEstimated, notEstimable } from "./estimate.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";
import { checkSampling, type Sampling, sampledInterval } from "./sampled.ts";

/** What taking the deals at or above a probability is worth, in wins per deal of all. */
export interface NetBenefit extends NormalInterval {
  readonly threshold: number;
  /** Shares of all deals: taken and won, taken and lost. */
  readonly wonTaken: number;
  readonly lostTaken: number;
  /** The same of taking every deal; of taking none it is 0. */
  readonly takingAll: NormalInterval;
  /** As a part of what knowing every outcome would be worth: at most 1, below 0 worse than none. */
  readonly standardised: Estimable<NormalInterval>;
}

/**
 * Net benefit of taking the deals whose probability is at least a threshold.
 *
 * A deal at the threshold is one that is just worth its work, so the threshold states a price: where
 * a lead costs c to work and a win brings g, it is c/g, and one win pays for (1 − t)/t losses. It is
 * a matter of cost, not something to search the deals for.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param threshold     t in [0, 1)
 * @param sampling      clusters of length n: deals of one account or rep share one
 * @returns wins less losses at that price, per deal, with the interval value ± 1.96 s/√n, or of the
 *          clusters' sums; that of the standardised value counts the base rate as estimated too. A
 *          value that all deals share, as when none is taken, has a standard error of 0: they say
 *          nothing of what was not tried. Where few are taken the interval is too narrow. Not
 *          estimable from fewer than two deals or clusters; standardised not when nothing was won
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], outcomes not 0 or 1, or a
 *         threshold outside [0, 1)
 * Cost O(n). Source: Vickers and Elkin 2006; Kerr, Brown, Zhu and Janes 2016.
 */
export function estimateNetBenefit(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  threshold: number,
  { clusters }: Clustering = {},
): Estimable<NetBenefit> {
  checkProbabilities(probabilities, outcomes);
  checkSampling({ clusters }, outcomes.length);
  const w = priceOfLoss(threshold);
  const n = outcomes.length;
  if (n < 2) return TOO_FEW;
  const ofAll = (i: number) => (outcomes[i] === 1 ? 1 : -w);
  const ofTaken = (i: number) => (probabilities[i]! < threshold ? 0 : ofAll(i));
  const won = countWon(outcomes);
  let [wonTaken, lostTaken] = [0, 0];
  probabilities.forEach((p, i) => {
    if (p < threshold) return;
    if (outcomes[i] === 1) wonTaken++;
    else lostTaken++;
  });
  const price = (wins: number, losses: number): Values["counted"] => [
    [1, wins],
    [-w, losses],
  ];
  const benefit = average(n, { counted: price(wonTaken, lostTaken), of: ofTaken }, clusters);
  const takingAll = average(n, { counted: price(won, n - won), of: ofAll }, clusters);
  if (!isEstimated(benefit)) return benefit;
  if (!isEstimated(takingAll)) return takingAll;
  return {
    ...benefit,
    threshold,
    wonTaken: wonTaken / n,
    lostTaken: lostTaken / n,
    takingAll,
    standardised:
      won === 0
        ? NOTHING_WON
        : standardise(
            { n, won, wonTaken, lostTaken, w },
            (s, i) => ofTaken(i) - s * outcomes[i]!,
            clusters,
          ),
  };
}

/**
 * Net benefit of one arm less that of another on the same deals, paired. Against taking every deal,
 * give probabilities of 1; against taking none, of 0 with a threshold above 0.
 *
 * @param first, second length n, probabilities in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param threshold     t in [0, 1), as for `estimateNetBenefit`
 * @param sampling      clusters, as for `estimateNetBenefit`
 * @returns difference in wins per deal, with the interval value ± 1.96 s/√n of the deals'
 *          differences, or of the clusters'; two arms that take the same deals differ by 0 without
 *          spread. Not estimable from fewer than two deals or clusters
 * @throws RangeError as `estimateNetBenefit`
 * Cost O(n).
 */
export function compareNetBenefits(
  first: Float64Array,
  second: Float64Array,
  outcomes: Uint8Array,
  threshold: number,
  { clusters }: Clustering = {},
): Estimable<NormalInterval> {
  checkProbabilities(first, outcomes);
  checkProbabilities(second, outcomes);
  checkSampling({ clusters }, outcomes.length);
  const w = priceOfLoss(threshold);
  const n = outcomes.length;
  if (n < 2) return TOO_FEW;
  const onlyFirst = { won: 0, lost: 0 };
  const onlySecond = { won: 0, lost: 0 };
  first.forEach((p, i) => {
    const takes = p >= threshold;
    if (takes === second[i]! >= threshold) return;
    const only = takes ? onlyFirst : onlySecond;
    only[outcomes[i] === 1 ? "won" : "lost"]++;
  });
  const counted = [
    [1, onlyFirst.won],
    [-1, onlySecond.won],
    [-w, onlyFirst.lost],
    [w, onlySecond.lost],
  ] as const;
  const of = (i: number) => {
    const taken = Number(first[i]! >= threshold) - Number(second[i]! >= threshold);
    return taken * (outcomes[i] === 1 ? 1 : -w);
  };
  return average(n, { counted, of }, clusters);
}

const TOO_FEW = notEstimable("fewer than two deals");
const NOTHING_WON = notEstimable("no deal was won");

/** What a lost deal costs in wins: w = t/(1 − t). */
function priceOfLoss(threshold: number): number {
  if (!(threshold >= 0 && threshold < 1)) {
    throw new RangeError("a threshold probability is at least 0 and below 1");
  }
  return threshold / (1 - threshold);
}

interface Taken {
  readonly n: number;
  readonly won: number;
  readonly wonTaken: number;
  readonly lostTaken: number;
  /** Price of a lost deal in wins. */
  readonly w: number;
}

/** s = Σu / Σy of the deals' benefits u; its spread is that of u − s·y, ÷ the base rate. */
function standardise(
  { n, won, wonTaken, lostTaken, w }: Taken,
  residual: (s: number, i: number) => number,
  clusters: Uint32Array | undefined,
): Estimable<NormalInterval> {
  const s = (wonTaken - w * lostTaken) / won;
  const spread = averageCounted(n, [
    [1 - s, wonTaken],
    [-s, won - wonTaken],
    [-w, lostTaken],
  ]);
  const plain = normalInterval(s, (spread.standardError * n) / won, PART);
  return allowFor(clusters, plain, (i) => residual(s, i) / won, PART);
}

/** Values of n deals: what they are and how often where they are not 0, and of each deal. */
interface Values {
  readonly counted: readonly (readonly [value: number, count: number])[];
  readonly of: (i: number) => number;
}

function average(
  n: number,
  { counted, of }: Values,
  clusters: Uint32Array | undefined,
): Estimable<NormalInterval> {
  const mean = averageCounted(n, counted);
  return allowFor(clusters, mean, (i) => (of(i) - mean.value) / n);
}

/** Mean of n values of which `count` each are `value` and the rest 0. */
function averageCounted(n: number, counted: Values["counted"]): NormalInterval {
  const sum = (of: (value: number) => number) =>
    counted.reduce((total, [value, count]) => total + count * of(value), 0);
  const zeros = n - sum(() => 1);
  const mean = sum((value) => value) / n;
  const squares = sum((value) => (value - mean) ** 2) + zeros * mean ** 2;
  return normalInterval(mean, Math.sqrt(squares / (n - 1) / n));
}

type Clustering = Pick<Sampling, "clusters">;
const UNBOUND = { lowest: -Infinity, highest: Infinity };
/** A part of all that could be had. */
const PART = { lowest: -Infinity, highest: 1 };

/** The same value with an interval that allows for deals that go together, where they do. */
function allowFor(
  clusters: Uint32Array | undefined,
  plain: NormalInterval,
  influence: (i: number) => number,
  scale = UNBOUND,
): Estimable<NormalInterval> {
  if (clusters === undefined) return plain;
  const influences = Float64Array.from(clusters, (_, i) => influence(i));
  const interval = sampledInterval(plain.value, influences, { clusters, scale });
  if (!isEstimated(interval)) return interval;
  const { value, low, high, standardError } = interval;
  return { value, low, high, standardError };
}
