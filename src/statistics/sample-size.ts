import { normalQuantile, Z95 } from "./distributions.ts";
import { type Estimable, notEstimable } from "./estimate.ts";

/** What a sample size has to achieve. */
export interface SampleSizeTargets {
  /** Factor by which coefficients may be too large on average: .9 says by a tenth. In (0, 1). */
  readonly shrinkage: number;
  /** How far the apparent Nagelkerke R² may exceed the true one. */
  readonly optimism: number;
  /** Half-width of the 95 % interval of the base rate. */
  readonly margin: number;
}

export interface SampleSize {
  readonly deals: number;
  /** Wins expected among them, rounded up. */
  readonly wins: number;
  /** Deals that each target alone asks for. */
  readonly criteria: Readonly<Record<keyof SampleSizeTargets, number>>;
  /** The target that asks for the most. */
  readonly binding: keyof SampleSizeTargets;
}

const TARGETS: SampleSizeTargets = { shrinkage: 0.9, optimism: 0.05, margin: 0.05 };

/**
 * Deals needed to fit a logistic model from nothing, without a prior. Fitting about the hand-set
 * points needs fewer: what they have right need not be learnt.
 *
 * @param model lines: coefficients without the intercept, at least 1; baseRate of winning in (0, 1);
 *              rSquared: Cox and Snell's R² that the model should have on new deals, above 0 and
 *              below its highest value at that base rate; `rSquaredOfAuc` gives it for an AUC
 * @throws RangeError outside these bounds, and on targets outside (0, 1) or a shrinkage ≤ rSquared
 * Cost O(1). Source: Riley et al. 2019, part II, criteria (i) to (iii).
 */
export function findSampleSize(
  model: { readonly lines: number; readonly baseRate: number; readonly rSquared: number },
  targets: SampleSizeTargets = TARGETS,
): SampleSize {
  const { lines, baseRate, rSquared } = model;
  const { shrinkage, optimism, margin } = targets;
  checkRates({ baseRate, shrinkage, optimism, margin });
  // max R² = 1 − exp(2 (φ ln φ + (1 − φ) ln(1 − φ)))
  const entropy = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log1p(-baseRate));
  const highest = -Math.expm1(-2 * entropy);
  if (!(rSquared > 0 && rSquared < Math.min(highest, shrinkage))) {
    throw new RangeError("R² is above 0, and below its highest value and the shrinkage");
  }
  if (rSquared + optimism * highest >= 1) throw new RangeError("the optimism leaves no bound");
  if (!(Number.isSafeInteger(lines) && lines >= 1)) throw new RangeError("lines are 1 or more");
  // n = P / ((S − 1) ln(1 − R²/S)), for the S asked for, and S = R² / (R² + δ max R²)
  const dealsOfShrinkage = (s: number) => Math.ceil(lines / ((s - 1) * Math.log1p(-rSquared / s)));
  const criteria = {
    shrinkage: dealsOfShrinkage(shrinkage),
    optimism: dealsOfShrinkage(rSquared / (rSquared + optimism * highest)),
    margin: Math.ceil((Z95 / margin) ** 2 * baseRate * (1 - baseRate)),
  };
  const names = ["shrinkage", "optimism", "margin"] as const;
  const binding = names.reduce((most, next) => (criteria[next] > criteria[most] ? next : most));
  const deals = criteria[binding];
  return { deals, wins: Math.ceil(deals * baseRate), criteria, binding };
}

/**
 * Cox and Snell's R² of a model with a given AUC: its log-odds are taken to be normal among won and
 * among lost deals, with the same spread.
 *
 * @param auc      in [0, 1]
 * @param baseRate of winning, in (0, 1)
 * @returns to some 14 digits what Riley's simulation nears with ever more draws, so that sizes
 *          differ from those of pmsampsize by its noise, about one in a hundred; not estimable for
 *          an AUC of ½ or less, which ranks no better than chance, and of 1, which leaves nothing
 *          uncertain
 * @throws RangeError outside these bounds
 * Cost some 500 exponentials. Source: Riley, Van Calster and Collins 2021.
 */
