import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../../statistics/estimate.ts";
import type { ShadowFindings } from "./findings.ts";

type Sampled = Interval & { readonly standardError: number };

/** What sums of like numbers leave of a spread of 0. */
const ROUNDING = 1e-9;

const NO_SPREAD = notEstimable("too few leads, all alike in it, for an interval");

/**
 * A figure of one arm with an interval that can be believed: where all leads are alike in it, as when
 * a few are all won or perfectly in order, the spread among them is 0 and says nothing of others.
 */
export function demandSpread<T extends Sampled>(figure: Estimable<T>): Estimable<T> {
  return isEstimated(figure) && figure.standardError <= ROUNDING ? NO_SPREAD : figure;
}

/** The same of a difference; where both arms are the same in it, it is 0 for sure. */
export function demandSpreadOfDifference<T extends Sampled>(figure: Estimable<T>): Estimable<T> {
  return isEstimated(figure) && figure.value === 0 ? figure : demandSpread(figure);
}

/** The same of a difference of tops; where both take the same leads it is 0 for sure. */
export function demandSpreadOfTops<T extends Sampled>(
  difference: T,
  { overlap }: { readonly overlap: number },
): Estimable<T> {
  return overlap === 1 ? difference : demandSpread(difference);
}

/** A mean loss, which is at least 0 and so is its interval. */
export function demandLoss<T extends Sampled>(figure: Estimable<T>): Estimable<T> {
  const known = demandSpread(figure);
  return isEstimated(known) ? { ...known, low: Math.max(0, known.low) } : known;
}

/** The shadow comparison where it has leads to compare. */
export function demandOutcomes(shadow: Estimable<ShadowFindings>): Estimable<ShadowFindings> {
  return isEstimated(shadow) && shadow.overall.n === 0
    ? notEstimable("no lead has an outcome yet")
    : shadow;
}
