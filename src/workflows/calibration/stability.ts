import { type Constraints, decideLines } from "../../recommendation/decisions.ts";
import { Posterior } from "../../recommendation/posterior.ts";
import { estimateProportion } from "../../statistics/proportion.ts";
import type { Random } from "../../statistics/random.ts";
import { predictLogOdds, sigmoid } from "../../trainer/prediction.ts";
import type { Learning } from "./learning.ts";
import type { LineFit } from "./line-fit.ts";

const REPLICATES = 200;

/**
 * How often resampled histories recommend the same direction for each line: up, down or not at all.
 *
 * Each replicate gives every deal a Poisson(1) weight and moves the coefficients by one step of the
 * weighted scores, β + V Σ (wᵢ − 1)(yᵢ − pᵢ)(1, xᵢ), then decides anew. Linearised, so that it costs
 * one pass over the deals a replicate and no new fit.
 */
export function measureStability(
  { fit, evidence, unit, decisions }: Learning,
  constraints: Constraints,
  random: Random,
) {
  const same = new Float64Array(evidence.length);
  const residuals = findResiduals(fit);
  for (let r = 0; r < REPLICATES; r++) {
    const posterior = new Posterior(moveMeans(fit, residuals, random), fit.covariance);
    decideLines(posterior, evidence, unit, constraints).forEach(({ target }, j) => {
      const { written } = evidence[j]!;
      if (Math.sign(target - written) === Math.sign(decisions[j]!.target - written)) same[j]!++;
    });
  }
  return Array.from(same, (count) => estimateProportion(count, REPLICATES));
}

/** Weighted yᵢ − pᵢ. */
function findResiduals({ design, intercept, coefficients }: LineFit): Float64Array {
  const logOdds = predictLogOdds(design, { intercept, coefficients });
  return logOdds.map((z, i) => (design.weights?.[i] ?? 1) * (design.outcomes[i]! - sigmoid(z)));
}

function moveMeans(fit: LineFit, residuals: Float64Array, random: Random): Float64Array {
  const { design, intercept, coefficients, covariance } = fit;
  const { rows, columns, values } = design;
  const gradient = new Float64Array(columns + 1);
  for (let i = 0; i < rows; i++) {
    const extra = (drawPoisson(random) - 1) * residuals[i]!;
    if (extra === 0) continue;
    gradient[0]! += extra;
    for (let j = 0, at = i * columns; j < columns; j++) gradient[j + 1]! += extra * values[at + j]!;
  }
  const means = Float64Array.of(intercept, ...coefficients);
  for (let k = 0; k <= columns; k++)
    for (let j = 0; j <= columns; j++)
      means[k]! += covariance[k * (columns + 1) + j]! * gradient[j]!;
  return means;
}

/** Poisson with mean 1, by inversion. */
function drawPoisson(random: Random): number {
  let left = random() - Math.exp(-1);
  let term = Math.exp(-1);
  let k = 0;
  while (left > 0 && k < 20) {
    k++;
    term /= k;
    left -= term;
  }
  return k;
}
