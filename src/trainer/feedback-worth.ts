import { Refusal } from "../refusal.ts";
import type { Random } from "../statistics/random.ts";
import { measureSpread } from "../statistics/spread.ts";
import { findAliased } from "./aliasing.ts";
import { type Design, takeColumns } from "./design-matrix.ts";
import { fitScoreCalibration } from "./platt.ts";
import { averageWidths, type WidthAverage } from "./width-average.ts";

export interface FeedbackWorthQuestion {
  /**
   * One row a piece of feedback, one column a line; outcomes 1 = accepted; the offset holds the
   * leniency of the rep.
   */
  readonly design: Design;
  /** Effective points of each column now; 0 for segments. */
  readonly points: Float64Array;
  readonly random?: Random;
}

/** What sales says that each line is worth, in log-odds of acceptance for a dose of 1. */
export interface FeedbackWorth {
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Share of the prior uncertainty that the feedback removed, 0 to 1; 0 where a line is held. */
  readonly information: Float64Array;
  /** Why a column was not estimated; null where it was. */
  readonly held: readonly (string | null)[];
  /** Standard deviations over the feedback of Σ worth × dose and of the score before caps. */
  readonly logOddsSpread: number;
  readonly scoreSpread: number;
  readonly width: number;
}

/**
 * What each line would be worth if feedback were outcomes: the fit that deals go through, with
 * accepted for won, centred on the hand-set points, its width averaged over. Where sales sees the
 * score the answer is in part an echo of these points; give blind feedback alone to be without it.
 *
 * @returns `one-class` when all of the feedback says the same, and as `averageWidths`
 * @throws RangeError on a malformed design, and points of another length than its columns
 * Cost that of `averageWidths`.
 */
export function estimateFeedbackWorth({
  design,
  points,
  random,
}: FeedbackWorthQuestion): FeedbackWorth | Refusal {
  if (points.length !== design.columns) throw new RangeError("points are one number a column");
  const score = weigh(design, points);
  const scoreSpread = design.rows === 0 ? 0 : measureSpread(score);
  const calibration = fitScoreCalibration(score, design.outcomes);
  if (calibration instanceof Refusal) return calibration;
  const typical = measureTypical(design);
  const held = findHeld(design, points, typical);
  const free = Uint32Array.from([...held.keys()].filter((j) => held[j] === null));
  const rates = calibration.ranks && scoreSpread > 0;
  const average = averageWidths({
    design: takeColumns(design, free),
    score: rates ? score : null,
    doseScale: Float64Array.from(free, (j) => typical[j]!),
    ...(random !== undefined && { random }),
  });
  if (average instanceof Refusal) return average;
  const { coefficients, standardErrors } = addSlope(average, free, points);
  return {
    coefficients,
    standardErrors,
    information: standardErrors.map((error, j) =>
      held[j] === null ? Math.max(0, 1 - ((error * typical[j]!) / average.width) ** 2) : 0,
    ),
    held,
    logOddsSpread: measureSpread(weigh(design, coefficients)),
    scoreSpread,
    width: average.width,
  };
}

/** βⱼ = δⱼ + s·pⱼ, with δⱼ = 0 where it is held; Var βⱼ = Var δⱼ + 2pⱼ Cov(δⱼ, s) + pⱼ² Var s. */
function addSlope({ means, covariance }: WidthAverage, free: Uint32Array, points: Float64Array) {
  const size = means.length;
  const slope = size > free.length + 1 ? size - 1 : -1;
  const at = (i: number, j: number) => (i < 0 || j < 0 ? 0 : covariance[i * size + j]!);
  const place = points.map((_, j) => free.indexOf(j) + 1 || -1);
  const s = slope < 0 ? 0 : means[slope]!;
  return {
    coefficients: points.map((p, j) => (place[j]! < 0 ? 0 : means[place[j]!]!) + s * p),
    standardErrors: points.map((p, j) => {
      const i = place[j]!;
      return Math.sqrt(Math.max(0, at(i, i) + 2 * p * at(i, slope) + p ** 2 * at(slope, slope)));
    }),
  };
}

/** As for deals: of lines that fix each other, an unrated one that most leads have gives way. */
function findHeld(
  design: Design,
  points: Float64Array,
  typical: Float64Array,
): readonly (string | null)[] {
  const { rows, columns, values } = design;
  const having = new Float64Array(columns);
  values.forEach((dose, at) => {
    if (dose > 0) having[at % columns]!++;
  });
  const preference = points.map((p, j) => (p === 0 ? 1 : 2) - having[j]! / (rows + 1));
  const aliased = new Set(findAliased(design, preference).aliased);
  return Array.from(points, (_, j) => {
    if (typical[j] === 0) return "No lead with feedback has it.";
    if (aliased.has(j)) return "Feedback cannot tell it from the other lines.";
    return null;
  });
}

/** Mean dose of the rows that have one; 0 where none has. */
function measureTypical({ columns, values }: Design): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  values.forEach((dose, at) => {
    if (dose === 0) return;
    sums[at % columns]! += dose;
    counts[at % columns]!++;
  });
  return sums.map((sum, j) => (counts[j] === 0 ? 0 : sum / counts[j]!));
}

function weigh({ rows, columns, values }: Design, by: Float64Array): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) sums[i]! += by[j]! * values[i * columns + j]!;
  return sums;
}
