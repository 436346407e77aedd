import { Refusal } from "../../src/refusal.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { measureMean, measureSpread } from "../../src/statistics/spread.ts";
import type { Design } from "../../src/trainer/design-matrix.ts";
import { type FeedbackRows, settleFeedback } from "../../src/trainer/feedback-pool.ts";
import { addFeedback, chooseFeedbackWeight } from "../../src/trainer/feedback-weight.ts";
import { fitScoreCalibration } from "../../src/trainer/platt.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import type { Prior } from "../../src/trainer/prior.ts";
import { foldsByTime } from "../../src/trainer/split.ts";
import { averageWidths, type WidthAverage } from "../../src/trainer/width-average.ts";

const LINES = 12;
/** Log-odds of a point, and standard deviations in points: hand-set, and of the truth about these. */
const UNIT = 0.06;
const POINTS = 10;
const SCATTER = 10;
const REPS = 8;
const LENIENCY = 0.7;

export interface HistoryQuestion {
  readonly deals: number;
  readonly heard: number;
  /** Share of what a rep goes by that is the shown score, 0 = honest, 1 = nothing else. */
  readonly anchoring: number;
  readonly seed: number;
}

export interface KnownHistory {
  readonly points: Float64Array;
  /** Log-odds that each line is worth in truth. */
  readonly worth: Float64Array;
  /** Share of leads that have each line. */
  readonly shares: Float64Array;
  readonly deals: Design;
  readonly feedback: FeedbackRows;
  readonly reps: readonly string[];
}

/** Closed deals in order of time, and feedback on other leads, under a known truth. */
export function simulateKnown({ deals, heard, anchoring, seed }: HistoryQuestion): KnownHistory {
  const random = createRandom(seed);
  const points = Float64Array.from({ length: LINES }, () =>
    Math.round(POINTS * drawNormal(random)),
  );
  const worth = points.map((point) => UNIT * (point + SCATTER * drawNormal(random)));
  const shares = points.map(() => 0.1 + 0.4 * random());
  const leniency = Array.from({ length: REPS }, () => LENIENCY * drawNormal(random));
  const closed = drawLeads(deals, shares, random);
  const judged = drawLeads(heard, shares, random);
  const truth = center(weigh(judged, worth));
  const score = weigh(judged, points);
  const echo = center(score).map(
    (one) => (one * measureSpread(truth)) / (measureSpread(score) || 1),
  );
  const repOf = Array.from({ length: heard }, () => Math.floor(REPS * random()));
  const logOdds = truth.map(
    (one, i) => 0.3 + leniency[repOf[i]!]! + (1 - anchoring) * one + anchoring * echo[i]!,
  );
  const won = center(weigh(closed, worth)).map((one) => one - 1);
  return {
    points,
    worth,
    shares,
    deals: toDesign(closed, won, random),
    feedback: { design: toDesign(judged, logOdds, random), score },
    reps: repOf.map((rep) => `rep-${rep}`),
  };
}

/** What comes of a history with and without feedback. */
export interface Learned {
  /** 0: feedback stayed out. */
  readonly weight: number;
  /** Root mean square error of leads' log-odds, the mean error aside: of the deals alone, … */
  readonly alone: number;
  /** … with feedback at the weight that held-out deals choose, … */
  readonly chosen: number;
  /** … and with each piece of feedback taken for a deal. */
  readonly pooled: () => number;
}

/** @param offsets leniency of the rep behind each piece of feedback, log-odds */
export function learnKnown(history: KnownHistory, offsets: Float64Array): Learned {
  const { points, deals, shares, worth } = history;
  const feedback = { ...history.feedback, design: { ...history.feedback.design, offset: offsets } };
  const outcomesAlone = fitWidths(deals, points);
  // As a calibration centres it: on the hand weights, as wide as the deals say.
  const { slope } = demandFit(fitScoreCalibration(weigh(deals, points), deals.outcomes));
  const prior: Prior = {
    means: points.map((point) => Math.max(0, slope) * point),
    precisions: points.map(() => 1 / outcomesAlone.width ** 2),
  };
  const folds = foldsByTime(Float64Array.from(deals.outcomes.keys()), 5);
  const onOthers = new Int32Array(feedback.design.rows).fill(-1);
  const choice = chooseFeedbackWeight({
    deals,
    feedback,
    prior,
    folds: addFeedback(folds, onOthers, null),
  });
  const weight = isEstimated(choice) ? choice.weight : 0;
  const measure = (fit: WidthAverage) => measureDistance(readWorth(fit, points), worth, shares);
  const at = (one: number) => {
    const pool = demandFit(settleFeedback(deals, feedback, prior, one));
    return measure(fitWidths(pool, points));
  };
  const alone = measure(outcomesAlone);
  return { weight, alone, chosen: weight === 0 ? alone : at(weight), pooled: () => at(1) };
}

function fitWidths(design: Design, points: Float64Array): WidthAverage {
  const score = weigh(design, points);
  return demandFit(averageWidths({ design, score, doseScale: points.map(() => 1) }));
}

function readWorth({ means }: WidthAverage, points: Float64Array): Float64Array {
  const slope = means[1 + points.length]!;
  return points.map((point, j) => means[1 + j]! + slope * point);
}

/** Lines are independent of each other: Var Σ eⱼxⱼ = Σ eⱼ² qⱼ(1 − qⱼ). */
function measureDistance(fitted: Float64Array, worth: Float64Array, shares: Float64Array): number {
  return Math.sqrt(
    fitted.reduce((sum, one, j) => sum + (one - worth[j]!) ** 2 * shares[j]! * (1 - shares[j]!), 0),
  );
}

function drawLeads(rows: number, shares: Float64Array, random: Random) {
  const values = new Float64Array(rows * LINES);
  for (let at = 0; at < values.length; at++) values[at] = Number(random() < shares[at % LINES]!);
  return { rows, columns: LINES, values };
}

function toDesign(
  leads: Pick<Design, "rows" | "columns" | "values">,
  logOdds: Float64Array,
  random: Random,
): Design {
  return { ...leads, outcomes: Uint8Array.from(logOdds, (z) => Number(random() < sigmoid(z))) };
}

function weigh({ rows, values }: Pick<Design, "rows" | "values">, by: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) =>
    by.reduce((sum, one, j) => sum + one * values[i * LINES + j]!, 0),
  );
}

function center(values: Float64Array): Float64Array {
  const mean = measureMean(values);
  return values.map((value) => value - mean);
}

function demandFit<T>(fit: T | Refusal): T {
  if (fit instanceof Refusal) throw new Error(fit.message);
  return fit;
}
