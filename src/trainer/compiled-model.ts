import type { CompiledScorecards } from "../scorecard/compiled.ts";
import { Z95 } from "../statistics/distributions.ts";
import type { Model } from "./model.ts";
import { sigmoid } from "./prediction.ts";

/** A model ready to score; x = (1, doses, segment) is what its coefficients multiply. */
export interface CompiledModel {
  readonly intercept: number;
  /** Log-odds for a dose of 1, in the order of the scorecards' lines. */
  readonly coefficients: Float64Array;
  readonly segments: Model["segments"];
  /** (1 + lines + segments)², row-major, intercept first. */
  readonly covariance: Float64Array;
  readonly scale: Model["scale"];
}

/** The model's figures for a lead, without the contributions that explain them. */
export interface ModelFigures {
  readonly probability: number;
  /** 95 % interval of the probability, from the uncertainty of the coefficients. */
  readonly low: number;
  readonly high: number;
  readonly logOdds: number;
  /** The log-odds on the scorecard's scale. */
  readonly points: number;
}

export interface ModelContribution {
  readonly key: string;
  readonly label: string;
  readonly dose: number;
  /** Log-odds for a dose of 1. */
  readonly coefficient: number;
  /** Log-odds. */
  readonly contribution: number;
}

export interface ModelScore extends ModelFigures {
  readonly intercept: number;
  /** Intercept and contributions, added in order, are the log-odds exactly. */
  readonly contributions: readonly ModelContribution[];
}

/**
 * Makes a model ready to score.
 *
 * @throws RangeError when the covariance is not of the size that lines and segments ask for
 * Cost O((lines + segments)²).
 */
export function compileModel(model: Model): CompiledModel {
  const { intercept, lines, segments, covariance, scale } = model;
  const size = 1 + lines.length + segments.length;
  if (covariance.length !== size * size)
    throw new RangeError(`${covariance.length} entries for a covariance of ${size} × ${size}`);
  return {
    intercept,
    coefficients: Float64Array.from(lines, (line) => line.coefficient),
    segments,
    covariance: Float64Array.from(covariance),
    scale,
  };
}

/**
 * The model's figures for a lead from its doses, for scoring many leads at once.
 *
 * log-odds η = intercept + Σ coefficient × dose, added in line order; probability σ(η); the interval
 * is σ(η ± 1.96 √(x'Vx)) with x = (1, doses, segment) and V the covariance.
 *
 * @param doses     one a line, as `doseLead` gives them, in the order of the model's lines
 * @param scorecard index of the scorecard that applies
 * Cost O(lines + (nonzero doses)²).
 */
export function predictDoses(
  { intercept, coefficients, segments, covariance, scale }: CompiledModel,
  doses: Float64Array,
  scorecard: number,
): ModelFigures {
  const lines = coefficients.length;
  const places = [0];
  const x = [1];
  let logOdds = intercept;
  for (let j = 0; j < lines; j++) {
    const dose = doses[j]!;
    if (dose === 0) continue;
    logOdds += coefficients[j]! * dose;
    places.push(1 + j);
    x.push(dose);
  }
  const segment = segments[scorecard];
  if (segment !== undefined) {
    logOdds += segment.coefficient;
    places.push(1 + lines + scorecard);
    x.push(1);
  }
  const size = 1 + lines + segments.length;
  const halfWidth = Z95 * Math.sqrt(measureVariance(covariance, size, places, x));
  return {
    probability: sigmoid(logOdds),
    low: sigmoid(logOdds - halfWidth),
    high: sigmoid(logOdds + halfWidth),
    logOdds,
    points: (logOdds - scale.base) / scale.unit,
  };
}

/** x'Vx over the nonzero entries of x. */
function measureVariance(
  covariance: Float64Array,
  size: number,
  places: readonly number[],
  x: readonly number[],
): number {
  let variance = 0;
  for (let a = 0; a < x.length; a++) {
    const row = places[a]! * size;
    const xa = x[a]!;
    for (let b = 0; b < x.length; b++) variance += xa * x[b]! * covariance[row + places[b]!]!;
  }
  return Math.max(0, variance);
}

/**
 * The figures of `predictDoses` with the contributions that they are made of.
 *
 * @param doses     one a line, as `doseLead` gives them, in the order of the model's lines
 * @param scorecard index of the scorecard that applies
 * Cost O(lines + (nonzero doses)²).
 */
export function scoreModel(
  model: CompiledModel,
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): ModelScore {
  const contributions: ModelContribution[] = [];
  for (let j = 0; j < model.coefficients.length; j++) {
    const dose = doses[j]!;
    if (dose === 0) continue;
    const coefficient = model.coefficients[j]!;
    const { key, line } = compiled.lines[j]!;
    const contribution = coefficient * dose;
    contributions.push({ key, label: line.label, dose, coefficient, contribution });
  }
  const segment = model.segments[scorecard];
  if (segment !== undefined) {
    const { scorecard: key, coefficient } = segment;
    const label = `Segment ${key}`;
    contributions.push({ key, label, dose: 1, coefficient, contribution: coefficient });
  }
  const { probability, low, high, logOdds, points } = predictDoses(model, doses, scorecard);
  const { intercept } = model;
  return { probability, low, high, logOdds, points, intercept, contributions };
}
