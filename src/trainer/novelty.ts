import { factorise, solveLower } from "./cholesky.ts";
import type { Design } from "./design-matrix.ts";
import { weightedGram } from "./gram.ts";
import { flatPrior } from "./prior.ts";
import { type StandardDesign, standardise } from "./standard-design.ts";

/** Beside each column's own square: far above round-off, far below any share that counts. */
const RIDGE = 1e-9;

/**
 * How much of a column is news beside a design: 1 − R² of its regression on the design's columns and
 * an intercept. Copies, complements and sums of the design's columns have 0, unrelated columns 1.
 *
 * @returns a function of a column of length rows to a share in [0, 1]; a constant column has 0
 * @throws RangeError on a malformed design; the function on another length
 * Cost O(rows × columns² / 2), then O(rows × columns) a column. Weights do not count.
 */
export function prepareNovelty(design: Design): (column: Float64Array) => number {
  const { weights: _, ...unweighted } = design;
  const standard = standardise(unweighted, flatPrior(design.columns));
  const { size, rows, weights } = standard;
  const gram = weightedGram(standard, size, weights);
  // A constant column is 0 throughout, and any ridge will do.
  for (let j = 0; j < size; j++) gram[j * (size + 1)]! += RIDGE * (gram[j * (size + 1)]! || rows);
  const factor = factorise(gram, size);
  if (factor === undefined) throw new RangeError("the design's columns are not finite");
  return (column) => measureNovelty(standard, factor, column, design.rows);
}

function measureNovelty(
  { size, stride, values }: StandardDesign,
  factor: Float64Array,
  column: Float64Array,
  rows: number,
): number {
  if (column.length !== rows) throw new RangeError(`a column of ${column.length}, not ${rows}`);
  const shared = new Float64Array(size);
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const x = column[i]!;
    if (x === 0) continue;
    square += x * x;
    for (let j = 0, at = i * stride; j < size; j++) shared[j]! += x * values[at + j]!;
  }
  const spread = square - (shared[0]! * shared[0]!) / rows;
  if (!(spread > RIDGE * square)) return 0;
  // Σx² − c'G⁻¹c, c = Z'x
  const said = solveLower(factor, size, shared).reduce((sum, part) => sum + part * part, 0);
  return Math.min(1, Math.max(0, (square - said) / spread));
}
