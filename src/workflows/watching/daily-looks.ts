import { placeInterval } from "../../experiment/retraining.ts";
import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import type { SubjectState } from "./alarm-signs.ts";

/**
 * What is looked at each day crosses a limit by chance some day. By so much wider than of 95 % an
 * interval must lie beyond it for an alarm: in simulated years in which nothing moves that keeps false
 * alarms of a subject to some per cent.
 */
const WIDER = 1.6;

/** The interval by which something that is looked at each day is called beyond a limit. */
export function widenForLooks(interval: Interval): Interval {
  const { value, low, high } = interval;
  return { value, low: value - WIDER * (value - low), high: value + WIDER * (high - value) };
}

/** As it is where it is not beyond its limits, else as wide as daily looks ask for. */
export function soberInterval(
  estimate: Estimable<Interval>,
  lowest: number,
  highest: number,
): Estimable<Interval> {
  const isBeyond = placeInterval(estimate, lowest, highest) === "beyond";
  return isEstimated(estimate) && isBeyond ? widenForLooks(estimate) : estimate;
}

/** Where an interval lies that is looked at each day. */
export function placeDaily(
  estimate: Estimable<Interval>,
  lowest: number,
  highest: number,
): SubjectState {
  return placeInterval(soberInterval(estimate, lowest, highest), lowest, highest);
}
