import type { Design } from "./design-matrix.ts";
import { weightedGram } from "./gram.ts";
import { flatPrior } from "./prior.ts";
import { type StandardDesign, standardise } from "./standard-design.ts";

/** Share of a column's variance, left over by the columns before it, that is taken for round-off. */
const SMALLEST_REMAINDER = 1e-11;

export interface Aliasing {
  /** In ascending order. */
  readonly aliased: Uint32Array;
}

/**
 * Columns that say nothing which the intercept and the kept columns do not say already: constants,
 * copies, sums of others.
 *
 * Columns are taken in order of descending preference, and each is aliased when less than 1e-11 of
 * its variance is left after those kept before it.
 *
 * @param preference length columns; of dependent columns the one with the least gives way; equal
 *                   preferences, and an absent one, fall back on column order
 * @throws RangeError on a malformed design, and on a preference of another length or with NaN
 * Cost O(rows × columns² / 2). Rows of weight 0 do not count, other weights make no difference.
 * Source: Golub & Van Loan 2013, §4.2, Cholesky of the Gram matrix in a given order.
 */
export function findAliased(design: Design, preference?: Float64Array): Aliasing {
  const { columns } = design;
  if (preference && (preference.length !== columns || preference.some(Number.isNaN))) {
    throw new RangeError("a preference is one number a column");
  }
  return findAliasedStandard(standardise(design, flatPrior(columns)), preference);
}

/** `findAliased` of a standardised design. */
export function findAliasedStandard(
  design: StandardDesign,
  preference: Float64Array = new Float64Array(design.size - 1),
): Aliasing {
  const { size, weights } = design;
  const present = weights.map((weight) => (weight > 0 ? 1 : 0));
  const gram = weightedGram(design, size, present);
  const order = Array.from(preference, (_, j) => 1 + j);
  order.sort((a, b) => preference[b - 1]! - preference[a - 1]! || a - b);
  const kept: KeptColumn[] = [];
  const aliased: number[] = [];
  for (const j of [0, ...order]) {
    const column = project(gram, size, kept, j);
    const remainder = column.row[kept.length]!;
    if (remainder > SMALLEST_REMAINDER * gram[j * size + j]!) {
      column.row[kept.length] = Math.sqrt(remainder);
      kept.push(column);
    } else if (j > 0) aliased.push(j - 1);
  }
  return { aliased: Uint32Array.from(aliased).toSorted() };
}

/** A kept column with its row of the Cholesky factor L of the kept columns' Gram matrix. */
interface KeptColumn {
  readonly j: number;
  readonly row: Float64Array;
}

/** The next row of L for column j; its last entry is the square of L's diagonal. */
function project(
  gram: Float64Array,
  size: number,
  kept: readonly KeptColumn[],
  j: number,
): KeptColumn {
  const row = new Float64Array(kept.length + 1);
  let remainder = gram[j * size + j]!;
  kept.forEach((other, k) => {
    // Lⱼₖ = (Gⱼₖ − Σ_l Lⱼ_l Lₖ_l) / Lₖₖ
    let rest = gram[j * size + other.j]!;
    for (let l = 0; l < k; l++) rest -= row[l]! * other.row[l]!;
    row[k] = rest / other.row[k]!;
    remainder -= row[k]! * row[k]!;
  });
  row[kept.length] = remainder;
  return { j, row };
}
