/** A pivot this small beside its diagonal entry is round-off. */
const SMALLEST_PIVOT = 1e-13;

/**
 * Cholesky factor L of a symmetric positive definite matrix A = LL'.
 *
 * @param matrix size × size, row-major; only the lower triangle is read
 * @returns L, size × size, row-major, zero above the diagonal; undefined when a pivot is not above
 *          1e-13 of its diagonal entry, so that A is singular as far as float64 can tell
 * Cost O(size³/3).
 */
export function factorise(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      // Lᵢⱼ = (Aᵢⱼ − Σₖ Lᵢₖ Lⱼₖ) / Lⱼⱼ,  Lⱼⱼ = √(Aⱼⱼ − Σₖ L²ⱼₖ)
      let rest = matrix[row + j]!;
      for (let k = 0; k < j; k++) rest -= factor[row + k]! * factor[j * size + k]!;
      if (j < i) factor[row + j] = rest / factor[j * size + j]!;
      else if (rest > SMALLEST_PIVOT * matrix[row + i]!) factor[row + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/**
 * Solves LL'x = b.
 *
 * @param factor size × size, from `factorise`
 * @param right  b, at least `size` long
 * @returns x, length size
 * Cost O(size²).
 */
export function solveFactored(
  factor: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array {
  const x = solveLower(factor, size, right);
  for (let i = size - 1; i >= 0; i--) {
    let rest = x[i]!;
    for (let k = i + 1; k < size; k++) rest -= factor[k * size + i]! * x[k]!;
    x[i] = rest / factor[i * size + i]!;
  }
  return x;
}

/**
 * Solves Lx = b, so that x'x = b'A⁻¹b.
 *
 * @returns x, length size
 * Cost O(size²/2).
 */
export function solveLower(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = right.slice(0, size);
  for (let i = 0; i < size; i++) {
    let rest = x[i]!;
    for (let k = 0; k < i; k++) rest -= factor[i * size + k]! * x[k]!;
    x[i] = rest / factor[i * size + i]!;
  }
  return x;
}

/**
 * A⁻¹ of A = LL', exactly symmetric.
 *
 * Cost O(size³).
 */
export function invertFactored(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    unit[i] = 1;
    const column = solveFactored(factor, size, unit);
    unit[i] = 0;
    for (let j = 0; j <= i; j++) {
      inverse[i * size + j] = column[j]!;
      inverse[j * size + i] = column[j]!;
    }
  }
  return inverse;
}
