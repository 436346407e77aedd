import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import {
  adjustForCovariate,
  compareAdjustedRelatively,
  compareMeans,
  compareMeansRelatively,
  type MeanDifference,
} from "../statistics/mean-difference.ts";
import type { JointMoments } from "../statistics/moments.ts";
import type { ArmName } from "./assignment.ts";
import { countEnrolled, type EnrolledLead, type Tally, tallyLeads } from "./enrolment.ts";
import { checkGuardrails, type GuardrailReading, type GuardrailResult } from "./guardrails.ts";
import { checkSampleRatio, type SampleRatioCheck } from "./sample-ratio.ts";
import { judgeInterval, type Verdict } from "./verdict.ts";

/** What was agreed before the start that the comparison needs. */
export interface LiveTerms {
  readonly shares: Readonly<Record<ArmName, number>>;
  readonly withinDays: number;
  /** Least difference in the rate that is worth having, above 0. */
  readonly minimumEffect: number;
  /** Units of both arms. */
  readonly plannedUnits: number;
  readonly alpha: number;
  /** Whether the verdict rests on the adjusted difference. */
  readonly adjustForScore: boolean;
}

/** Model less rules, as a difference of rates and as a part of the rules' rate. */
export interface Effect {
  readonly difference: Estimable<MeanDifference>;
  readonly lift: Estimable<MeanDifference>;
}

export interface AdjustedEffect extends Effect {
  /** Share of the outcome's variance that the score before assignment foretells. */
  readonly explained: number;
}

export interface LiveComparison {
  readonly tally: Tally;
  readonly sampleRatio: SampleRatioCheck;
  readonly plain: Effect;
  /** With less variance, by the score from before the assignment. */
  readonly adjusted: Estimable<AdjustedEffect>;
  readonly guardrails: readonly GuardrailResult[];
  /** Whether the planned number of units is reached, at which the fixed-horizon interval is read. */
  readonly planReached: boolean;
  readonly verdict: Verdict;
}

/**
 * Expected successes, and failures, in each arm before anything is said. With fewer, and shares far
 * apart, the small arm's variance is now and then estimated near 0 while the sequence is narrow already.
 */
const LEAST_EXPECTED = 20;
/** Share of units found in both arms above which assignment is broken. */
const MOST_CROSSED = 0.01;

/**
 * What an experiment says at a moment. It may be asked at every moment: the verdict rests on
 * intervals that hold at all looks at once, so that stopping early keeps false alarms within alpha.
 *
 * @param leads      all that take part, in any order
 * @param guardrails as they stand at that moment
 * @param terms      as agreed before the start
 * @param asOf       epoch milliseconds
 * @returns figures that cannot be had yet as reasons; verdict `broken` where shares or arms are not
 *          as they should be
 * @throws RangeError on terms out of bounds
 * Cost O(leads).
 */
export function compareLive(
  leads: readonly EnrolledLead[],
  guardrails: readonly GuardrailReading[],
  terms: LiveTerms,
  asOf: number,
): LiveComparison {
  const tally = tallyLeads(leads, { withinDays: terms.withinDays, asOf });
  const settings = { alpha: terms.alpha, tunedTo: terms.plannedUnits };
  const { rules, model } = tally.arms;
  const sampleRatio = checkSampleRatio(countEnrolled(tally), [
    terms.shares.rules,
    terms.shares.model,
  ]);
  const parts = {
    tally,
    sampleRatio,
    plain: compareArms(rules.moments, model.moments, settings),
    adjusted: compareAdjusted(rules.moments, model.moments, settings),
    guardrails: checkGuardrails(guardrails, settings),
    planReached: rules.units + model.units >= terms.plannedUnits,
  };
  return { ...parts, verdict: judge(parts, terms) };
}

const EMPTY = notEstimable("an arm has fewer than two units whose outcome window is over");

type Settings = { readonly alpha: number; readonly tunedTo: number };

function compareArms(
  rules: JointMoments | undefined,
  model: JointMoments | undefined,
  settings: Settings,
): Effect {
  if (!rules || !model) return { difference: EMPTY, lift: EMPTY };
  return {
    difference: compareMeans(rules, model, settings),
    lift: compareMeansRelatively(rules, model, settings),
  };
}

