import { twoSidedP } from "./distributions.ts";

/**
 * P(X ≥ x) of chi-square.
 *
 * @param x       at least 0
 * @param degrees of freedom, a whole number of at least 1
 * @returns in [0, 1], with a relative error near 1e-12
 * @throws RangeError outside these bounds
 * Cost O(degrees). Source: the finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(x >= 0 && Number.isSafeInteger(degrees) && degrees >= 1)) {
    throw new RangeError("chi-square is at least 0, with whole degrees of freedom");
  }
  if (x === Infinity) return 0;
  // With h = x/2: Σ_{j < ν/2} e⁻ʰ hʲ/j! for even ν; for odd ν P(|Z| ≥ √x) and the half-way terms.
  const h = x / 2;
  const isOdd = degrees % 2 === 1;
  let sum = isOdd ? twoSidedP(Math.sqrt(x)) : 0;
  // ln of e⁻ʰ hʲ/Γ(j + 1) at j = ½ or 0; Γ(3/2) = √π/2
  let logTerm = isOdd ? Math.log(h) / 2 - h - Math.log(Math.PI) / 2 + Math.LN2 : -h;
  for (let j = isOdd ? 0.5 : 0; j < degrees / 2 - 0.25; j++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(h / (j + 1));
  }
  return Math.min(1, sum);
}

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly degrees: number;
  readonly pValue: number;
}

/**
 * Whether counts are as their expected shares say.
 *
 * @param counts length of at least 2, whole, at least 0
 * @param shares as long, above 0, of any sum
 * @returns nothing counted gives 0 and p = 1
 * @throws RangeError outside these bounds
 * Cost O(counts). Source: Pearson 1900.
 */
export function testShares(counts: readonly number[], shares: readonly number[]): ChiSquareTest {
  if (counts.length < 2 || counts.length !== shares.length) {
    throw new RangeError("at least two counts, each with a share");
  }
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError("counts are whole numbers");
  }
  if (!shares.every((share) => share > 0 && share < Infinity)) {
    throw new RangeError("a share is above 0");
  }
  const n = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  // Σ (counted − expected)² / expected
  const chiSquare = counts.reduce((sum, count, i) => {
    const expected = (n * shares[i]!) / whole;
    return expected === 0 ? sum : sum + (count - expected) ** 2 / expected;
  }, 0);
  const degrees = counts.length - 1;
  return { chiSquare, degrees, pValue: chiSquareTail(chiSquare, degrees) };
}
