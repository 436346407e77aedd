import { tabulateAgreement } from "../../src/experiment/agreement-table.ts";
import { compareLosses } from "../../src/experiment/losses.ts";
import { toLogOdds } from "../../src/experiment/shadow-leads.ts";
import { compareAucs } from "../../src/statistics/auc.ts";
import { estimateLift } from "../../src/statistics/lift.ts";
import { brierScores, logLosses } from "../../src/statistics/log-loss.ts";
import { compareNetBenefits, estimateNetBenefit } from "../../src/statistics/net-benefit.ts";
import { measureStability } from "../../src/statistics/population-stability.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import { estimateCalibrationInTheLarge } from "../../src/statistics/recalibration.ts";
import { estimateSampledMean } from "../../src/statistics/sampled.ts";
import { compareSampledAucs, estimateSampledAuc } from "../../src/statistics/sampled-auc.ts";
import { recalibrateSampled } from "../../src/statistics/sampled-recalibration.ts";
import { compareTops } from "../../src/statistics/top-difference.ts";
import { type Claim, claimCoverage, holds } from "./claim.ts";
import { coverMeasures, type Measure, pick } from "./measured.ts";
import { type SimulatedLeads, simulateLeads } from "./simulated-leads.ts";

const TOP = { share: 0.2 };
/** A lead is just worth its work at this probability. */
const PRICE = 0.3;
const CUTS = { name: "cut", rules: 8, model: 0.6 };

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
  "recall of the rules' top fifth, by account": (leads) =>
    pick(topsOf(leads), (tops) => tops.recall.first),
  "AUC of the rules, by account": ({ rules, outcomes, clusters }) =>
    estimateSampledAuc(rules.scores, outcomes, { clusters }),
  "AUC of the model, by account": ({ model, outcomes, clusters }) =>
    estimateSampledAuc(model.scores, outcomes, { clusters }),
  "log loss of the model, by account": ({ model, outcomes, clusters }) =>
    estimateSampledMean(logLosses(model.probabilities, outcomes), { clusters }),
  "Brier score of the rules, by account": ({ rules, outcomes, clusters }) =>
    estimateSampledMean(brierScores(rules.probabilities, outcomes), { clusters }),
  "calibration slope of the model, by account": ({ model, outcomes, clusters }) =>
    pick(
      recalibrateSampled(toLogOdds(model.probabilities), outcomes, { clusters }),
      (line) => line.slope,
    ),
  "calibration in the large of the rules, by account": ({ rules, outcomes, clusters }) =>
    estimateCalibrationInTheLarge(rules.probabilities, outcomes, { clusters }),
  "net benefit of the model, by account": (leads) => netBenefitOf(leads),
  "part that net benefit is of all that could be had, by account": (leads) =>
    pick(netBenefitOf(leads), (benefit) => benefit.standardised),
  "difference in net benefit, by account": ({ rules, model, outcomes, clusters }) =>
    compareNetBenefits(model.probabilities, rules.probabilities, outcomes, PRICE, { clusters }),
  "calibration intercept of the rules, by account": ({ rules, outcomes, clusters }) =>
    pick(
      recalibrateSampled(toLogOdds(rules.probabilities), outcomes, { clusters }),
      (line) => line.intercept,
    ),
};

/** Figures for which every lead stands for itself. */
const alone: Readonly<Record<string, Measure>> = {
  "lift of the model's top tenth": ({ model, outcomes }) => estimateLift(model.scores, outcomes),
  "agreement of two cuts": (leads) => tabulateAgreement(leads, CUTS).agreement,
  "kappa of two cuts": (leads) => tabulateAgreement(leads, CUTS).kappa,
  "win rate of leads that only the model takes": (leads) =>
    tabulateAgreement(leads, CUTS).onlyModel.winRate,
};

/** Intervals of the shadow comparison, 1,000 leads of 100 accounts a run, or of as many accounts. */
export function coverShadow(runs: number): Claim[] {
  const [random, other] = [createRandom(61), createRandom(64)];
  return [
    ...coverMeasures(measures, {
      draw: (n) => simulateLeads(n, n / 10, random),
      leads: 1000,
      runs,
      random,
    }),
    ...coverMeasures(alone, {
      draw: (n) => simulateLeads(n, n, other),
      leads: 1000,
      runs,
      random: other,
    }),
    ...coverDeLong(runs),
    ...coverStability(runs),
  ];
}

/** Leads that stand alone, paired DeLong. */
function coverDeLong(runs: number): Claim[] {
  const random = createRandom(62);
  return coverMeasures(
    {
      "difference in AUC, DeLong, 300 leads": ({ rules, model, outcomes }) =>
        compareAucs(model.scores, rules.scores, outcomes),
    },
    { draw: (n) => simulateLeads(n, n, random), leads: 300, runs, random },
  );
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

function netBenefitOf({ model, outcomes, clusters }: SimulatedLeads) {
  return estimateNetBenefit(model.probabilities, outcomes, PRICE, { clusters });
}

function topsOf({ rules, model, outcomes, clusters }: SimulatedLeads) {
  return compareTops(rules.scores, model.scores, outcomes, TOP, { clusters });
}
