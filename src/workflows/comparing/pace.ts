import { layOutWeeks } from "../../recommendation/weeks.ts";
import { type Estimable, isEstimated } from "../../statistics/estimate.ts";

/** Leads a week over the period that they span. @param times epoch milliseconds; null: not known */
export function countPerWeek(times: Float64Array | null): Estimable<number> {
  const weeks = layOutWeeks(times);
  return isEstimated(weeks) ? times!.length / weeks.length : weeks;
}
