import { factorise, solveFactored } from "./cholesky.ts";
import { addMultiple, dot } from "./correction.ts";
import type { StandardDesign } from "./standard-design.ts";

/** Of the largest margin: what is round-off of a margin of 0. */
const MARGIN_NOISE = 1e-8;
/** Of the sum of the rows' lengths: what is round-off of a sum of rows that is 0. */
const SUM_NOISE = 1e-13;
/** A multiplier this small is round-off of 0. */
const MULTIPLIER_NOISE = 1e-14;

/**
 * A direction d along which no deal is misordered and some are ordered: aᵢ·d ≥ 0 for all rows and
 * > 0 for some, aᵢ = (2yᵢ − 1)(1, xᵢ). Where it exists the likelihood has no maximum.
 *
 * By Stiemke's lemma either such a d exists, or the rows balance: Σ (1 + λᵢ) aᵢ = 0 with λ ≥ 0. The
 * nearest that Σ (1 + λᵢ) aᵢ comes to 0, a non-negative least squares problem, is 0 in the second
 * case and such a d in the first; d is then checked against every row.
 *
 * @param columns indices of the design's columns that d may use, besides the intercept
 * @returns d in standardised columns, length stride; undefined when the rows balance
 * Cost about O(rows × columns) for each row of the balance, of which there are few more than columns.
 * Source: Albert & Anderson 1984; Lawson & Hanson 1974, chapter 23.
 */
export function findSeparatingDirection(
  design: StandardDesign,
  columns: readonly number[],
): Float64Array | undefined {
  const signed = signRows(design, columns);
  const { size, lengths } = signed;
  const total = new Float64Array(size);
  for (let i = 0; i < lengths.length; i++) addMultiple(total, 1, rowOf(signed, i), size);
  const noise = SUM_NOISE * lengths.reduce((sum, length) => sum + length, 0);
  let residual: Float64Array = total;
  let balance: Balance = { rows: [], multipliers: [] };
  for (let round = 0; round < 20 * (size + 5); round++) {
    if (Math.sqrt(dot(residual, residual, size)) <= noise) return undefined;
    const worst = findWorst(signed, residual);
    if (balance.rows.includes(worst) || isOrdered(signed, residual)) break;
    const next = addToBalance(signed, total, balance, worst);
    if (!next?.rows.includes(worst)) break;
    balance = next;
    residual = sumBalance(signed, total, balance);
  }
  if (!isOrdered(signed, residual)) return undefined;
  const direction = new Float64Array(design.stride);
  direction[0] = residual[0]!;
  columns.forEach((column, k) => {
    direction[1 + column] = residual[1 + k]!;
  });
  return direction;
}

/** Rows aᵢ = (2yᵢ − 1)(1, xᵢ) over some columns, and their lengths. */
interface SignedRows {
  readonly size: number;
  readonly values: Float64Array;
  readonly lengths: Float64Array;
}

function signRows(design: StandardDesign, columns: readonly number[]): SignedRows {
  const { rows, stride, outcomes, weights } = design;
  const size = 1 + columns.length;
  const values = new Float64Array(rows * size);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (weights[i] === 0) continue;
    const sign = 2 * outcomes[i]! - 1;
    const to = count++ * size;
    values[to] = sign;
    columns.forEach((column, k) => {
      values[to + 1 + k] = sign * design.values[i * stride + 1 + column]!;
    });
  }
  const signed = { size, values, lengths: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const row = rowOf(signed, i);
    signed.lengths[i] = Math.sqrt(dot(row, row, size));
  }
  return signed;
}

function rowOf({ size, values }: SignedRows, i: number): Float64Array {
  return values.subarray(i * size, (i + 1) * size);
}

function marginOf({ size, values }: SignedRows, i: number, direction: Float64Array): number {
  let margin = 0;
  for (let j = 0, at = i * size; j < size; j++, at++) margin += values[at]! * direction[j]!;
  return margin;
}

/** The row at the widest angle from the direction. */
function findWorst(signed: SignedRows, direction: Float64Array): number {
  let worst = 0;
  let least = Infinity;
  for (let i = 0; i < signed.lengths.length; i++) {
    const cosine = marginOf(signed, i, direction) / signed.lengths[i]!;
    if (cosine < least) {
      least = cosine;
      worst = i;
    }
  }
  return worst;
}

/** Whether no row is misordered along the direction, and some row is ordered. */
function isOrdered(signed: SignedRows, direction: Float64Array): boolean {
  let least = Infinity;
  let most = 0;
  for (let i = 0; i < signed.lengths.length; i++) {
    const margin = marginOf(signed, i, direction);
    if (margin < least) least = margin;
    if (margin > most) most = margin;
  }
  return most > 0 && least >= -MARGIN_NOISE * most;
}

/** Rows whose multiplier λ is above 0. */
interface Balance {
  readonly rows: readonly number[];
  readonly multipliers: readonly number[];
}

/** One step of Lawson and Hanson: a row enters, and rows whose multiplier would turn negative leave. */
function addToBalance(
  signed: SignedRows,
  total: Float64Array,
  balance: Balance,
  entering: number,
): Balance | undefined {
  let rows = [...balance.rows, entering];
  let multipliers = [...balance.multipliers, 0];
  while (rows.length > 0) {
    const free = solveBalance(signed, total, rows);
    if (!free) return undefined;
    // The largest share of the way to the free solution that keeps every multiplier at 0 or above.
    let share = 1;
    free.forEach((value, k) => {
      if (value <= 0) share = Math.min(share, multipliers[k]! / (multipliers[k]! - value));
    });
    const moved = multipliers.map((value, k) => value + share * (free[k]! - value));
    if (share === 1) return { rows, multipliers: moved };
    const stays = moved.map((value, k) => value > 0 && (free[k]! > 0 || value > MULTIPLIER_NOISE));
    rows = rows.filter((_, k) => stays[k]);
    multipliers = moved.filter((_, k) => stays[k]);
  }
  return undefined;
}

/** λ of these rows that brings total + Σ λᵢaᵢ nearest to 0, refined twice against round-off. */
function solveBalance(
  signed: SignedRows,
  total: Float64Array,
  rows: readonly number[],
): number[] | undefined {
  const n = rows.length;
  const vectors = rows.map((row) => rowOf(signed, row));
  const gram = Float64Array.from({ length: n * n }, (_, k) =>
    dot(vectors[Math.floor(k / n)]!, vectors[k % n]!, signed.size),
  );
  const factor = factorise(gram, n);
  if (!factor) return undefined;
  let multipliers = rows.map(() => 0);
  for (let pass = 0; pass < 3; pass++) {
    const residual = sumBalance(signed, total, { rows, multipliers });
    const products = Float64Array.from(vectors, (vector) => dot(vector, residual, signed.size));
    const correction = solveFactored(factor, n, products);
    multipliers = multipliers.map((value, k) => value - correction[k]!);
  }
  return multipliers;
}

/** total + Σ λᵢaᵢ */
function sumBalance(signed: SignedRows, total: Float64Array, balance: Balance): Float64Array {
  const sum = total.slice();
  balance.rows.forEach((row, k) => {
    addMultiple(sum, balance.multipliers[k]!, rowOf(signed, row), signed.size);
  });
  return sum;
}
