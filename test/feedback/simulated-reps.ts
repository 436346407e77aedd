import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";

export interface SimulatedReps {
  /** Log-odds that each rep adds. */
  readonly leniency: readonly number[];
  readonly verdicts: number;
  readonly seed: number;
  /** Log-odds of acceptance of what the line marks, above other leads of the same score. */
  readonly lineEffect?: number;
  /** Share of the marked leads that the first rep judges; the rest is shared out evenly. */
  readonly firstTakesMarked?: number;
}

/** Verdicts on leads with a score, of which 30 % have a line; the same draws whatever the leniency. */
export function simulateReps(question: SimulatedReps) {
  const { leniency, verdicts, seed, lineEffect = 0, firstTakesMarked } = question;
  const random = createRandom(seed);
  const reps = leniency.length;
  const rows = Array.from({ length: verdicts }, () => {
    const marked = random() < 0.3;
    const score = 20 * drawNormal(random);
    const [luck, taken, drawn] = [random(), random(), random()];
    const isFirst = marked && firstTakesMarked !== undefined && taken < firstTakesMarked;
    const rep = isFirst ? 0 : Math.floor(drawn * reps);
    const logOdds = 0.3 + 0.03 * score + (marked ? lineEffect : 0) + leniency[rep]!;
    return { marked, score, rep, accepted: luck < sigmoid(logOdds) };
  });
  return {
    accepted: Uint8Array.from(rows, (row) => Number(row.accepted)),
    reps: rows.map((row) => `rep-${row.rep}`),
    predictor: Float64Array.from(rows, (row) => row.score),
    marked: Uint8Array.from(rows, (row) => Number(row.marked)),
  };
}

/** Leniencies of reps who scatter. */
export function drawLeniency(reps: number, spread: number, random: Random): number[] {
  return Array.from({ length: reps }, () => spread * drawNormal(random));
}
