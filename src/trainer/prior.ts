/**
 * Gaussian prior of the coefficients, on the scale of the design's columns and independent from
 * column to column. The intercept's prior is always flat.
 */
export interface Prior {
  /** length columns */
  readonly means: Float64Array;
  /** 1/variance, length columns; 0 = flat */
  readonly precisions: Float64Array;
}

/**
 * The prior that says nothing: maximum likelihood.
 *
 * @returns means and precisions of 0, each of length `columns`
 */
export function flatPrior(columns: number): Prior {
  return { means: new Float64Array(columns), precisions: new Float64Array(columns) };
}

/** @throws RangeError on lengths other than `columns`, means or precisions not finite, or below 0 */
export function checkPrior({ means, precisions }: Prior, columns: number): void {
  if (means.length !== columns || precisions.length !== columns) {
    throw new RangeError(`a prior of ${means.length} means for ${columns} columns`);
  }
  if (!means.every(Number.isFinite)) throw new RangeError("a prior mean is not finite");
  if (!precisions.every((precision) => precision >= 0 && precision < Infinity)) {
    throw new RangeError("a prior precision is negative or not finite");
  }
}
