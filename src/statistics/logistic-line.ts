/** P(won) = σ(a + b x) of most likelihood, and the covariance of a and b. */
export interface LogisticLine {
  readonly a: number;
  readonly b: number;
  readonly variance: { readonly aa: number; readonly ab: number; readonly bb: number };
}

const MAX_STEPS = 200;
/** Squared distance from the maximum, in standard errors, at which one more step is the last. */
const LAST_DECREMENT = 1e-16;
/** As a part of Newton's step. */
const SMALLEST_STEP = 1e-30;
/** Relative rounding of a sum over all deals. */
const SUM_ROUNDING = 1e-10;

/**
 * Logistic regression on one number, by Newton's method, halving steps that overshoot.
 *
 * @param x        length n, finite, with mean near 0
 * @param outcomes length n, 1 = won, 0 = lost, with x of both overlapping
 * @returns nothing when it does not settle, as when x of won and lost do not overlap
 * Cost some ten passes over n.
 */
export function fitLogisticLine(x: Float64Array, outcomes: Uint8Array): LogisticLine | undefined {
  let [a, b] = [0, 0];
  let here = survey(x, outcomes, { a, b });
  for (let step = 0; step < MAX_STEPS; step++) {
    const { aa, ab, bb } = invert(here);
    const da = aa * here.ga + ab * here.gb;
    const db = ab * here.ga + bb * here.gb;
    // Newton's decrement gᵀH⁻¹g is the squared distance from the maximum in standard errors.
    const decrement = here.ga * da + here.gb * db;
    let size = 1;
    let there = survey(x, outcomes, { a: a + da, b: b + db });
    while (!isAsHigh(there, here)) {
      size /= 2;
      if (size < SMALLEST_STEP) return undefined;
      there = survey(x, outcomes, { a: a + size * da, b: b + size * db });
    }
    a += size * da;
    b += size * db;
    here = there;
    if (decrement <= LAST_DECREMENT) return { a, b, variance: invert(here) };
  }
  return undefined;
}

/**
 * The a of most likelihood when P(won) = σ(a + x): at it the probabilities sum to the number won.
 * Newton's method, bisecting where a step would leave the bracket, as on the plateaus between
 * deals that are all but certain.
 *
 * @param x        length n, finite
 * @param outcomes length n, 1 = won, 0 = lost, with both
 * @returns nothing when it does not settle
 * Cost some ten passes over n.
 */
export function fitLogisticShift(
  x: Float64Array,
  outcomes: Uint8Array,
): { readonly a: number; readonly variance: number } | undefined {
  const winRate = outcomes.reduce((won, outcome) => won + outcome, 0) / outcomes.length;
  const target = Math.log(winRate) - Math.log(1 - winRate);
  let low = target - x.reduce((most, xi) => Math.max(most, xi), -Infinity);
  let high = target - x.reduce((least, xi) => Math.min(least, xi), Infinity);
  let a = (low + high) / 2;
  let here = survey(x, outcomes, { a, b: 1 });
  for (let step = 0; step < MAX_STEPS; step++) {
    const decrement = here.ga ** 2 / here.haa;
    if (here.ga > 0) low = a;
    else high = a;
    const next = a + here.ga / here.haa;
    a = next >= low && next <= high ? next : (low + high) / 2;
    here = survey(x, outcomes, { a, b: 1 });
    if (decrement <= LAST_DECREMENT) return { a, variance: 1 / here.haa };
  }
  return undefined;
}

/** ℓ, its gradient g, and its information H = −∂²ℓ, at one a and b. */
interface Survey {
  readonly logLikelihood: number;
  readonly ga: number;
  readonly gb: number;
  readonly haa: number;
  readonly hab: number;
  readonly hbb: number;
}

function survey(
  x: Float64Array,
  outcomes: Uint8Array,
  { a, b }: { readonly a: number; readonly b: number },
): Survey {
  let logLikelihood = 0;
  let [ga, gb] = [0, 0];
  let [haa, hab, hbb] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    // With y = 1 for won and 0 for lost, and μ = σ(η), η = a + b x:
    // ℓ = Σ ln(y μ + (1 − y)(1 − μ)), g = Σ (y − μ)(1, x), H = Σ μ(1 − μ)(1, x)(1, x)ᵀ.
    // By ζ = ±η, the log-odds of what happened, nothing cancels where μ is near 0 or 1.
    const sign = outcomes[i] === 1 ? 1 : -1;
    const zeta = sign * (a + b * xi);
    const small = Math.exp(-Math.abs(zeta));
    const missing = (zeta >= 0 ? small : 1) / (1 + small);
    const weight = small / (1 + small) ** 2;
    logLikelihood += Math.min(zeta, 0) - Math.log1p(small);
    ga += sign * missing;
    gb += sign * missing * xi;
    haa += weight;
    hab += weight * xi;
    hbb += weight * xi * xi;
  }
  return { logLikelihood, ga, gb, haa, hab, hbb };
}

/** A fall within the rounding of the sum is no fall; log-likelihoods are negative. */
function isAsHigh(there: Survey, here: Survey): boolean {
  return there.logLikelihood >= here.logLikelihood * (1 + SUM_ROUNDING);
}

function invert({ haa, hab, hbb }: Survey): LogisticLine["variance"] {
  const determinant = haa * hbb - hab * hab;
  return { aa: hbb / determinant, ab: -hab / determinant, bb: haa / determinant };
}