function compareAdjusted(
  rules: JointMoments | undefined,
  model: JointMoments | undefined,
  settings: Settings,
): Estimable<AdjustedEffect> {
  if (!rules || !model) return EMPTY;
  if (!varies(rules) && !varies(model)) {
    return notEstimable("no scores from before the assignment that differ from unit to unit");
  }
  const adjusted = adjustForCovariate(rules, model);
  return {
    explained: adjusted.explained,
    difference: compareMeans(adjusted.first, adjusted.second, settings),
    lift: compareAdjustedRelatively(rules, model, settings),
  };
}

/** Beyond what rounding makes of equal numbers. */
const ROUNDING = 1e-12;

function varies({ covariate: { mean, variance } }: JointMoments): boolean {
  return variance > (ROUNDING * mean) ** 2;
}

function judge(parts: Omit<LiveComparison, "verdict">, terms: LiveTerms): Verdict {
  const cautions = listCautions(parts, terms);
  const faults = listFaults(parts);
  if (faults.length > 0) return { verdict: "broken", reasons: faults, cautions };
  const tooEarly = findTooEarly(parts.tally);
  if (tooEarly) return { verdict: "not-yet-known", reasons: [tooEarly], cautions };
  const { adjusted, plain } = parts;
  const effect = terms.adjustForScore && isEstimated(adjusted) ? adjusted : plain;
  if (!isEstimated(effect.difference)) {
    return {
      verdict: "not-yet-known",
      reasons: [sentence(effect.difference.notEstimable)],
      cautions,
    };
  }
  const verdict = judgeInterval(effect.difference.anytime, terms.minimumEffect);
  return { verdict, reasons: [REASONS[verdict]], cautions };
}

const REASONS = {
  better: "The interval that holds at every look lies above 0.",
  worse: "The interval that holds at every look lies below 0.",
  "no-difference-worth-having":
    "The interval that holds at every look lies within the least difference worth having.",
  "not-yet-known":
    "The interval that holds at every look has room for both no difference and one worth having.",
} as const;

function listFaults({ sampleRatio, tally }: Omit<LiveComparison, "verdict">): string[] {
  const enrolled = countEnrolled(tally).reduce((sum, count) => sum + count, 0);
  const crossed = tally.inBothArms / Math.max(1, enrolled + tally.inBothArms);
  return [
    ...(sampleRatio.holds ? [] : [sampleRatio.reason]),
    ...(crossed > MOST_CROSSED ? [`${group(tally.inBothArms)} units were in both arms.`] : []),
  ];
}

/** Why nothing can be said yet, if so: the normal approximation needs some of each outcome. */
function findTooEarly({ arms, waiting }: Tally): string | undefined {
  const { rules, model } = arms;
  if (rules.units + model.units === 0) {
    return waiting > 0 ? "No outcome window is over yet." : "No unit takes part yet.";
  }
  if (rules.units === 0) return "No unit of the rules' arm has its outcome window behind it.";
  if (model.units === 0) return "No unit of the model's arm has its outcome window behind it.";
  const rate = (rules.successes + model.successes) / (rules.leads + model.leads);
  const fewest = Math.min(rules.units, model.units);
  if (fewest * rate < LEAST_EXPECTED) return "Too few successes yet.";
  if (fewest * (1 - rate) < LEAST_EXPECTED) return "Too few failures yet.";
  return undefined;
}

function listCautions(parts: Omit<LiveComparison, "verdict">, terms: LiveTerms): string[] {
  const { tally, guardrails, adjusted } = parts;
  return [
    ...guardrails
      .filter(({ state }) => state === "breached")
      .map(({ name }) => sentence(`${name} got worse by more than its margin`)),
    ...guardrails
      .filter(({ state }) => state === "not-yet-known")
      .map(({ name }) => `Whether ${name} keeps within its margin is not yet known.`),
    ...(tally.waiting > 0
      ? [`The outcome window of ${group(tally.waiting)} leads is not over.`]
      : []),
    ...(tally.inBothArms > 0
      ? [`${group(tally.inBothArms)} units were in both arms and are left out.`]
      : []),
    ...(terms.adjustForScore && !isEstimated(adjusted)
      ? [`Not adjusted: ${adjusted.notEstimable}.`]
      : []),
  ];
}

function group(count: number): string {
  return count.toLocaleString("en-GB");
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
