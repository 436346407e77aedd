import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatInterval, formatNumber, formatSigned } from "../format.ts";
import { conflictingLines } from "../voices.ts";

type Feedback = NonNullable<Calibration["feedback"]>;
type Sight = Feedback["anchoring"]["bySight"][number];

const two = (value: number): string => formatNumber(value, 2);
const signed = (value: number): string => formatSigned(value, 2);

export const SIGHTS: Readonly<Record<Sight["sight"], string>> = {
  visible: "score in sight",
  blind: "score hidden",
  unknown: "not known whether the score was in sight",
};

/** Whether sales echoes the score that it is shown, and what that means for its voice. */
export function describeAnchoring({ anchoring, voiceFrom }: Feedback): string {
  const { verdict, bySight, visibleOverBlind } = anchoring;
  const apart = (kappa: Estimable<Interval>) => formatInterval(kappa, signed);
  switch (verdict) {
    case "anchored":
      return `Sales follows the score that it is shown: where the score was in sight, agreement with it was higher by ${apart(visibleOverBlind)} than where it was hidden.${voiceFrom === "blind" ? " What sales says of lines therefore rests on feedback with the score hidden." : ""}`;
    case "follows-score": {
      const told = bySight.find(
        ({ sight, scoreOverOutcome }) => sight !== "blind" && isEstimated(scoreOverOutcome),
      );
      return `Sales agrees with the score more than with the outcome, by ${apart(told!.scoreOverOutcome)}. That may be an echo: hide the score on some leads to find out.`;
    }
    case "not-seen":
      return isEstimated(visibleOverBlind)
        ? `No echo of the score is seen: agreement with it differs by ${apart(visibleOverBlind)} between feedback with the score in sight and hidden.`
        : "No echo of the score is seen: sales agrees with the score no more than with the outcome.";
    case "not-known":
      return "Whether sales echoes the score cannot be told from so little feedback.";
  }
}

/** What feedback counts in the fit, and why. */
export function describeFeedbackWeight({ weight }: Feedback): string {
  if (!isEstimated(weight))
    return `Feedback has no share in the fit: ${weight.notEstimable.replace(/\.$/, "")}.`;
  const on = `on ${formatCount(weight.judged, "held-out deal")}`;
  if (weight.weight === 0)
    return `Feedback has no share in the fit: ${on} no share of it foretells outcomes better than none.`;
  const { overNone } = weight.candidates.find((each) => each.weight === weight.weight)!;
  return `A piece of feedback counts ${formatNumber(weight.weight, 2)} of a deal in the fit: ${on} that foretells outcomes better than none, log loss ${formatInterval(overNone!, (value) => formatSigned(value, 4))}.`;
}

/** How many answers count, whose, and how readily these accept. */
export function describeReps({ heard, reps, leniencySpread }: Feedback): string {
  const words = `${formatCount(heard, "answer")} by ${formatCount(reps, "known rep")}, each one's last on each lead before its deal closed`;
  return isEstimated(leniencySpread)
    ? `${words}; reps differ in how readily they accept by ${two(leniencySpread)} log-odds, which is allowed for`
    : `${words}; how readily each accepts is not estimable: ${leniencySpread.notEstimable}`;
}

/** Over how many lines voices are in conflict. */
export function countConflicts(calibration: Calibration): string {
  const conflicts = conflictingLines(calibration).length;
  return `Voices are in conflict over ${formatNumber(conflicts)} of ${formatCount(calibration.lines.length, "line")}.`;
}

/** Agreement by whether the score was in sight, one sentence each. */
export function describeSight({ sight, heard, withScore, withOutcome }: Sight): string {
  return `Kappa of ${formatCount(heard, "answer")}, ${SIGHTS[sight]}: with the shown score ${formatInterval(withScore, two)}, with the outcome ${formatInterval(withOutcome, two)}.`;
}
