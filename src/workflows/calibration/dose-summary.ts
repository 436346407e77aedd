import type { Design } from "../../trainer/design-matrix.ts";

/** What the doses of each column look like over some deals. */
export interface DoseSummary {
  /** Deals with a dose above 0, and how many of them were won. */
  readonly deals: Uint32Array;
  readonly won: Uint32Array;
  /** Mean dose of the deals that have one; 0 where none has. */
  readonly typical: Float64Array;
  /** Standard deviation over all deals. */
  readonly spread: Float64Array;
}

export function summariseDoses({ rows, columns, values, outcomes }: Design): DoseSummary {
  const deals = new Uint32Array(columns);
  const won = new Uint32Array(columns);
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const dose = values[i * columns + j]!;
      if (dose === 0) continue;
      deals[j]!++;
      won[j]! += outcomes[i]!;
      sums[j]! += dose;
    }
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      squares[j]! += (values[i * columns + j]! - sums[j]! / rows) ** 2;
  return {
    deals,
    won,
    typical: sums.map((sum, j) => (deals[j] === 0 ? 0 : sum / deals[j]!)),
    spread: squares.map((square) => Math.sqrt(square / rows)),
  };
}
