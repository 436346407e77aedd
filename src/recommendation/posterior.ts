/**
 * A Gaussian posterior of coefficients, narrowed step by step as coefficients are fixed.
 *
 * Fixing coefficient j at a value moves every other one to where it then is likeliest:
 * β ← β + Σ_j (value − β_j) / Σ_jj and Σ ← Σ − Σ_j Σ_j' / Σ_jj, with Σ_j the j-th column.
 */
export class Posterior {
  readonly means: Float64Array;
  readonly covariance: Float64Array;

  /**
   * @param means      length k, log-odds
   * @param covariance k × k, row-major; both are copied
   * @throws RangeError on sizes that do not fit
   */
  constructor(means: Float64Array, covariance: Float64Array) {
    if (covariance.length !== means.length ** 2)
      throw new RangeError("a posterior of k means needs a covariance of k × k");
    this.means = Float64Array.from(means);
    this.covariance = Float64Array.from(covariance);
  }

  variance(j: number): number {
    return this.covariance[j * this.means.length + j]!;
  }

  /** Squared z of a value: what fixing it there costs, in units of deviance; ∞ once fixed elsewhere. */
  cost(j: number, value: number): number {
    const distance = value - this.means[j]!;
    return distance === 0 ? 0 : distance ** 2 / Math.max(0, this.variance(j));
  }

  /** Fixes coefficient j. A coefficient without variance is fixed already, and stays. Cost O(k²). */
  fix(j: number, value: number): void {
    const { means, covariance } = this;
    const k = means.length;
    const variance = this.variance(j);
    if (!(variance > 0)) return;
    const column = covariance.slice(j * k, (j + 1) * k);
    const shift = (value - means[j]!) / variance;
    for (let i = 0; i < k; i++) {
      means[i]! += column[i]! * shift;
      const share = column[i]! / variance;
      for (let l = 0; l < k; l++) covariance[i * k + l]! -= share * column[l]!;
    }
    means[j] = value;
    for (let i = 0; i < k; i++) {
      covariance[i * k + j] = 0;
      covariance[j * k + i] = 0;
    }
  }
}
