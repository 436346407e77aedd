import { checkSampleRatio } from "../../src/experiment/sample-ratio.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import {
  adjustForCovariate,
  compareAdjustedRelatively,
  compareMeans,
  type MeanDifference,
} from "../../src/statistics/mean-difference.ts";
import type { JointMoments } from "../../src/statistics/moments.ts";
import { powerOfDifference, unitsForDifference } from "../../src/statistics/power.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { inflationOfSequence, powerOfSequence } from "../../src/statistics/sequence-power.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { type Claim, claimAtMost, claimCoverage, holds } from "./claim.ts";

const DAYS = 30;
/** Units of each arm a day. */
const DAILY = 40;
const BASE = 0.12;

/** An arm as it fills up, with a score that foretells some of the outcome. */
class Arm {
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

function logOddsOf(rate: number): number {
  let [low, high] = [-12, 12];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (rateAt(middle) < rate) low = middle;
    else high = middle;
  }
  return low;
}

function compare(rules: Arm, model: Arm, tunedTo: number, adjust: boolean): MeanDifference {
  const [a, b] = [rules.moments, model.moments];
  const adjusted = adjust ? adjustForCovariate(a, b) : { first: a, second: b };
  const difference = compareMeans(adjusted.first, adjusted.second, { tunedTo });
  if (!isEstimated(difference)) throw new Error(difference.notEstimable);
  return difference;
}

/** Intervals of a live comparison at its end. */
export function coverLive(runs: number): Claim[] {
  const random = createRandom(71);
  const [low, high] = [logOddsOf(BASE), logOddsOf(BASE + 0.04)];
  const held = { plain: 0, adjusted: 0, lift: 0 };
  for (let run = 0; run < runs; run++) {
    const [rules, model] = [new Arm(random, low), new Arm(random, high)];
    rules.fill(600);
    model.fill(600);
    held.plain += holds(compare(rules, model, 1200, false).fixed, 0.04) ? 1 : 0;
    held.adjusted += holds(compare(rules, model, 1200, true).fixed, 0.04) ? 1 : 0;
    const lift = compareAdjustedRelatively(rules.moments, model.moments, { tunedTo: 1200 });
    held.lift += isEstimated(lift) && holds(lift.fixed, 0.04 / BASE) ? 1 : 0;
  }
  return [
    claimCoverage("difference of rates, 600 units an arm", held.plain, runs),
    claimCoverage("difference of rates, adjusted for the score", held.adjusted, runs),
    claimCoverage("relative lift, adjusted for the score", held.lift, runs),
  ];
}

/** Share of experiments without a difference in which some day's look finds one. */
export function raiseFalseAlarms(runs: number): Claim[] {
  const random = createRandom(72);
  const logOdds = logOddsOf(BASE);
  const alarms = { daily: 0, plain: 0, adjusted: 0, ratio: 0 };
  const tunedTo = 2 * DAYS * DAILY;
  for (let run = 0; run < runs; run++) {
    const [rules, model] = [new Arm(random, logOdds), new Arm(random, logOdds)];
    const raised = { daily: false, plain: false, adjusted: false, ratio: false };
    for (let day = 1; day <= DAYS; day++) {
      let toModel = 0;
      for (let i = 0; i < 2 * DAILY; i++) toModel += random() < 0.5 ? 1 : 0;
      rules.fill(2 * DAILY - toModel);
      model.fill(toModel);
      raised.ratio ||= !checkSampleRatio([rules.units, model.units], [1, 1]).holds;
      if (Math.min(rules.units, model.units) * BASE < 5) continue;
      const plain = compare(rules, model, tunedTo, false);
      raised.daily ||= plain.fixed.pValue < 0.05;
      raised.plain ||= plain.anytime.pValue < 0.05;
      raised.adjusted ||= compare(rules, model, tunedTo, true).anytime.pValue < 0.05;
    }
    for (const kind of ["daily", "plain", "adjusted", "ratio"] as const) {
      alarms[kind] += raised[kind] ? 1 : 0;
    }
  }
  console.error(`for comparison: a fixed 5 % test read daily: ${rate(alarms.daily / runs)}`);
  return [
    claimAtMost("false alarms, read daily", alarms.plain / runs, 0.05),
    claimAtMost("false alarms, read daily, adjusted", alarms.adjusted / runs, 0.05),
    claimAtMost("false alarms of the sample ratio, read daily", alarms.ratio / runs, 0.02),
  ];
}

/** Distance of the share of experiments that find a difference from what was calculated before. */
export function comparePower(runs: number): Claim[] {
  const random = createRandom(73);
  const difference = 0.06;
  const question = { baseRate: BASE, difference };
  const [low, high] = [logOddsOf(BASE), logOddsOf(BASE + difference)];
  const fixedUnits = Math.ceil(unitsForDifference(question));
  const units = Math.ceil((fixedUnits * inflationOfSequence(DAYS)) / DAYS) * DAYS;
  const found = { fixed: 0, sequence: 0 };
  for (let run = 0; run < runs; run++) {
    const [rules, model] = [new Arm(random, low), new Arm(random, high)];
    rules.fill(fixedUnits);
    model.fill(fixedUnits);
    found.fixed += compare(rules, model, 2 * fixedUnits, false).fixed.pValue < 0.05 ? 1 : 0;
    found.sequence += findsByLooking([low, high], units, random) ? 1 : 0;
  }
  const drift = difference / Math.sqrt((BASE * (1 - BASE) + 0.18 * 0.82) / units);
  const foretold = {
    fixed: powerOfDifference(question, fixedUnits),
    sequence: powerOfSequence(drift, DAYS),
  };
  return (["fixed", "sequence"] as const).map((kind) => {
    const seen = found[kind] / runs;
    const name = `power, ${kind}: ${rate(seen)} seen, ${rate(foretold[kind])} foretold; apart`;
    return claimAtMost(name, Math.abs(seen - foretold[kind]), 0.03);
  });
}

function findsByLooking(
  logOdds: readonly [number, number],
  units: number,
  random: Random,
): boolean {
  const [rules, model] = [new Arm(random, logOdds[0]), new Arm(random, logOdds[1])];
  for (let day = 1; day <= DAYS; day++) {
    rules.fill(units / DAYS);
    model.fill(units / DAYS);
    if (rules.successes + model.successes < 10) continue;
    if (compare(rules, model, 2 * units, false).anytime.pValue < 0.05) return true;
  }
  return false;
}

function rate(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
