import type { RepFit } from "./rep-intercepts.ts";

/** The rep that others are told from. */
export interface Reference {
  /** Log-odds above those of the mean rep. */
  readonly value: number;
  /** What each rep's intercept counts in it, adding up to 1. */
  readonly weights: Float64Array;
}

/** The middle third of the reps, so that one odd rep among three or more is out of it. */
const FROM = 1 / 3;
const TO = 2 / 3;

/**
 * The middle rep: the mean of the middle third of the reps' intercepts, each rep counting by how much
 * of the doubt about it is gone, so that reps of whom little is known hardly count.
 *
 * @param spread τ of the fit
 * Cost O(reps² × columns).
 */
export function findReference(fit: RepFit, spread: number): Reference {
  const { intercepts } = fit;
  const known = measureInformation(fit, spread);
  const total = known.reduce((sum, one) => sum + one, 0);
  const order = [...intercepts.keys()].toSorted((a, b) => intercepts[a]! - intercepts[b]!);
  const weights = new Float64Array(intercepts.length);
  let below = 0;
  for (const rep of order) {
    const above = below + (total > 0 ? known[rep]! / total : 1 / intercepts.length);
    const inside = Math.min(above, TO) - Math.max(below, FROM);
    weights[rep] = Math.max(0, inside) / (TO - FROM);
    below = above;
  }
  return { value: weights.reduce((sum, one, rep) => sum + one * intercepts[rep]!, 0), weights };
}

/** Share of τ² that the verdicts removed, for each rep. */
function measureInformation(fit: RepFit, spread: number): Float64Array {
  const nothing = new Float64Array(fit.shared.length);
  return fit.intercepts.map((_, rep) => {
    const alone = new Float64Array(fit.intercepts.length);
    alone[rep] = 1;
    return Math.max(0, 1 - fit.varianceOf(nothing, alone) / spread ** 2);
  });
}
