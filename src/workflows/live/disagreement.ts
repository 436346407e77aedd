import { formatPoints, formatRange, formatShare } from "../../report/format.ts";
import type { Model } from "../../trainer/model.ts";
import { sigmoid } from "../../trainer/prediction.ts";

interface Cut {
  readonly id: string;
  readonly name: string;
  /** Points. */
  readonly score: number;
}

/** A threshold on whose two sides rules and model put a lead. */
export interface Disagreement {
  readonly threshold: Cut;
  /** Probability that the threshold's score stands for on the model's scale. */
  readonly probability: number;
  /** The arm that puts the lead above. */
  readonly higher: "rules" | "model";
  readonly why: string;
}

/** Ends of the model's 95 % interval. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The thresholds on which rules and model disagree strongly: the score lies on one side, and the
 * model's whole 95 % interval on the other.
 *
 * A threshold of t points stands for the probability σ(base + unit × t). Ends that touch it count as
 * above, as a score that equals a threshold reaches it.
 */
export function findDisagreements(
  total: number,
  interval: Interval,
  thresholds: readonly Cut[],
  scale: Model["scale"],
): readonly Disagreement[] {
  // There is seldom any, and lists take longer to make than cuts to compare.
  if (!disagree(total, interval, thresholds, scale)) return [];
  return thresholds.flatMap(({ id, name, score }) => {
    const higher = findHigher(total, interval, score, scale);
    if (higher === null) return [];
    const threshold = { id, name, score };
    const probability = probabilityAt(score, scale);
    return [
      { threshold, probability, higher, why: explain(total, interval, threshold, probability) },
    ];
  });
}

/** Whether they disagree strongly on any threshold. */
export function disagree(
  total: number,
  interval: Interval,
  thresholds: readonly Cut[],
  scale: Model["scale"],
): boolean {
  for (const { score } of thresholds)
    if (findHigher(total, interval, score, scale) !== null) return true;
  return false;
}

function findHigher(
  total: number,
  { low, high }: Interval,
  cut: number,
  scale: Model["scale"],
): Disagreement["higher"] | null {
  const probability = probabilityAt(cut, scale);
  if (total >= cut) return high < probability ? "rules" : null;
  return low >= probability ? "model" : null;
}

function probabilityAt(points: number, { unit, base }: Model["scale"]): number {
  return sigmoid(base + unit * points);
}

function explain(
  total: number,
  interval: Interval,
  { name, score }: Cut,
  probability: number,
): string {
  const isReached = total >= score;
  return (
    `${formatPoints(total)} points ${isReached ? "reach" : "fall short of"} ${name} at ` +
    `${formatPoints(score)}; the model's 95% interval, ${formatRange(interval, formatShare)}, lies ` +
    `wholly ${isReached ? "below" : "above"} the ${formatShare(probability)} that this threshold ` +
    "stands for."
  );
}
