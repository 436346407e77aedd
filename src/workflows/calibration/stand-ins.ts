import type { DosedHistory } from "./dosed-history.ts";
import type { LineFit } from "./line-fit.ts";

/** Estimates as opposed as this: what one line is given the other loses. */
const OPPOSED = -0.7;

/** Keys of the lines that may stand in for each line, since the deals hardly tell them apart. */
export function findStandIns(
  { compiled, lines }: DosedHistory,
  { covariance, held }: LineFit,
): readonly (readonly string[])[] {
  const size = held.length + 1;
  const at = (i: number, j: number) => covariance[(i + 1) * size + j + 1]!;
  return Array.from({ length: lines }, (_, i) =>
    compiled.lines.flatMap(({ key }, j) => {
      if (i === j || held[i] !== null || held[j] !== null) return [];
      return at(i, j) <= OPPOSED * Math.sqrt(at(i, i) * at(j, j)) ? [key] : [];
    }),
  );
}
