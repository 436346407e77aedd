import type { LiveComparison } from "../../../experiment/live.ts";
import type { Verdict } from "../../../experiment/verdict.ts";
import { type Estimable, isEstimated } from "../../../statistics/estimate.ts";
import type { MeanDifference } from "../../../statistics/mean-difference.ts";
import { formatCount, formatNumber } from "../../format.ts";
import type { ExperimentFindings } from "../findings.ts";
import { asSentence, embed, formatDay, percent, sayMore, VERDICT_WORDS } from "../words.ts";
import { compareWork, judgePay, sayHandovers } from "./handovers.ts";

/** The difference that the verdict rests on, and whether it is adjusted for the score before. */
export function leadingDifference({ definition, comparison }: ExperimentFindings): {
  readonly difference: Estimable<MeanDifference>;
  readonly isAdjusted: boolean;
} {
  const { adjusted, plain } = comparison;
  return definition.adjustForScore && isEstimated(adjusted)
    ? { difference: adjusted.difference, isAdjusted: true }
    : { difference: plain.difference, isAdjusted: false };
}

/** Whether a verdict settles the question. */
export function isDefinite({ verdict }: Verdict): boolean {
  return verdict !== "not-yet-known" && verdict !== "broken";
}

/** `won within 60 days`. */
export function nameSuccess({ definition: { primary } }: ExperimentFindings): string {
  const done = primary.metric === "won" ? "won" : "accepted by sales";
  return `${done} within ${formatCount(primary.withinDays, "day")}`;
}

/** Leads whose outcome window is over: `4,784 leads`, with their accounts where these are assigned. */
export function countTested({ definition, comparison }: ExperimentFindings): string {
  const { rules, model } = comparison.tally.arms;
  const leads = formatCount(rules.leads + model.leads, "lead");
  return definition.unit === "account"
    ? `${leads} of ${formatCount(rules.units + model.units, "account")}`
    : leads;
}

/** `the live experiment “Name”`, or the one that ended on a day. */
export function nameExperiment({ definition, state, stopsAt }: ExperimentFindings): string {
  if (state !== "stopped") return `the live experiment “${definition.name}”`;
  const when = stopsAt === null ? "that has ended" : `that ended on ${formatDay(stopsAt)}`;
  return `the experiment “${definition.name}” ${when}`;
}

/**
 * What an experiment with a definite verdict says of both scores, by how much, and whether it pays where
 * one arm has more leads worked than the other.
 */
export function tellVerdict(experiment: ExperimentFindings): string {
  const { verdict } = experiment.comparison.verdict;
  const { difference } = leadingDifference(experiment);
  if (!isEstimated(difference)) return tellOpen(experiment);
  const how = `in ${nameExperiment(experiment)}, ${sayDifference(experiment, difference)}`;
  const pays = PAYS[judgePay(experiment)];
  const open =
    experiment.definition.primary.metric === "won"
      ? ""
      : "; whether more deals are won it does not tell";
  const rest = `${how}${tellWork(experiment)}${open}.`;
  if (verdict === "better") return `The model is better${pays}: ${rest}`;
  if (verdict === "worse") return `The rules are better${pays}: ${rest}`;
  const least = formatNumber(100 * experiment.definition.minimumEffect, 1);
  return `Neither score is better by as much as is worth having, ${least} of 100 leads: ${rest}`;
}

const PAYS = {
  yes: ", and it pays",
  no: ", and the model does not pay",
  "not-shown": ", but whether the model pays is not shown",
  "not-estimable": "",
} as const;

function sayDifference(experiment: ExperimentFindings, difference: MeanDifference): string {
  const notes = ` at every look, n = ${countTested(experiment)}`;
  return `of 100 leads in the arm of the model ${sayMore(difference.anytime, nameSuccess(experiment), "in that of the rules", notes)}`;
}

/** Which arm has more leads worked, where that is shown. */
function tellWork(experiment: ExperimentFindings): string {
  const work = compareWork(experiment);
  if (work === "alike") return "";
  const { verdict } = experiment.comparison.verdict;
  const isLevel = verdict === "no-difference-worth-having";
  const told = `${work} are worked${isWithVerdict(verdict, work) ? " too" : ""}, as ${sayHandovers(experiment)}`;
  const done = experiment.definition.primary.metric === "won" ? "won" : "accepted";
  const saved = isLevel && work === "fewer" ? `: about as many are ${done} with less work` : "";
  return `; ${told}${saved}`;
}

function isWithVerdict(verdict: Verdict["verdict"], work: "more" | "fewer"): boolean {
  return verdict === (work === "more" ? "better" : "worse");
}

/** What an ended experiment found of versions that are no longer live. */
export function tellOutdated(experiment: ExperimentFindings): string {
  const { verdict } = experiment.comparison.verdict;
  const { difference } = leadingDifference(experiment);
  const figure = isEstimated(difference) ? `: ${sayDifference(experiment, difference)}` : "";
  const times = formatCount(experiment.changes.since, "time");
  return `${asSentence(`${nameExperiment(experiment)} is of versions that are no longer live, as what is live changed ${times} since`)} Of those it said: ${VERDICT_WORDS[verdict]}${figure}.`;
}

/** That an experiment does not answer; of a broken one also why. */
export function tellOpen(experiment: ExperimentFindings): string {
  const { verdict, reasons } = experiment.comparison.verdict;
  const name = nameExperiment(experiment);
  return verdict === "broken"
    ? `${name} is broken and tells nothing (${reasons.map(embed).join("; ")})`
    : `${name} does not know yet`;
}

/** Why an experiment does not know yet, as a sentence; none where it does, or is broken. */
export function explainOpen(experiment: ExperimentFindings): string[] {
  const { verdict, reasons } = experiment.comparison.verdict;
  if (verdict !== "not-yet-known") return [];
  return [`${asSentence(tellOpen(experiment)).slice(0, -1)}: ${reasons.map(embed).join("; ")}.`];
}

/** How far an experiment has come, of the units that were planned. */
export function describeProgress({ definition, comparison }: ExperimentFindings): string {
  const { tally, planReached } = comparison;
  const { rules, model } = tally.arms;
  const enrolled = rules.enrolled + model.enrolled;
  const over = rules.units + model.units;
  const unit = definition.unit === "account" ? "account" : "lead";
  const share = percent(Math.min(1, over / definition.plannedUnits));
  const reached = planReached
    ? "The plan is reached: the fixed-horizon interval may be read."
    : "The fixed-horizon interval is read once the plan is reached; until then the one that holds at every look counts.";
  return `${formatCount(over, unit)} of ${formatNumber(definition.plannedUnits)} planned have their outcome window behind them (${share}), of ${formatNumber(enrolled)} enrolled. ${reached}`;
}

/** Whether the arms got units as they should. */
export function describeSampleRatio({ sampleRatio }: Pick<LiveComparison, "sampleRatio">): string {
  const { holds, pValue, limit, reason } = sampleRatio;
  const p = pValue < 0.0001 ? "p < 0.0001" : `p = ${formatNumber(pValue, 4)}`;
  return holds
    ? `${reason} (${p}; below ${limit} they would not.)`
    : `${reason} Chance does not make that (${p}, where the limit is ${limit}): something loses or moves leads by arm.`;
}
