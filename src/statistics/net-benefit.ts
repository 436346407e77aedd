import { checkProbabilities, countWon } from "./domain.ts";
import { type Estimable, notEstimable } from "./estimate.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";

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
 * @returns wins less losses at that price, per deal, with the interval value ± 1.96 s/√n; that of
 *          the standardised value counts the base rate as estimated too. A value that all deals
 *          share, as when none is taken, has a standard error of 0: they say nothing of what was
 *          not tried. Where few are taken the interval is too narrow. Not estimable from fewer than
 *          two deals; standardised not when nothing was won
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], outcomes not 0 or 1, or a
 *         threshold outside [0, 1)
 * Cost O(n). Source: Vickers and Elkin 2006; Kerr, Brown, Zhu and Janes 2016.
 */
export function estimateNetBenefit(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  threshold: number,
): Estimable<NetBenefit> {
  checkProbabilities(probabilities, outcomes);
  const w = priceOfLoss(threshold);
  const n = outcomes.length;
  if (n < 2) return TOO_FEW;
  const won = countWon(outcomes);
  let [wonTaken, lostTaken] = [0, 0];
  probabilities.forEach((p, i) => {
    if (p < threshold) return;
    if (outcomes[i] === 1) wonTaken++;
    else lostTaken++;
  });
  return {
    ...averageCounted(n, [1, wonTaken], [-w, lostTaken]),
    threshold,
    wonTaken: wonTaken / n,
    lostTaken: lostTaken / n,
    takingAll: averageCounted(n, [1, won], [-w, n - won]),
    standardised: won === 0 ? NOTHING_WON : standardise({ n, won, wonTaken, lostTaken, w }),
  };
}

/**
 * Net benefit of one arm less that of another on the same deals, paired. Against taking every deal,
 * give probabilities of 1; against taking none, of 0 with a threshold above 0.
 *
 * @param first, second length n, probabilities in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param threshold     t in [0, 1), as for `estimateNetBenefit`
 * @returns difference in wins per deal, with the interval value ± 1.96 s/√n of the deals'
 *          differences; two arms that take the same deals differ by 0 without spread. Not estimable
 *          from fewer than two deals
 * @throws RangeError as `estimateNetBenefit`
 * Cost O(n).
 */
export function compareNetBenefits(
  first: Float64Array,
  second: Float64Array,
  outcomes: Uint8Array,
  threshold: number,
): Estimable<NormalInterval> {
  checkProbabilities(first, outcomes);
  checkProbabilities(second, outcomes);
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
  return averageCounted(
    n,
    [1, onlyFirst.won],
    [-1, onlySecond.won],
    [-w, onlyFirst.lost],
    [w, onlySecond.lost],
  );
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
function standardise({ n, won, wonTaken, lostTaken, w }: Taken): NormalInterval {
  const s = (wonTaken - w * lostTaken) / won;
  const residual = averageCounted(n, [1 - s, wonTaken], [-s, won - wonTaken], [-w, lostTaken]);
  const standardError = (residual.standardError * n) / won;
  return normalInterval(s, standardError, { lowest: -Infinity, highest: 1 });
}

/** Mean of n values of which `count` each are `value` and the rest 0. */
function averageCounted(
  n: number,
  ...counted: readonly (readonly [value: number, count: number])[]
): NormalInterval {
  const sum = (of: (value: number) => number) =>
    counted.reduce((total, [value, count]) => total + count * of(value), 0);
  const zeros = n - sum(() => 1);
  const mean = sum((value) => value) / n;
  const squares = sum((value) => (value - mean) ** 2) + zeros * mean ** 2;
  return normalInterval(mean, Math.sqrt(squares / (n - 1) / n));
}
