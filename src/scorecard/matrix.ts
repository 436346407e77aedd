import type { Band, Cell, Grade, Scorecard } from "./schema.ts";

export interface Placement {
  readonly grade: Grade;
  readonly band: Band;
  readonly cell: Cell;
  readonly nextAction: string;
}

/**
 * Grade A to D from the fit score, band 1 to 4 from the engagement score, and the cell's next action.
 * A cut-point belongs to the better side: a fit score equal to the cut of A is an A.
 */
export function placeInMatrix(
  matrix: Scorecard["matrix"],
  fit: number,
  engagement: number,
): Placement {
  const { A, B, C } = matrix.grades;
  const { 1: first, 2: second, 3: third } = matrix.bands;
  const grade = fit >= A ? "A" : fit >= B ? "B" : fit >= C ? "C" : "D";
  const band = engagement >= first ? 1 : engagement >= second ? 2 : engagement >= third ? 3 : 4;
  const cell: Cell = `${grade}${band}`;
  return { grade, band, cell, nextAction: matrix.nextActions[cell] };
}
