import { normalQuantile, twoSidedP } from "./distributions.ts";

/** From so many degrees of freedom on, t and z agree to some eight digits and more. */
const NEARLY_NORMAL = 1e8;
/** At or above this, the series of Γ(a + ½)/Γ(a) in 1/a has all digits after four terms. */
const SERIES_FROM = 200;
const TINY = 1e-300;

/**
 * P(|T| ≥ |t|) of Student's t: the two-sided p-value of a t statistic.
 *
 * @param degrees of freedom, above 0, need not be whole; Infinity gives the normal's
 * @returns in [0, 1], with a relative error near 1e-12
 * @throws RangeError on NaN, or degrees not above 0
 * Cost O(√degrees) divisions. Source: Abramowitz and Stegun 26.5.8 and 26.7.1.
 */
export function twoSidedStudentP(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) throw new RangeError("t needs degrees above 0");
  if (degrees >= NEARLY_NORMAL) return twoSidedP(t);
  if (t === 0) return 1;
  if (Math.abs(t) === Infinity) return 0;
  // P = I_x(a, ½), a = ν/2, x = ν/(ν + t²); or 1 − I_y(½, a), y = 1 − x, which converges sooner
  // where t is small.
  const a = degrees / 2;
  const ratio = (t / degrees) * t;
  const [x, y] = [1 / (1 + ratio), 1 / (1 + 1 / ratio)];
  const front = Math.exp(-a * Math.log1p(ratio)) * Math.sqrt(y) * inverseBeta(a);
  if (x < (a + 1) / (a + 2.5)) return (front / a) * evaluateFraction(x, a, 0.5);
  return 1 - 2 * front * evaluateFraction(y, 0.5, a);
}

/**
 * The t of which P(|T| ≥ t) = p: half-width of an interval in standard errors.
 *
 * @param p       in (0, 1]
 * @param degrees of freedom, above 0; Infinity gives the normal's
 * @returns at least 0, with a relative error near 1e-12
 * @throws RangeError outside these bounds
 * Cost some five evaluations of `twoSidedStudentP`.
 */
export function studentHalfWidth(p: number, degrees: number): number {
  if (!(p > 0 && p <= 1 && degrees > 0)) throw new RangeError("p is in (0, 1], degrees above 0");
  let t = Math.max(0, -normalQuantile(p / 2));
  if (degrees >= NEARLY_NORMAL || p === 1) return t;
  // Newton's method on ln P as a function of ln t, which is all but straight in the tail; from z.
  for (let step = 0; step < 100; step++) {
    const tail = twoSidedStudentP(t, degrees);
    const move = (Math.log(tail / p) * tail) / (2 * t * studentDensity(t, degrees));
    t *= Math.exp(move);
    if (Math.abs(move) <= 1e-14) break;
  }
  return t;
}

function studentDensity(t: number, degrees: number): number {
  const power = (-(degrees + 1) / 2) * Math.log1p((t / degrees) * t);
  return (Math.exp(power) * inverseBeta(degrees / 2)) / Math.sqrt(degrees);
}

/** 1/B(a, ½) = Γ(a + ½) / (Γ(a) √π). */
function inverseBeta(a: number): number {
  // Γ(a + ½)/Γ(a) = [a/(a + ½)] · Γ(a + 3/2)/Γ(a + 1), raised until the series holds.
  let factor = 1;
  let x = a;
  for (; x < SERIES_FROM; x++) factor *= x / (x + 0.5);
  const series = 1 - 1 / (8 * x) + 1 / (128 * x ** 2) + 5 / (1024 * x ** 3) - 21 / (32768 * x ** 4);
  return (factor * Math.sqrt(x) * series) / Math.sqrt(Math.PI);
}

/** The continued fraction of I_x(a, b), by Lentz's method. */
function evaluateFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let fraction = d;
  for (let m = 1, last = 0; Math.abs(last - 1) > Number.EPSILON; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || TINY);
    c = 1 + even / c || TINY;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || TINY);
    c = 1 + odd / c || TINY;
    last = d * c;
    fraction *= last;
  }
  return fraction;
}
