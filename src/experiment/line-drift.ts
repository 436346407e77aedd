import { type Estimable, isEstimated } from "../statistics/estimate.ts";
import { adjustPValues } from "../statistics/false-discovery.ts";
import {
  countInBins,
  measureStability,
  type Stability,
} from "../statistics/population-stability.ts";

/** Earlier and later doses of one line. */
export interface LineDoses {
  readonly id: string;
  /** Of the leads that the model was trained on, or that the scorecard was set for. */
  readonly earlier: Float64Array;
  readonly later: Float64Array;
}

export interface LineDrift {
  readonly id: string;
  readonly stability: Estimable<Stability>;
  /** Of nothing having moved, adjusted for the number of lines (Benjamini and Yekutieli). */
  readonly qValue: number | null;
  /** `moved` where the whole interval lies above the limit, `steady` where it lies below. */
  readonly state: "moved" | "steady" | "not-yet-known";
}

/** An index below this is commonly taken for no change worth a look. */
const WORTH_A_LOOK = 0.1;

/**
 * How far the doses of each line have moved.
 *
 * A line that moved is a reason to look, not to retrain: leads may differ without the lines being
 * worth anything else.
 *
 * @param lines doses without NaN
 * @param limit index above which a change is worth a look
 * @throws RangeError on NaN
 * Cost O(leads × lines).
 */
export function findLineDrift(lines: readonly LineDoses[], limit = WORTH_A_LOOK): LineDrift[] {
  const measured = lines.map(({ id, earlier, later }) => {
    const counts = countInBins(earlier, later);
    return { id, stability: measureStability(counts.earlier, counts.later) };
  });
  const usable = measured.flatMap(({ stability }) => (isEstimated(stability) ? [stability] : []));
  // Lines of one attribute cannot move one by one, and others hang together in unknown ways.
  const qValues = adjustPValues(
    Float64Array.from(usable, ({ pValue }) => pValue),
    "any",
  );
  let next = 0;
  return measured.map(({ id, stability }) => {
    if (!isEstimated(stability)) return { id, stability, qValue: null, state: "not-yet-known" };
    const state =
      stability.low > limit ? "moved" : stability.high < limit ? "steady" : "not-yet-known";
    return { id, stability, qValue: qValues[next++]!, state };
  });
}
