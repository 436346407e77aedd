import type { Refusal } from "../refusal.ts";
import { factorise, invertFactored } from "./cholesky.ts";
import { type CovarianceEstimate, describeCovariance } from "./covariance.ts";
import type { Design } from "./design-matrix.ts";
import { weightedGram } from "./gram.ts";
import { findCurvatures } from "./objective.ts";
import { flatPrior, type Prior } from "./prior.ts";
import { findUndetermined, refuseUndetermined } from "./refusals.ts";
import { type Coefficients, standardise, toStandard } from "./standard-design.ts";

/**
 * How much a fit would vary from sample to sample: H⁻¹FH⁻¹, F the Fisher information of the deals and
 * H = F + Λ with the precisions Λ of the prior. With a flat prior it equals H⁻¹; with a prior it is
 * smaller, and says nothing of the pull towards the prior means.
 *
 * @param fit   what `fitLogistic` made of the same design and prior
 * @param prior flat when absent
 * @returns covariance and standard errors on the scale of the design's columns; `nothing-varies` when
 *          columns with a flat prior are constant or repeat others
 * @throws RangeError on a malformed design, prior or fit
 * Cost O(rows × columns²). Source: Gray 1992, equation 3.
 */
export function estimateSandwich(
  design: Design,
  fit: Coefficients,
  prior: Prior = flatPrior(design.columns),
): CovarianceEstimate | Refusal {
  const standard = standardise(design, prior);
  const { size, precisions } = standard;
  const theta = toStandard(standard, fit);
  const information = weightedGram(standard, size, findCurvatures(standard, theta));
  const hessian = information.slice();
  for (let j = 0; j < size; j++) hessian[j * (size + 1)]! += precisions[j]!;
  const factor = factorise(hessian, size);
  if (!factor) return findUndetermined(standard) ?? refuseUndetermined();
  const inverse = invertFactored(factor, size);
  const covariance = multiply(multiply(inverse, information, size), inverse, size);
  return describeCovariance(standard, covariance);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * b[k * size + j]!;
    }
  }
  return product;
}
