import { Refusal } from "../refusal.ts";
import { measureMean, measureSpread } from "../statistics/spread.ts";
import type { Design } from "./design-matrix.ts";
import { fitLogistic } from "./fit.ts";
import type { Prior } from "./prior.ts";

/** Feedback as the trainer sees it: one row a piece of feedback, in the columns of the deals. */
export interface FeedbackRows {
  /** Doses as of the feedback; outcomes 1 = accepted; the offset holds the rep's leniency. */
  readonly design: Design;
  /** Score in points that each lead had then, shown or not; length rows. */
  readonly score: Float64Array;
}

/** Precision of what feedback has of its own: 10 log-odds for a usual score are nothing odd. */
const FLAT = 0.01;

/**
 * Deals with feedback behind them as pseudo-deals that count `weight` each.
 *
 * Feedback gets two columns of its own, an intercept and a slope on the score: sales may accept more
 * than is won, and may follow the score that it is shown, without moving a line for either. The lines
 * share what is left.
 *
 * @param weight above 0
 * @returns the deals' rows, then the feedback's; the deals' columns, then these two
 * @throws RangeError on a weight that is not above 0, or other columns than the deals have
 * Cost O(rows × columns).
 */
export function poolFeedback(
  deals: Design,
  { design: heard, score }: FeedbackRows,
  prior: Prior,
  weight: number,
): { readonly design: Design; readonly prior: Prior } {
  checkPool(deals, heard, weight);
  const columns = deals.columns + 2;
  const rows = deals.rows + heard.rows;
  const values = new Float64Array(rows * columns);
  copyRows(deals, values, columns, 0);
  copyRows(heard, values, columns, deals.rows);
  const centre = measureMean(score);
  const scale = measureSpread(score) || 1;
  score.forEach((points, i) => {
    const at = (deals.rows + i + 1) * columns;
    values[at - 2] = 1;
    values[at - 1] = (points - centre) / scale;
  });
  return {
    design: { rows, columns, values, ...joinSides(deals, heard, weight) },
    prior: {
      means: Float64Array.of(...prior.means, 0, 0),
      precisions: Float64Array.of(...prior.precisions, FLAT, FLAT),
    },
  };
}

/**
 * The pool in the deals' own columns, for a fit that knows of no feedback: what feedback has of its
 * own is fitted once, and stands in the offset of its rows.
 *
 * @returns as `fitLogistic`
 * @throws RangeError as `poolFeedback`
 * Cost that of a fit without covariance.
 */
export function settleFeedback(
  deals: Design,
  feedback: FeedbackRows,
  prior: Prior,
  weight: number,
): Design | Refusal {
  const pool = poolFeedback(deals, feedback, prior, weight);
  const fit = fitLogistic(pool.design, { prior: pool.prior, covariance: false });
  if (fit instanceof Refusal) return fit;
  const { rows, columns, values } = pool.design;
  const own = fit.coefficients.subarray(deals.columns);
  const offset = pool.design.offset!.slice();
  const kept = new Float64Array(rows * deals.columns);
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    kept.set(values.subarray(at, at + deals.columns), i * deals.columns);
    offset[i]! += own[0]! * values[at + columns - 2]! + own[1]! * values[at + columns - 1]!;
  }
  return { ...pool.design, columns: deals.columns, values: kept, offset };
}

function joinSides(deals: Design, heard: Design, weight: number) {
  const ones = (rows: number) => new Float64Array(rows).fill(1);
  const zeros = (rows: number) => new Float64Array(rows);
  const join = (first: Float64Array, second: Float64Array) => {
    const joined = new Float64Array(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    return joined;
  };
  const outcomes = new Uint8Array(deals.rows + heard.rows);
  outcomes.set(deals.outcomes);
  outcomes.set(heard.outcomes, deals.rows);
  const heardWeights = (heard.weights ?? ones(heard.rows)).map((one) => one * weight);
  return {
    outcomes,
    weights: join(deals.weights ?? ones(deals.rows), heardWeights),
    offset: join(deals.offset ?? zeros(deals.rows), heard.offset ?? zeros(heard.rows)),
  };
}

function copyRows(
  { rows, columns, values }: Design,
  to: Float64Array,
  width: number,
  first: number,
) {
  for (let i = 0; i < rows; i++)
    to.set(values.subarray(i * columns, (i + 1) * columns), (first + i) * width);
}

function checkPool(deals: Design, heard: Design, weight: number): void {
  if (!(weight > 0 && weight < Infinity)) throw new RangeError("a weight of feedback is above 0");
  if (deals.columns !== heard.columns)
    throw new RangeError(`feedback of ${heard.columns} columns beside deals of ${deals.columns}`);
}
