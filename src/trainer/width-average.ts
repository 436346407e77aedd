import { Refusal } from "../refusal.ts";
import type { Random } from "../statistics/random.ts";
import { measureSpread } from "../statistics/spread.ts";
import { factorise } from "./cholesky.ts";
import type { Design } from "./design-matrix.ts";
import { type Fit, fitLogistic } from "./fit.ts";

/** τ: how far, in log-odds, a line's worth may scatter about its hand-set worth. */
const WIDTHS: readonly number[] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1, 1.4, 2];

/** The slope on the score is all but flat: a score of usual spread may be worth this much. */
const SLOPE_WIDTH = 10;

export interface WidthQuestion {
  /** Lines that are fitted. */
  readonly design: Design;
  /** Hand-set score of each row before caps; null where it says nothing and the centre is 0. */
  readonly score: Float64Array | null;
  /** Dose of a line where it applies, length columns. */
  readonly doseScale: Float64Array;
  readonly widths?: readonly number[];
  readonly random?: Random;
  readonly onProgress?: (text: string) => void;
}

export interface WidthWeight {
  readonly width: number;
  /** Posterior probability of this width among the candidates. */
  readonly weight: number;
}

/**
 * Posterior of intercept, deviations δ of the lines from their hand-set worth, and, where there is a
 * score, the slope s: z = b + s·score + Σ δⱼxⱼ. Averaged over the prior's width.
 */
export interface WidthAverage {
  /** Intercept, one deviation a column, and the slope last where there is a score. */
  readonly means: Float64Array;
  /** Square of the length of `means`, row-major. */
  readonly covariance: Float64Array;
  readonly widths: readonly WidthWeight[];
  /** Square root of the mean of τ². */
  readonly width: number;
}

/**
 * Fits lines that scatter about their hand-set worth, without choosing how far they do.
 *
 *   δⱼ ~ N(0, τ²/doseⱼ²),  b and s flat,  p(τ) ∝ √τ
 *
 * For each width the evidence is Laplace's: ln p(y|τ) = ln L(θ̂) − ½Σ δ̂ⱼ²doseⱼ²/τ² − k ln τ − ½ ln|H|.
 * Means and covariances are averaged with weights in proportion to evidence × prior mass; the
 * covariance takes in how the means differ. So intervals know that neither τ nor s is known. The prior
 * of τ stands between uniform in τ, under which they hold the truth a little too seldom with few deals,
 * and uniform in τ².
 *
 * @returns `one-class` as `fitLogistic`
 * @throws RangeError on a malformed design
 * Cost that of 11 fits with covariance.
 * Source: Laplace's approximation as in MacKay 1992; Bayesian averaging as in Hoeting et al. 1999.
 */
export function averageWidths(question: WidthQuestion): WidthAverage | Refusal {
  const { design, score, doseScale, random, onProgress } = question;
  const widths = question.widths ?? WIDTHS;
  const joined = score === null ? design : appendColumn(design, score);
  const slopePrecision = score === null ? [] : [(measureSpread(score) / SLOPE_WIDTH) ** 2];
  const fits: Fit[] = [];
  for (const [k, width] of widths.entries()) {
    const precisions = Float64Array.of(
      ...doseScale.map((dose) => ((dose || 1) / width) ** 2),
      ...slopePrecision,
    );
    const start = fits.at(-1);
    const fit = fitLogistic(joined, {
      prior: { means: new Float64Array(joined.columns), precisions },
      ...(start !== undefined && { start }),
      ...(random !== undefined && { random }),
    });
    if (fit instanceof Refusal) return fit;
    fits.push(fit);
    onProgress?.(`fitted prior width ${k + 1} of ${widths.length}`);
  }
  const evidence = fits.map((fit, k) => measureEvidence(fit, widths[k]!, doseScale));
  return averageFits(fits, widths, weighEvidence(evidence, widths));
}

/** ln p(y|τ) up to what all widths share. */
function measureEvidence(fit: Fit, width: number, doseScale: Float64Array): number {
  const penalty = doseScale.reduce(
    (sum, dose, j) => sum + (fit.coefficients[j]! * ((dose || 1) / width)) ** 2,
    0,
  );
  const size = fit.coefficients.length + 1;
  const factor = factorise(fit.covariance, size);
  if (factor === undefined) return Number.NEGATIVE_INFINITY;
  let halfLogDeterminant = 0;
  for (let i = 0; i < size; i++) halfLogDeterminant += Math.log(factor[i * (size + 1)]!);
  const { logLikelihood } = fit;
  return logLikelihood - penalty / 2 - doseScale.length * Math.log(width) + halfLogDeterminant;
}

/** Evidence × the prior mass between the halves of the way to the neighbours, as shares of 1. */
function weighEvidence(evidence: readonly number[], widths: readonly number[]): number[] {
  const most = Math.max(...evidence);
  const weights = evidence.map((value, k) => {
    const below = k === 0 ? 0 : (widths[k - 1]! + widths[k]!) / 2;
    const above = k === widths.length - 1 ? widths[k]! : (widths[k]! + widths[k + 1]!) / 2;
    return Math.exp(value - most) * (above ** 1.5 - below ** 1.5);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function averageFits(
  fits: readonly Fit[],
  widths: readonly number[],
  weights: readonly number[],
): WidthAverage {
  const points = fits.map((fit) => Float64Array.of(fit.intercept, ...fit.coefficients));
  const size = points[0]!.length;
  const means = new Float64Array(size);
  points.forEach((point, k) => {
    point.forEach((value, i) => {
      means[i]! += weights[k]! * value;
    });
  });
  const covariance = new Float64Array(size * size);
  points.forEach((point, k) => {
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const between = (point[i]! - means[i]!) * (point[j]! - means[j]!);
        covariance[i * size + j]! += weights[k]! * (fits[k]!.covariance[i * size + j]! + between);
      }
  });
  const meanSquare = widths.reduce((sum, width, k) => sum + weights[k]! * width ** 2, 0);
  return {
    means,
    covariance,
    widths: widths.map((width, k) => ({ width, weight: weights[k]! })),
    width: Math.sqrt(meanSquare),
  };
}

function appendColumn(design: Design, column: Float64Array): Design {
  const columns = design.columns + 1;
  const values = new Float64Array(design.rows * columns);
  for (let i = 0; i < design.rows; i++) {
    values.set(design.values.subarray(i * design.columns, (i + 1) * design.columns), i * columns);
    values[i * columns + design.columns] = column[i]!;
  }
  return { ...design, columns, values };
}
