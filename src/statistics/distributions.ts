/** The standard normal quantile of 0.975: half-width of a 95 % interval in standard errors. */
export const Z95 = 1.959963984540054;

/** Below this the power series is the accurate form, above it the continued fraction. */
const SERIES_LIMIT = 1;

/**
 * P(Z ≤ x) of a standard normal Z.
 *
 * @param x any number, infinities included
 * @returns the probability with a relative error near 1e-15 in both tails, down to 1e-308
 * @throws RangeError on NaN
 * Cost at most some 150 divisions, at |x| just above 1. Source: series and Laplace's continued
 * fraction, Abramowitz and Stegun 26.2.11 and 26.2.14.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError("normalCdf of NaN");
  if (Math.abs(x) < SERIES_LIMIT) return 0.5 + centralProbability(x);
  const tail = tailProbability(Math.abs(x));
  return x < 0 ? tail : 1 - tail;
}

/**
 * P(|Z| ≥ |z|) of a standard normal Z: the two-sided p-value of a z statistic.
 *
 * @throws RangeError on NaN
 */
export function twoSidedP(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/** P(0 ≤ Z ≤ x), signed as x. */
function centralProbability(x: number): number {
  // φ(x) · (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …)
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum) * 0.1; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** P(Z ≥ x) for x of at least SERIES_LIMIT, by Lentz's forward evaluation. */
function tailProbability(x: number): number {
  if (x === Infinity) return 0;
  // φ(x) / (x + 1/(x + 2/(x + 3/(x + …))))
  let fraction = x;
  let numerator = x;
  let denominator = 0;
  for (let k = 1, ratio = 2; Math.abs(ratio - 1) > Number.EPSILON; k++) {
    denominator = 1 / (x + k * denominator);
    numerator = x + k / numerator;
    ratio = numerator * denominator;
    fraction *= ratio;
  }
  return normalDensity(x) / fraction;
}

function normalDensity(x: number): number {
  // x² = c² + (x − c)(x + c) with c² exact, so that exp does not magnify the rounding of x².
  const c = Math.trunc(x * 16) / 16;
  return (Math.exp((-c * c) / 2) * Math.exp((-(x - c) * (x + c)) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Coefficients of ascending powers: a numerator and a denominator for each of three regions. */
type Rational = readonly [numerator: readonly number[], denominator: readonly number[]];

const CENTRE: Rational = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
];

const TAIL: Rational = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
];

const FAR_TAIL: Rational = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];

/**
 * The x of which P(Z ≤ x) = p, Z standard normal.
 *
 * @param p in [0, 1]; 0 and 1 give −∞ and ∞
 * @returns x with a relative error near 1e-15
 * @throws RangeError outside [0, 1] and on NaN
 * Cost O(1). Source: Wichura 1988, algorithm AS 241 (PPND16).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError("a quantile is asked for p in [0, 1]");
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * evaluate(CENTRE, 0.180625 - q * q);
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return q * Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const x = r <= 5 ? evaluate(TAIL, r - 1.6) : evaluate(FAR_TAIL, r - 5);
  return q < 0 ? -x : x;
}

function evaluate([numerator, denominator]: Rational, x: number): number {
  return evaluatePolynomial(numerator, x) / evaluatePolynomial(denominator, x);
}

function evaluatePolynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
