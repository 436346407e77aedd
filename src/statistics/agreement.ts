import { type Estimable, notEstimable } from "./estimate.ts";
import { type NormalInterval, normalInterval } from "./normal-interval.ts";

/** How far apart two categories are, 0 for the same; only ratios matter. */
export type Disagreement = (first: number, second: number) => number;

/** Any two different categories are equally far apart: unweighted kappa. */
export const nominal: Disagreement = (first, second) => (first === second ? 0 : 1);
/** Ordered categories, evenly spaced. */
export const linear: Disagreement = (first, second) => Math.abs(first - second);
/** Ordered categories, large disagreements weighing most. */
export const quadratic: Disagreement = (first, second) => (first - second) ** 2;

/**
 * Cohen's kappa: how much of the disagreement that chance would make two raters avoid.
 *
 * @param table square, counts of things that the first rater put in the row's category and the
 *              second in the column's
 * @param disagreement between categories, named by their index in the table
 * @returns value in [−1, 1] with its asymptotic standard error, the interval cut at −1 and 1; 1 is
 *          full agreement (its standard error is then 0), 0 what chance would do; not estimable
 *          when the table is empty, or when both raters put everything in one and the same category
 * @throws RangeError on a table that is not square, or counts that are negative or not finite
 * Cost O(categories²). Source: Cohen 1960, 1968; Fleiss, Cohen and Everitt 1969.
 */
export function estimateKappa(
  table: readonly (readonly number[])[],
  disagreement: Disagreement = nominal,
): Estimable<NormalInterval> {
  const n = countTable(table);
  if (n === 0) return notEstimable("nothing was rated by both");
  const p = table.map((row) => row.map((count) => count / n));
  const rows = p.map((row) => row.reduce((sum, pij) => sum + pij, 0));
  const columns = rows.map((_, j) => p.reduce((sum, row) => sum + row[j]!, 0));
  // d̄ᵢ. = Σⱼ dᵢⱼ p.ⱼ and d̄.ⱼ = Σᵢ dᵢⱼ pᵢ., the chance disagreement of one rating
  const ofRow = rows.map((_, i) => sumOver(columns, (pj, j) => disagreement(i, j) * pj));
  const ofColumn = columns.map((_, j) => sumOver(rows, (pi, i) => disagreement(i, j) * pi));
  // κ = 1 − q_o / q_e, q_o = Σ dᵢⱼ pᵢⱼ observed and q_e = Σ dᵢⱼ pᵢ. p.ⱼ by chance
  const observed = sumOver(p, (row, i) => sumOver(row, (pij, j) => disagreement(i, j) * pij));
  const chance = sumOver(rows, (pi, i) => pi * ofRow[i]!);
  if (chance === 0) return notEstimable("both raters put everything in the same category");
  const ratio = observed / chance;
  // gᵢⱼ = ∂κ/∂pᵢⱼ = (ratio · (d̄ᵢ. + d̄.ⱼ) − dᵢⱼ) / q_e; its mean over the table is the ratio
  const variance = sumOver(p, (row, i) =>
    sumOver(row, (pij, j) => {
      const g = (ratio * (ofRow[i]! + ofColumn[j]!) - disagreement(i, j)) / chance;
      return pij * (g - ratio) ** 2;
    }),
  );
  return normalInterval(1 - ratio, Math.sqrt(variance / n), { lowest: -1, highest: 1 });
}

function countTable(table: readonly (readonly number[])[]): number {
  if (table.some((row) => row.length !== table.length)) throw new RangeError("a table is square");
  const counts = table.flat();
  if (!counts.every((count) => count >= 0 && count < Infinity)) {
    throw new RangeError("a count is negative or not finite");
  }
  return sumOver(counts, (count) => count);
}

function sumOver<T>(values: readonly T[], of: (value: T, index: number) => number): number {
  return values.reduce((sum, value, index) => sum + of(value, index), 0);
}
