/**
 * How many log-odds to add to a model's intercept when it was fitted on deals that were won at
 * another rate than leads are, as when lost deals were thinned out. The other coefficients stand,
 * as long as wins and losses were each sampled at random.
 *
 * @param trueBaseRate   win rate of the leads that are to be scored, in (0, 1)
 * @param sampleBaseRate win rate of the deals the model was fitted on, in (0, 1)
 * @returns log-odds; below 0 when wins are rarer than in the sample
 * @throws RangeError on a rate outside (0, 1)
 * Cost O(1). Source: King and Zeng 2001, prior correction.
 */
export function findInterceptShift({
  trueBaseRate: tau,
  sampleBaseRate: y,
}: {
  readonly trueBaseRate: number;
  readonly sampleBaseRate: number;
}): number {
  if (![tau, y].every((rate) => rate > 0 && rate < 1)) {
    throw new RangeError("a base rate is between 0 and 1");
  }
  // −ln[((1 − τ)/τ) (ȳ/(1 − ȳ))]
  return Math.log(tau) - Math.log1p(-tau) - (Math.log(y) - Math.log1p(-y));
}
