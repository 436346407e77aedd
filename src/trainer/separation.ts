import { Refusal } from "../refusal.ts";
import { findSeparatingDirection } from "./separating-direction.ts";
import type { StandardDesign } from "./standard-design.ts";

/** Of the largest part: what is round-off of a column that has no part in a direction. */
const PART_NOISE = 1e-6;

/** Why the maximum of the likelihood does not exist, with the columns to blame. */
export class Separation extends Refusal {
  /** Ascending indices into the design's columns. */
  readonly columns: readonly number[];

  constructor(columns: readonly number[], parting: "alone" | "together") {
    const alone = parting === "alone";
    const many = columns.length > 1;
    const part = alone ? (many ? "each part" : "parts") : "together part";
    super(
      "separated",
      `${many ? "Columns" : "Column"} ${columns.join(", ")} ${part} won from lost deals without overlap, so no finite weight fits best.`,
      "Give the weights a prior, use Firth's correction, or leave the column out.",
      columns.map((column) => ({
        where: `column ${column}`,
        reason: alone
          ? "won and lost deals do not overlap on it"
          : "won and lost deals do not overlap on a sum with it",
      })),
    );
    this.columns = columns;
  }
}

/**
 * Decides whether a sum of the intercept and flat columns separates, completely or quasi-completely,
 * and names the columns that do so alone, else a set of columns of which none can be left out.
 *
 * @param flat indices of columns without a prior
 * Cost that of `findSeparatingDirection`, and where there is one, once more for each column in it.
 */
export function findSeparation(
  design: StandardDesign,
  flat: readonly number[],
): Separation | undefined {
  const lone = findLoneSeparation(design, flat);
  if (lone) return lone;
  const whole = findSeparatingDirection(design, flat);
  if (!whole) return undefined;
  let columns = listParts(whole, flat);
  const byPart = columns.toSorted((a, b) => Math.abs(whole[1 + a]!) - Math.abs(whole[1 + b]!));
  for (const column of byPart) {
    const others = columns.filter((other) => other !== column);
    if (others.length === 0 || others.length === columns.length) continue;
    const direction = findSeparatingDirection(design, others);
    if (direction) columns = listParts(direction, others);
  }
  return new Separation(columns, "together");
}

/**
 * Looks for a flat column on which alone won and lost deals do not overlap: the largest value of one
 * outcome is at most the smallest of the other. A 0/1 line that was always lost is one.
 *
 * Cost O(rows × columns).
 */
function findLoneSeparation(
  design: StandardDesign,
  flat: readonly number[],
): Separation | undefined {
  const { rows, stride, values, outcomes, weights } = design;
  const low = [0, 1].map(() => new Float64Array(stride).fill(Infinity));
  const high = [0, 1].map(() => new Float64Array(stride).fill(-Infinity));
  for (let i = 0; i < rows; i++) {
    if (weights[i] === 0) continue;
    const lowest = low[outcomes[i]!]!;
    const highest = high[outcomes[i]!]!;
    for (let j = 0, at = i * stride; j < stride; j++, at++) {
      const value = values[at]!;
      if (value < lowest[j]!) lowest[j] = value;
      if (value > highest[j]!) highest[j] = value;
    }
  }
  const columns = flat.filter((column) => {
    const j = 1 + column;
    const [lostLow, wonLow] = [low[0]![j]!, low[1]![j]!];
    const [lostHigh, wonHigh] = [high[0]![j]!, high[1]![j]!];
    const varies = Math.min(lostLow, wonLow) < Math.max(lostHigh, wonHigh);
    return varies && (lostHigh <= wonLow || wonHigh <= lostLow);
  });
  return columns.length > 0 ? new Separation(columns, "alone") : undefined;
}

function listParts(direction: Float64Array, columns: readonly number[]): number[] {
  const part = (column: number) => Math.abs(direction[1 + column]!);
  const largest = Math.max(...columns.map(part));
  return columns.filter((column) => part(column) > PART_NOISE * largest);
}
