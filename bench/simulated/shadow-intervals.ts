import { compareLosses } from "../../src/experiment/losses.ts";
import { toLogOdds } from "../../src/experiment/shadow-leads.ts";
import { compareAucs } from "../../src/statistics/auc.ts";
import { type Estimable, isEstimated } from "../../src/statistics/estimate.ts";
import { measureStability } from "../../src/statistics/population-stability.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { compareSampledAucs } from "../../src/statistics/sampled-auc.ts";
import { recalibrateSampled } from "../../src/statistics/sampled-recalibration.ts";
import { compareTops } from "../../src/statistics/top-difference.ts";
import { type Claim, claimCoverage, holds } from "./claim.ts";
import { type SimulatedLeads, simulateLeads } from "./simulated-leads.ts";

type Interval = { readonly value: number; readonly low: number; readonly high: number };
type Measure = (leads: SimulatedLeads, random: Random) => Estimable<Interval>;

const TOP = { share: 0.2 };

const measures: Readonly<Record<string, Measure>> = {
  "difference in AUC, by account": ({ rules, model, outcomes, clusters }) =>
    compareSampledAucs(rules.scores, model.scores, outcomes, { clusters }),
  "difference in log loss, by account": (leads, random) =>
    compareLosses(leads, "logLoss", { random, replicates: 1000 }).difference,
  "difference in Brier score, by account": (leads, random) =>
    compareLosses(leads, "brier", { random, replicates: 1000 }).difference,
  "difference in precision of the top fifth, by account": (leads) =>
    pick(topsOf(leads), (tops) => tops.precision.difference),
  "difference in recall of the top fifth, by account": (leads) =>
    pick(topsOf(leads), (tops) => tops.recall.difference),
  "precision of the model's top fifth, by account": (leads) =>
    pick(topsOf(leads), (tops) => tops.precision.second),
  "calibration slope of the model, by account": ({ model, outcomes, clusters }) =>
    pick(
      recalibrateSampled(toLogOdds(model.probabilities), outcomes, { clusters }),
      (line) => line.slope,
    ),
  "calibration intercept of the rules, by account": ({ rules, outcomes, clusters }) =>
    pick(
      recalibrateSampled(toLogOdds(rules.probabilities), outcomes, { clusters }),
      (line) => line.intercept,
    ),
};

/** Intervals of the shadow comparison, 1,000 leads of 100 accounts a run. */
export function coverShadow(runs: number): Claim[] {
  const random = createRandom(61);
  const all = simulateLeads(2_000_000, 200_000, random);
  const names = Object.keys(measures);
  const truths = names.map((name) => demand(measures[name]!(all, random)).value);
  const held = names.map(() => 0);
  for (let run = 0; run < runs; run++) {
    const leads = simulateLeads(1000, 100, random);
    names.forEach((name, k) => {
      held[k]! += holds(measures[name]!(leads, random), truths[k]!) ? 1 : 0;
    });
  }
  return [
    ...names.map((name, k) => claimCoverage(name, held[k]!, runs)),
    coverDeLong(runs),
    ...coverStability(runs),
  ];
}

/** Leads that stand alone, paired DeLong. */
function coverDeLong(runs: number): Claim {
  const random = createRandom(62);
  const draw = (n: number) => simulateLeads(n, n, random);
  const measure = ({ rules, model, outcomes }: SimulatedLeads) =>
    compareAucs(model.scores, rules.scores, outcomes);
  const truth = demand(measure(draw(2_000_000))).value;
  let held = 0;
  for (let run = 0; run < runs; run++) held += holds(measure(draw(300)), truth) ? 1 : 0;
  return claimCoverage("difference in AUC, DeLong, 300 leads", held, runs);
}

/** Shares then and now that have moved a little and a lot. */
function coverStability(runs: number): Claim[] {
  const random = createRandom(63);
  const then = [0.4, 0.3, 0.15, 0.1, 0.05];
  const moved = {
    "stability index of a small shift": [0.35, 0.28, 0.19, 0.11, 0.07],
    "stability index of a large shift": [0.1, 0.2, 0.3, 0.25, 0.15],
  };
  return Object.entries(moved).map(([name, now]) => {
    const truth = then.reduce((sum, p, b) => sum + (now[b]! - p) * Math.log(now[b]! / p), 0);
    let held = 0;
    for (let run = 0; run < runs; run++) {
      held += holds(measureStability(draw(then, 2000, random), draw(now, 600, random)), truth)
        ? 1
        : 0;
    }
    return claimCoverage(name, held, runs);
  });
}

function draw(shares: readonly number[], n: number, random: Random): number[] {
  const counts = shares.map(() => 0);
  for (let i = 0; i < n; i++) {
    let left = random();
    const bin = shares.findIndex((share) => (left -= share) < 0);
    counts[bin === -1 ? shares.length - 1 : bin]!++;
  }
  return counts;
}

function topsOf({ rules, model, outcomes, clusters }: SimulatedLeads) {
  return compareTops(rules.scores, model.scores, outcomes, TOP, { clusters });
}

function pick<T, U>(estimate: Estimable<T>, of: (value: T) => U): Estimable<U> {
  return isEstimated(estimate) ? of(estimate) : estimate;
}

function demand<T>(estimate: Estimable<T>): T {
  if (!isEstimated(estimate)) throw new Error(estimate.notEstimable);
  return estimate;
}
