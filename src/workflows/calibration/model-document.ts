import type { Model } from "../../trainer/model.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Learning } from "./learning.ts";

/** model.json of what was learnt from all deals of a history. */
export function describeModel(dosed: DosedHistory, learning: Learning, seed: number): Model {
  const { compiled, design, lines } = dosed;
  const { fit } = learning;
  return {
    format: "counterweight/model@1",
    scorecards: compiled.scorecards.map(({ scorecard: { id, version } }) => ({ id, version })),
    intercept: fit.intercept,
    lines: compiled.lines.map(({ key }, j) => ({
      key,
      coefficient: fit.coefficients[j]!,
      standardError: fit.standardErrors[j]!,
    })),
    segments: compiled.scorecards.slice(0, -1).map(({ scorecard }, k) => ({
      scorecard: scorecard.id,
      coefficient: fit.coefficients[lines + k]!,
    })),
    covariance: [...fit.covariance],
    scale: { unit: learning.unit, base: learning.base },
    trained: {
      deals: design.rows,
      won: design.outcomes.reduce((sum, outcome) => sum + outcome, 0),
      ...describeSpan(dosed),
      priorWidth: fit.widths.width,
      seed,
    },
  };
}

/** ISO times of the first and last moment; null where the history has no dates. */
export function describeSpan({ dated, times }: DosedHistory) {
  const first = times[0];
  const last = times.at(-1);
  if (!dated || first === undefined || last === undefined)
    return { firstAsOf: null, lastAsOf: null };
  return { firstAsOf: toIso(first), lastAsOf: toIso(last) };
}

export function toIso(time: number): string {
  return new Date(time).toISOString();
}
