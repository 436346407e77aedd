import { ARMS, type ArmName } from "../../experiment/assignment.ts";
import { WATCH_LIMITS } from "../../experiment/retraining.ts";
import type { WatchFindings } from "../../report/ab/findings.ts";
import { signedTwo, two } from "../../report/ab/words.ts";
import { formatInterval, formatNumber } from "../../report/format.ts";
import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { placeDaily, widenForLooks } from "./daily-looks.ts";
import type { LatestPeriod } from "./latest-period.ts";

/** beyond: shown to be beyond its limit; within: shown not to be; open: neither as yet. */
export type SubjectState = "beyond" | "within" | "open";

/** Where something that is watched stands. */
export interface Sign {
  readonly subject: string;
  readonly name: string;
  readonly state: SubjectState;
  /** What is wrong, as a sentence; empty where nothing is shown to be. */
  readonly reason: string;
  /** What is to be done, as a sentence. */
  readonly action: string;
}

type Measured = Pick<WatchFindings, "lines" | "calibration" | "power" | "inflation" | "retraining">;

/** Of lines, for there are many. */
const MOST_FALSE = 0.05;

const TRAIN =
  "Train a model on what is stored, compare it with the live one, and promote it if it is better.";

export function listSigns(measured: Measured, latest: LatestPeriod): readonly Sign[] {
  return [
    ...measured.lines.map(signLine),
    ...ARMS.map((arm) => signCalibration(arm, latest)),
    ...ARMS.map((arm) => signPower(arm, measured.power, latest)),
    signInflation(measured.inflation),
    signRetraining(measured.retraining),
  ];
}

function signLine({ id, label, stability, qValue, state }: WatchFindings["lines"][number]): Sign {
  const isMoved = state === "moved" && qValue !== null && qValue < MOST_FALSE;
  return {
    subject: `line:${id}`,
    name: `Line ${label}`,
    state: isMoved ? "beyond" : state === "steady" ? "within" : "open",
    reason: isMoved
      ? `The doses of the leads of late have moved: stability index ${formatInterval(stability, two)}.`
      : "",
    action: "Look whether what the line asks for is still told in the same way.",
  };
}

function signCalibration(arm: ArmName, { name, shift, slope }: LatestPeriod): Sign {
  const { shift: most, slope: off } = WATCH_LIMITS;
  const places = [placeDaily(shift[arm], -most, most), placeDaily(slope[arm], 1 - off, 1 + off)];
  const reasons = [
    ...(places[0] === "beyond" ? [writeShift(shift[arm])] : []),
    ...(places[1] === "beyond" ? [writeSlope(slope[arm])] : []),
  ];
  return {
    subject: `calibration:${arm}`,
    name: `Calibration of the ${arm}`,
    state: join(places),
    reason: reasons.length === 0 ? "" : `Of the deals closed in ${name}, ${reasons.join("; ")}.`,
    action:
      arm === "model" ? TRAIN : "Look at the thresholds: a point means something else by now.",
  };
}

function writeShift(shift: Estimable<Interval>): string {
  const side = isEstimated(shift) && shift.value > 0 ? "low" : "high";
  return `the probabilities lay too ${side}: off by ${formatInterval(shift, signedTwo)} log-odds`;
}

function writeSlope(slope: Estimable<Interval>): string {
  const side = isEstimated(slope) && slope.value > 1 ? "timid" : "extreme";
  return `they were too ${side}: slope ${formatInterval(slope, two)}`;
}

function signPower(
  arm: ArmName,
  power: WatchFindings["power"],
  { name, aucChange }: LatestPeriod,
): Sign {
  const change = aucChange[arm];
  const place = placeDaily(change, -WATCH_LIMITS.auc, Infinity);
  const fall = findFall(arm, power);
  const reason =
    place === "beyond"
      ? `AUC of the deals closed in ${name} differs from that before by ${formatInterval(change, signedTwo)}.`
      : fall === null
        ? ""
        : `AUC moves by ${formatInterval(fall, signedTwo)} a year.`;
  return {
    subject: `power:${arm}`,
    name: `Power of the ${arm}`,
    state: reason === "" ? (place === "within" ? "within" : "open") : "beyond",
    reason,
    action: arm === "model" ? TRAIN : "Ask for a recommendation on the live scorecard.",
  };
}

/** Periods from which a fall is told. */
const LEAST_PERIODS = 3;

/** A trend that is below 0, and has taken away more than is let pass. */
function findFall(arm: ArmName, power: WatchFindings["power"]): Interval | null {
  if (!isEstimated(power)) return null;
  const trend = power.trend[arm];
  const counted = power.parts.filter(({ auc }) => isEstimated(auc[arm])).length;
  if (!isEstimated(trend) || widenForLooks(trend).high >= 0 || counted < LEAST_PERIODS) return null;
  const years = ((counted - 1) * power.months) / 12;
  return -trend.value * years > WATCH_LIMITS.auc ? trend : null;
}

function signInflation(inflation: WatchFindings["inflation"]): Sign {
  const sign = {
    subject: "inflation",
    name: "Score inflation",
    reason: "",
    action: "Ask for a recommendation on the live scorecard, and look at the thresholds.",
  };
  if (!isEstimated(inflation)) return { ...sign, state: "open" };
  const { state, meanPerYear, worthLostPerYear } = inflation;
  const isShown = isEstimated(worthLostPerYear) && widenForLooks(worthLostPerYear).low > 0;
  const lost = `a score is worth ${formatInterval(worthLostPerYear, points)} points a year less`;
  if (state === "inflating" && isShown)
    return {
      ...sign,
      state: "beyond",
      reason: `Scores rise by ${formatInterval(meanPerYear, points)} points a year, and ${lost}.`,
    };
  if (state === "losing-worth" && isShown)
    return { ...sign, state: "beyond", reason: `Though scores do not rise, ${lost}.` };
  return {
    ...sign,
    state: state === "steady" || state === "rising-with-reason" ? "within" : "open",
  };
}

function signRetraining(retraining: WatchFindings["retraining"]): Sign {
  const answer = isEstimated(retraining) ? retraining.answer : "not-yet-known";
  return {
    subject: "retraining",
    name: "Retraining",
    state: answer === "yes" ? "beyond" : answer === "no" ? "within" : "open",
    reason: isEstimated(retraining) && answer === "yes" ? retraining.reasons.join(" ") : "",
    action: TRAIN,
  };
}

function join(places: readonly SubjectState[]): SubjectState {
  if (places.includes("beyond")) return "beyond";
  return places.every((place) => place === "within") ? "within" : "open";
}

function points(value: number): string {
  return formatNumber(value, 1);
}