export function rSquaredOfAuc(auc: number, baseRate: number): Estimable<number> {
  checkRates({ baseRate });
  if (!(auc >= 0 && auc <= 1)) throw new RangeError("an AUC is in [0, 1]");
  if (auc <= 0.5) return notEstimable("it ranks no better than chance");
  if (auc === 1) return notEstimable("it parts won from lost without overlap");
  // x | lost ~ N(0, 1), x | won ~ N(μ, 1), μ = √2 Φ⁻¹(AUC), φ the base rate.
  // R² = 1 − exp(−2 I), I the information that x gives of the outcome:
  // I = −φ E ln(φ + (1 − φ) e^(−μz − μ²/2)) − (1 − φ) E ln(1 − φ + φ e^(μz − μ²/2)), z ~ N(0, 1),
  // summed over steps of z, both of its signs at once: by the trapezoidal rule this converges
  // exponentially.
  const mu = Math.SQRT2 * normalQuantile(auc);
  let [sum, mass] = [0, 0];
  for (let k = -STEPS; k <= STEPS; k++) {
    const z = (k / STEPS) * REACH;
    const density = Math.exp((-z * z) / 2);
    const odds = Math.expm1(mu * z - (mu * mu) / 2);
    const won = baseRate * Math.log1p((1 - baseRate) * odds);
    const lost = (1 - baseRate) * Math.log1p(baseRate * odds);
    sum -= density * (won + lost);
    mass += density;
  }
  return -Math.expm1((-2 * sum) / mass);
}

/** Standard deviations to each side, and steps. */
const REACH = 12;
const STEPS = 240;

/**
 * Deals that a line needs so that its worth is known to ± a number of log-odds (95 %), by the deals
 * alone: the prior's restraint, which narrows the interval further, is not counted.
 *
 * The line is yes or no. Its worth is the log of an odds ratio, whose variance is one over the wins
 * and losses with and without it, times the variance inflation 1/(1 − r²) by what the other lines
 * say of it already. Unless the win rate of leads with it is given, it is taken to be the base
 * rate: a line that few win with needs more, one that about half win with fewer.
 *
 * @param line halfWidth in log-odds, above 0 (of points: times log-odds per point);
 *             share of the leads that have the line, baseRate of all leads and winRateWith, in
 *             (0, 1); explainedByOthers: r² of the line's doses on those of all others, in [0, 1)
 * @throws RangeError outside these bounds, and when leads without the line could not make up the
 *         base rate
 * Cost O(1). Source: Woolf 1955; Hsieh, Bloch and Larsen 1998.
 */
export function dealsForLine(line: {
  readonly halfWidth: number;
  readonly share: number;
  readonly baseRate: number;
  readonly winRateWith?: number;
  readonly explainedByOthers?: number;
}): number {
  const { halfWidth, share, baseRate, winRateWith = baseRate, explainedByOthers = 0 } = line;
  if (!(halfWidth > 0 && halfWidth < Infinity)) throw new RangeError("a half-width is above 0");
  if (!(explainedByOthers >= 0 && explainedByOthers < 1)) {
    throw new RangeError("the part that other lines explain is at least 0 and below 1");
  }
  const winRateWithout = baseRate + (share / (1 - share)) * (baseRate - winRateWith);
  checkRates({ share, baseRate, winRateWith, winRateWithout });
  // n = (z/h)² · 1/(1 − r²) · (1/(d p₁(1 − p₁)) + 1/((1 − d) p₀(1 − p₀)))
  const varianceOfOne =
    1 / (share * winRateWith * (1 - winRateWith)) +
    1 / ((1 - share) * winRateWithout * (1 - winRateWithout));
  return Math.ceil(((Z95 / halfWidth) ** 2 * varianceOfOne) / (1 - explainedByOthers));
}

function checkRates(rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rate > 0 && rate < 1)) throw new RangeError(`${name} is not between 0 and 1`);
  }
}
