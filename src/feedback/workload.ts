import { type Estimable, type Interval, isEstimated } from "../statistics/estimate.ts";

/** What sales gets over a threshold, can work, and sends back. */
export interface Workload {
  /** Leads a week over the threshold. */
  readonly leadsPerWeek: Estimable<Interval>;
  /** Leads a week that sales can work; null where nobody said. */
  readonly capacity: number | null;
  /** Share of the leads over the threshold that sales rejects, in [0, 1]. */
  readonly rejected: Estimable<Interval>;
  /** Share that sales may reject before the threshold is thought too low. */
  readonly bearable?: number;
}

export const workloadReasons = [
  "more-than-capacity",
  "more-than-capacity-though-good",
  "rejected-too-often",
  "room-and-rarely-rejected",
  "capacity-used",
  "room-but-rejection-unclear",
  "capacity-not-given",
  "volume-not-known",
  "no-feedback",
] as const;

export interface WorkloadAdvice {
  /** What to do with the threshold. */
  readonly advice: "raise" | "lower" | "keep" | "not-known";
  readonly reason: (typeof workloadReasons)[number];
}

const BEARABLE = 0.3;

/**
 * Too many leads or too few: raises a threshold only where the whole interval says that sales gets
 * more than it can work or rejects more than is bearable, lowers it only where the whole of both says
 * that there is room and little is rejected.
 *
 * | leads a week | rejected too often | unclear | rarely | not known |
 * |---|---|---|---|---|
 * | above capacity | raise | raise | raise, though good | raise |
 * | about capacity | raise | keep | keep | keep |
 * | below capacity | raise | not known | lower | not known |
 * | not known | raise | not known | not known | not known |
 *
 * @throws RangeError on a capacity that is not above 0, or a bearable share outside (0, 1)
 * Cost O(1).
 */
export function adviseOnWorkload({
  leadsPerWeek,
  capacity,
  rejected,
  bearable = BEARABLE,
}: Workload): WorkloadAdvice {
  if (capacity !== null && !(capacity > 0)) throw new RangeError("a capacity is above 0");
  if (!(bearable > 0 && bearable < 1)) throw new RangeError("a bearable share is between 0 and 1");
  const volume = place(leadsPerWeek, capacity);
  const rejection = place(rejected, bearable);
  if (volume === "above") {
    const good = rejection === "below";
    const reason = good ? "more-than-capacity-though-good" : "more-than-capacity";
    return { advice: "raise", reason };
  }
  if (rejection === "above") return { advice: "raise", reason: "rejected-too-often" };
  if (capacity === null) return { advice: "not-known", reason: "capacity-not-given" };
  if (volume === "not-known") return { advice: "not-known", reason: "volume-not-known" };
  if (volume === "about") return { advice: "keep", reason: "capacity-used" };
  if (rejection === "below") return { advice: "lower", reason: "room-and-rarely-rejected" };
  const reason = rejection === "about" ? "room-but-rejection-unclear" : "no-feedback";
  return { advice: "not-known", reason };
}

/** Where an interval lies from a bar. */
function place(
  interval: Estimable<Interval>,
  bar: number | null,
): "above" | "about" | "below" | "not-known" {
  if (bar === null || !isEstimated(interval)) return "not-known";
  if (interval.low > bar) return "above";
  return interval.high < bar ? "below" : "about";
}
