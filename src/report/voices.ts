import type { VoiceVerdict } from "../feedback/voices.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "./calibration.ts";
import { formatNumber, formatPoints, formatRange } from "./format.ts";

export type LineVoices = NonNullable<CalibrationLine["voices"]>;

/** What is said of a line where points, deals and sales are held against each other. */
export const VOICE_VERDICTS: Readonly<
  Record<VoiceVerdict, { readonly word: string; readonly sentence: string }>
> = {
  agree: {
    word: "no conflict",
    sentence: "Nobody who says enough of it is at odds with today's points.",
  },
  "deals-and-sales-against-points": {
    word: "deals and sales against points",
    sentence: "Deals and sales both say that today's points are off, in the same direction.",
  },
  "deals-against-points": {
    word: "deals against points",
    sentence: "Deals say that today's points are off; sales has said too little of it.",
  },
  "sales-against-points": {
    word: "sales against points",
    sentence: "Sales says that today's points are off; the deals say too little of it.",
  },
  "deals-against-sales": {
    word: "deals against sales",
    sentence: "Deals say that today's points are off, while sales goes along with them.",
  },
  "sales-against-deals": {
    word: "sales against deals",
    sentence: "Sales says that today's points are off, while the deals go along with them.",
  },
  "three-ways": {
    word: "three ways",
    sentence: "Deals and sales both say that today's points are off, in opposite directions.",
  },
  silent: {
    word: "too little said",
    sentence: "Neither deals nor sales say enough of it to be held against today's points.",
  },
};

/** Whether somebody is at odds with the points or with another voice. */
function isConflict({ verdict }: LineVoices): boolean {
  return verdict !== "agree" && verdict !== "silent";
}

/** Lines over which voices are in conflict, in the order of the scorecard. */
export function conflictingLines({
  lines,
}: Pick<Calibration, "lines">): readonly CalibrationLine[] {
  return lines.filter(({ voices }) => voices !== undefined && isConflict(voices));
}

/** What sales says of a line in the unit that it is written in; or the reason why it says nothing. */
export function writtenSalesOf({ voices, perWritten }: CalibrationLine): Estimable<Interval> {
  const said = voices?.sales ?? notEstimable("no feedback was given");
  if (!isEstimated(said)) return said;
  if (perWritten === 0) return notEstimable("The weight of its bucket is 0, so it moves no score.");
  const { value, low, high } = said;
  return { value: value / perWritten, low: low / perWritten, high: high / perWritten };
}

/** Whether feedback has a share in the fit, so that its estimates are not of deals alone. */
export function hasShare({ feedback }: Pick<Calibration, "feedback">): boolean {
  return feedback !== null && isEstimated(feedback.weight) && feedback.weight.weight > 0;
}

/** Who says what the estimates of lines say. */
export function nameTeachers(calibration: Pick<Calibration, "feedback">): string {
  return hasShare(calibration) ? "The fit says" : "The deals say";
}

/** The three voices on a line in figures, in effective points: `by hand 5, deals 1.2 to 3.0, sales nothing`. */
export function listVoices({ current, voices }: CalibrationLine): string {
  const say = (said: Estimable<Interval>) =>
    isEstimated(said) ? formatRange(said, one) : "nothing";
  return `by hand ${formatPoints(current)}, deals ${say(voices!.deals)}, sales ${say(voices!.sales)}`;
}

function one(value: number): string {
  return formatNumber(value, 1);
}
