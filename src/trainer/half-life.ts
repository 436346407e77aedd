import { Refusal } from "../refusal.ts";
import { measureMean, measureSpread } from "../statistics/spread.ts";
import { type Design, takeRows } from "./design-matrix.ts";
import { fitLogistic } from "./fit.ts";
import { logLossOfLogOdds, predictLogOdds } from "./prediction.ts";
import type { Prior } from "./prior.ts";
import type { Split } from "./split.ts";

const DAY_MS = 86_400_000;

/** Days after which a deal counts half; null: all count alike. The longest first. */
const HALF_LIVES: readonly (number | null)[] = [null, 730, 365, 180, 90];

export interface HalfLifeQuestion {
  readonly design: Design;
  /** Epoch milliseconds of each row. */
  readonly times: Float64Array;
  readonly prior: Prior;
  /** Rows of the design; each judges deals later than those it trains on. */
  readonly folds: readonly Split[];
  readonly halfLives?: readonly (number | null)[];
}

export interface HalfLifeCandidate {
  readonly halfLifeDays: number | null;
  /** Mean over the judged deals. */
  readonly logLoss: number;
  /** Of the mean paired difference to the best; 0 for the best itself. */
  readonly standardError: number;
}

export interface HalfLifeChoice {
  readonly halfLifeDays: number | null;
  readonly candidates: readonly HalfLifeCandidate[];
}

/**
 * Weights that halve with each half-life before the latest of the given moments.
 *
 * @param times epoch milliseconds, at least one
 * @returns 2^(−age / half-life), 1 for the latest
 */
export function decayWeights(times: Float64Array, halfLifeDays: number): Float64Array {
  const latest = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return times.map((time) => 2 ** ((time - latest) / (halfLifeDays * DAY_MS)));
}

/**
 * How fast older deals lose their weight, by the log loss on later deals: of the half-lives whose mean
 * loss exceeds the least by no more than one standard error of the paired differences, the longest.
 *
 * @returns null, and no candidates, where no fold could be fitted
 * @throws RangeError on a malformed design or prior
 * Cost that of a fit without covariance for each half-life and fold.
 */
export function chooseHalfLife(question: HalfLifeQuestion): HalfLifeChoice {
  const halfLives = question.halfLives ?? HALF_LIVES;
  const losses = halfLives.map((halfLife) =>
    question.folds.flatMap((fold) => judgeFold(question, fold, halfLife)),
  );
  const judged = losses[0]?.length ?? 0;
  if (judged === 0 || losses.some((each) => each.length !== judged))
    return { halfLifeDays: null, candidates: [] };
  const means = losses.map(measureMean);
  const least = means.indexOf(Math.min(...means));
  const candidates = halfLives.map((halfLifeDays, k) => ({
    halfLifeDays,
    logLoss: means[k]!,
    standardError: standardErrorOfMean(losses[k]!.map((loss, i) => loss - losses[least]![i]!)),
  }));
  const chosen = candidates.find(
    ({ logLoss, standardError }) => logLoss <= means[least]! + standardError,
  )!;
  return { halfLifeDays: chosen.halfLifeDays, candidates };
}

function judgeFold(
  { design, times, prior }: HalfLifeQuestion,
  { train, judge }: Split,
  halfLife: number | null,
): number[] {
  const taken = takeRows(design, train);
  const weighted =
    halfLife === null
      ? taken
      : {
          ...taken,
          weights: decayWeights(
            Float64Array.from(train, (i) => times[i]!),
            halfLife,
          ),
        };
  const fit = fitLogistic(weighted, { prior, covariance: false });
  if (fit instanceof Refusal) return [];
  const judged = takeRows(design, judge);
  return Array.from(predictLogOdds(judged, fit), (logOdds, i) =>
    logLossOfLogOdds(logOdds, judged.outcomes[i]!),
  );
}

function standardErrorOfMean(values: readonly number[]): number {
  return measureSpread(values) / Math.sqrt(values.length - 1) || 0;
}
