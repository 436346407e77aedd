import { isEstimated } from "../../src/statistics/estimate.ts";
import {
  adjustForCovariate,
  compareMeans,
  type MeanDifference,
} from "../../src/statistics/mean-difference.ts";
import type { JointMoments } from "../../src/statistics/moments.ts";
import { drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";

/** Win rate of an arm that nothing was done to. */
export const BASE = 0.12;

/** An arm as it fills up, with a score that foretells some of the outcome. */
export class Arm {
  private n = 0;
  private readonly sums = { y: 0, x: 0, xx: 0, xy: 0 };
  private readonly random: Random;
  private readonly logOdds: number;

  constructor(random: Random, logOdds: number) {
    this.random = random;
    this.logOdds = logOdds;
  }

  fill(units: number): void {
    for (let i = 0; i < units; i++) {
      const x = drawNormal(this.random);
      const y = this.random() < sigmoid(this.logOdds + SCORE * x) ? 1 : 0;
      this.n++;
      this.sums.y += y;
      this.sums.x += x;
      this.sums.xx += x * x;
      this.sums.xy += x * y;
    }
  }

  get units(): number {
    return this.n;
  }

  get successes(): number {
    return this.sums.y;
  }

  get moments(): JointMoments {
    const { n, sums } = this;
    const [meanY, meanX] = [sums.y / n, sums.x / n];
    const spread = (square: number, product: number) => (square - n * product) / (n - 1);
    return {
      n,
      mean: meanY,
      variance: spread(sums.y, meanY * meanY),
      covariate: { mean: meanX, variance: spread(sums.xx, meanX * meanX) },
      covariance: spread(sums.xy, meanX * meanY),
    };
  }
}

/** Log-odds per standard deviation of the score. */
const SCORE = 1.2;

/** Win rate at given log-odds, over the scores. */
function rateAt(logOdds: number): number {
  let [sum, mass] = [0, 0];
  for (let z = -8; z <= 8; z += 0.01) {
    const density = Math.exp((-z * z) / 2);
    sum += density * sigmoid(logOdds + SCORE * z);
    mass += density;
  }
  return sum / mass;
}

export function logOddsOf(rate: number): number {
  let [low, high] = [-12, 12];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (rateAt(middle) < rate) low = middle;
    else high = middle;
  }
  return low;
}

export function compareFilled(
  rules: Arm,
  model: Arm,
  tunedTo: number,
  adjust: boolean,
): MeanDifference {
  const [a, b] = [rules.moments, model.moments];
  const adjusted = adjust ? adjustForCovariate(a, b) : { first: a, second: b };
  const difference = compareMeans(adjusted.first, adjusted.second, { tunedTo });
  if (!isEstimated(difference)) throw new Error(difference.notEstimable);
  return difference;
}
