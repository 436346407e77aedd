/** A pivot this small beside its diagonal entry is round-off. */
const SMALLEST_PIVOT = 1e-13;

export interface Inverse {
  /** size × size, row-major, symmetric. */
  readonly inverse: Float64Array;
  /** ln of the determinant of what was inverted. */
  readonly logDeterminant: number;
}

/**
 * Inverse of a small symmetric positive definite matrix, by Gauss and Jordan.
 *
 * @param matrix size × size, row-major; only the lower triangle is read
 * @returns nothing where the matrix is singular as far as float64 can tell, or not finite
 * Cost O(size³).
 */
export function invertSymmetric(matrix: Float64Array, size: number): Inverse | undefined {
  const at = (i: number, j: number) => matrix[Math.max(i, j) * size + Math.min(i, j)]!;
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: 2 * size }, (_, j) => (j < size ? at(i, j) : Number(j - size === i))),
  );
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) {
    const pivot = rows[i]![i]!;
    if (!(pivot > SMALLEST_PIVOT * at(i, i) && pivot < Infinity)) return undefined;
    logDeterminant += Math.log(pivot);
    rows[i] = rows[i]!.map((value) => value / pivot);
    for (let k = 0; k < size; k++) {
      const factor = rows[k]![i]!;
      if (k !== i) rows[k] = rows[k]!.map((value, j) => value - factor * rows[i]![j]!);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++)
      inverse[i * size + j] = inverse[j * size + i] = rows[i]![size + j]!;
  return { inverse, logDeterminant };
}

/** x'Mx of a size × size matrix M, row-major. */
export function weighSquare(matrix: Float64Array, x: Float64Array): number {
  const size = x.length;
  let sum = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) sum += x[i]! * matrix[i * size + j]! * x[j]!;
  return sum;
}
