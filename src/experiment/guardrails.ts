import { type Estimable, isEstimated, notEstimable } from "../statistics/estimate.ts";
import { compareMeans, type MeanDifference } from "../statistics/mean-difference.ts";
import type { Moments } from "../statistics/moments.ts";

/** Something that must not get worse while the primary metric gets better. */
export interface GuardrailReading {
  readonly name: string;
  readonly worse: "higher" | "lower";
  /** The model's mean may be worse by so much, in the unit of the means; above 0. */
  readonly margin: number;
  readonly rules: Moments;
  readonly model: Moments;
}

export interface GuardrailResult {
  readonly name: string;
  readonly margin: number;
  /** `held`: shown to be no worse than by the margin; `breached`: shown to be worse. */
  readonly state: "held" | "breached" | "not-yet-known";
  /** Model less rules. */
  readonly difference: Estimable<MeanDifference>;
}

/** Units of an arm below which an interval for every look is none: it holds of sums of some tens. */
const LEAST_UNITS = 20;
const TOO_FEW = notEstimable(`an arm has fewer than ${LEAST_UNITS} units`);

/**
 * Whether each guardrail holds, readable at any time from 20 units an arm on.
 *
 * That all hold is claimed only when each is shown to, which needs no adjustment for their number.
 * That one is breached is claimed at alpha ÷ their number, so that any false alarm stays within
 * alpha.
 *
 * @param readings margins above 0
 * @param settings alpha in (0, 1); tunedTo: units planned for both arms
 * @throws RangeError on a margin that is not above 0, or settings out of bounds
 * Cost O(readings).
 */
export function checkGuardrails(
  readings: readonly GuardrailReading[],
  { alpha, tunedTo }: { readonly alpha: number; readonly tunedTo: number },
): GuardrailResult[] {
  return readings.map(({ name, worse, margin, rules, model }) => {
    if (!(margin > 0)) throw new RangeError("a margin is above 0");
    if (Math.min(rules.n, model.n) < LEAST_UNITS)
      return { name, margin, state: "not-yet-known", difference: TOO_FEW };
    const difference = compareMeans(rules, model, { alpha, tunedTo });
    const strict = compareMeans(rules, model, { alpha: alpha / readings.length, tunedTo });
    const sign = worse === "higher" ? 1 : -1;
    return { name, margin, state: stateOf(difference, strict, sign, margin), difference };
  });
}

function stateOf(
  difference: Estimable<MeanDifference>,
  strict: Estimable<MeanDifference>,
  sign: 1 | -1,
  margin: number,
): GuardrailResult["state"] {
  if (!isEstimated(difference) || !isEstimated(strict)) return "not-yet-known";
  const most = sign === 1 ? difference.anytime.high : -difference.anytime.low;
  const least = sign === 1 ? strict.anytime.low : -strict.anytime.high;
  if (most < margin) return "held";
  return least > margin ? "breached" : "not-yet-known";
}
