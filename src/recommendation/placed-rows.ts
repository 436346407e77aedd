import type { CompiledScorecards } from "../scorecard/compiled.ts";
import { placeInMatrix } from "../scorecard/matrix.ts";
import { CELLS, type Scorecard } from "../scorecard/schema.ts";
import { sumScore } from "../scorecard/score.ts";

/** Doses of many leads or deals, one row each. */
export interface DosedRows {
  /** n × width, row by row. */
  readonly doses: Float64Array;
  /** Lines of the set. */
  readonly width: number;
  /** Index of the scorecard that applies to each row, length n. */
  readonly scorecards: Uint16Array;
}

/** Where a set of scorecards puts each of n rows. */
export interface PlacedRows {
  /** Points. */
  readonly totals: Float64Array;
  /** Indices into `CELLS`. */
  readonly cells: Uint8Array;
  /** Indices into the set's scorecards. */
  readonly scorecards: Uint16Array;
}

/** Rows before a change, and after it. */
export interface Change {
  readonly before: PlacedRows;
  readonly after: PlacedRows;
}

/**
 * Scores rows as `placeScore` does, to the last digit, without an object a row.
 *
 * @param compiled a set whose lines are those of the doses, whatever its points
 * @throws RangeError where the set has another number of lines
 * Cost O(n × lines).
 */
export function placeRows(
  compiled: CompiledScorecards,
  { doses, width, scorecards }: DosedRows,
): PlacedRows {
  if (width !== compiled.lines.length) throw new RangeError("the doses are of other lines");
  const totals = new Float64Array(scorecards.length);
  const cells = new Uint8Array(scorecards.length);
  for (let i = 0; i < scorecards.length; i++) {
    const scorecard = scorecards[i]!;
    const row = doses.subarray(i * width, (i + 1) * width);
    const { total, fit, engagement } = sumScore(compiled, row, scorecard);
    totals[i] = total;
    cells[i] = indexCell(compiled.scorecards[scorecard]!.scorecard.matrix, fit, engagement);
  }
  return { totals, cells, scorecards };
}

/** Index into `CELLS` of the cell in which `placeInMatrix` puts a fit and an engagement score. */
function indexCell(matrix: Scorecard["matrix"], fit: number, engagement: number): number {
  const { grade, band } = placeInMatrix(matrix, fit, engagement);
  return CELLS.indexOf(`${grade}${band}`);
}
