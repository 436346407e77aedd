import { compareAucs } from "../src/statistics/auc.ts";
import { isEstimated } from "../src/statistics/estimate.ts";
import { createRandom, drawNormal } from "../src/statistics/random.ts";
import type { BenchResult } from "./run.ts";

const LEADS = 100_000;
const RUNS = 25;
/** Three times what R's pROC needs for as many leads on a machine like this. */
const LIMIT_SECONDS = 3 * 0.033;

/** Paired DeLong by one sort a score, in seconds; beside it the usual way by mid-ranks. */
export function run(): BenchResult {
  const { rules, model, outcomes } = simulate();
  const own = compareAucs(model, rules, outcomes);
  const z = isEstimated(own) ? own.z : Number.NaN;
  const apart = Math.abs(z / compareByMidRanks(model, rules, outcomes) - 1);
  if (!(apart < 1e-8)) throw new Error(`the two ways differ by ${apart}`);
  return {
    name: "delong",
    value: time(() => compareAucs(model, rules, outcomes)),
    unit: "s",
    limit: LIMIT_SECONDS,
    n: LEADS,
    alternative: {
      name: "mid-ranks of all deals and of each class, sorted by comparison",
      value: time(() => compareByMidRanks(model, rules, outcomes)),
    },
  };
}

function simulate() {
  const random = createRandom(33);
  const rules = new Float64Array(LEADS);
  const model = new Float64Array(LEADS);
  const outcomes = Uint8Array.from({ length: LEADS }, (_, i) => {
    const truth = drawNormal(random);
    rules[i] = Math.round(10 * (truth + drawNormal(random)));
    model[i] = truth + drawNormal(random);
    return random() < 1 / (1 + Math.exp(1.5 - truth)) ? 1 : 0;
  });
  return { rules, model, outcomes };
}

/** The fastest run: what else the machine does can only add to it. */
function time(task: () => unknown): number {
  const seconds = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    task();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...seconds);
}

/** z of the paired test as Sun and Xu write it: V = (T_all − T_class)/n and its covariances. */
function compareByMidRanks(
  first: Float64Array,
  second: Float64Array,
  outcomes: Uint8Array,
): number {
  const won = Array.from(outcomes.keys()).filter((i) => outcomes[i] === 1);
  const lost = Array.from(outcomes.keys()).filter((i) => outcomes[i] === 0);
  const [a, b] = [first, second].map((scores) => {
    const all = rank(scores);
    const ofWon = rank(Float64Array.from(won, (i) => scores[i]!));
    const ofLost = rank(Float64Array.from(lost, (i) => scores[i]!));
    return {
      v10: won.map((i, k) => (all[i]! - ofWon[k]!) / lost.length),
      v01: lost.map((i, k) => 1 - (all[i]! - ofLost[k]!) / won.length),
    };
  });
  const auc = (v: readonly number[]) => v.reduce((sum, value) => sum + value, 0) / v.length;
  const variance =
    covariance(a!.v10, a!.v10) + covariance(b!.v10, b!.v10) - 2 * covariance(a!.v10, b!.v10);
  const varianceOfLost =
    covariance(a!.v01, a!.v01) + covariance(b!.v01, b!.v01) - 2 * covariance(a!.v01, b!.v01);
  return (
    (auc(a!.v10) - auc(b!.v10)) / Math.sqrt(variance / won.length + varianceOfLost / lost.length)
  );
}

function rank(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).toSorted((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
  }
  return ranks;
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((sum, value) => sum + value, 0) / v.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0) / (a.length - 1);
}
