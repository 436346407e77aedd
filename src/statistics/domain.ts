/** What every statistic of predictions and outcomes asks of its input; a breach is a mistake. */

/** @throws RangeError on unequal lengths, NaN scores, or outcomes other than 0 and 1 */
export function checkScores(scores: Float64Array, outcomes: Uint8Array): void {
  checkOutcomes(scores, outcomes);
  if (scores.some(Number.isNaN)) throw new RangeError("a score is NaN");
}

/** @throws RangeError on unequal lengths, probabilities outside [0, 1], or outcomes not 0 or 1 */
export function checkProbabilities(probabilities: Float64Array, outcomes: Uint8Array): void {
  checkOutcomes(probabilities, outcomes);
  if (!probabilities.every((p) => p >= 0 && p <= 1)) {
    throw new RangeError("a probability is outside [0, 1]");
  }
}

export function countWon(outcomes: Uint8Array): number {
  return outcomes.reduce((won, outcome) => won + outcome, 0);
}

function checkOutcomes(predictions: Float64Array, outcomes: Uint8Array): void {
  if (predictions.length !== outcomes.length) {
    throw new RangeError(`${predictions.length} predictions for ${outcomes.length} outcomes`);
  }
  if (outcomes.some((outcome) => outcome > 1)) throw new RangeError("an outcome is not 0 or 1");
}
