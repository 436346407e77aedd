import type { AttributeValue } from "../../scorecard/lead.ts";
import { rankMid } from "../../statistics/auc.ts";
import { Z95 } from "../../statistics/distributions.ts";
import type { DealDates } from "./deal-dates.ts";

/** An honest amount reached .07 in the outcome where it went less with time, event counts .32. */
const TELLING_CORRELATION = 0.3;
const LEAST_DEALS = 50;

/**
 * Whether a number goes on growing while the deal is worked, or until the file was exported, as counts
 * of activities and sums of days do. What a lead brings along does not depend on how long it took
 * afterwards. With e the time from creation to close, or from creation to the export:
 *
 *   ρ(value, e) > .3 among the won deals, and among the lost deals,
 *
 * ρ the lower end of the 95 % interval of Spearman's correlation, tanh(atanh ρ̂ − 1.96 √(1.06 / (n − 3))).
 * Each outcome by itself, since won deals may be larger and take longer, which is honest. When the
 * export was made need not be known: it moves every e alike.
 *
 * @param values   length n; only numbers are looked at
 * @param outcomes length n, 1 = won, 0 = lost, in the order of `values`
 * @returns false where either outcome has fewer than 50 deals with a number and the dates
 * Cost O(n). Source of the interval: Fieller, Hartley and Pearson 1957.
 */
export function growsWithTime(
  values: readonly AttributeValue[],
  outcomes: Uint8Array,
  { createdAt, closedAt }: DealDates,
): boolean {
  const untilClose = values.map((_, i) => subtract(closedAt[i], createdAt[i]));
  const untilExport = values.map((_, i) => subtract(0, createdAt[i]));
  return [untilClose, untilExport].some((elapsed) =>
    [0, 1].every((outcome) => {
      const deals = values.flatMap((value, i) =>
        typeof value === "number" && elapsed[i] !== null && outcomes[i] === outcome ? [i] : [],
      );
      const x = Float64Array.from(deals, (i) => values[i] as number);
      const e = Float64Array.from(deals, (i) => elapsed[i]!);
      return findLeastCorrelation(x, e) > TELLING_CORRELATION;
    }),
  );
}

function subtract(end: number | null | undefined, start: number | null | undefined): number | null {
  return typeof end === "number" && typeof start === "number" ? end - start : null;
}

/** Lower end of the 95 % interval of Spearman's ρ; −1 where there are too few pairs or no spread. */
function findLeastCorrelation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  if (n < LEAST_DEALS) return -1;
  const [ranksX, ranksY] = [rankMid(x), rankMid(y)];
  const middle = (n + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [ranksX[i]! - middle, ranksY[i]! - middle];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return -1;
  const rho = Math.min(1, xy / Math.sqrt(xx * yy));
  return Math.tanh(Math.atanh(rho) - Z95 * Math.sqrt(1.06 / (n - 3)));
}
