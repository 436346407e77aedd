import { checkProbabilities } from "./domain.ts";
import { sortOrder, tieStarts } from "./order.ts";
import type { Random } from "./random.ts";

/** Observed win rate at a predicted probability, with the band in which chance alone keeps it. */
export interface CorpPoint {
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

interface CorpSettings {
  readonly random: Random;
  readonly replicates?: number;
  /** At most so many points along the predictions. */
  readonly points?: number;
}

/**
 * CORP reliability diagram: the isotonic regression of outcomes on probabilities, at quantiles of the
 * probabilities, with its consistency band: where it lies in 95 % of histories in which every
 * probability is right, point by point.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @returns by rising prediction; none for no deals
 * @throws RangeError on unequal lengths, probabilities outside [0, 1], outcomes not 0 or 1
 * Cost O(n log n + replicates · n). Source: Dimitriadis, Gneiting and Jordan 2021.
 */
export function estimateCorpReliability(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  { random, replicates = 200, points = 50 }: CorpSettings,
): CorpPoint[] {
  checkProbabilities(probabilities, outcomes);
  if (outcomes.length === 0) return [];
  const order = sortOrder(probabilities);
  const starts = tieStarts(probabilities, order);
  const sorted = Float64Array.from(order, (i) => probabilities[i]!);
  const places = pickPlaces(sorted.length, points);
  const observed = readIsotonic(
    Float64Array.from(order, (i) => outcomes[i]!),
    starts,
    places,
  );
  const drawn = Array.from({ length: replicates }, () =>
    readIsotonic(
      sorted.map((probability) => (random() < probability ? 1 : 0)),
      starts,
      places,
    ),
  );
  return places.map((place, k) => {
    const values = Float64Array.from(drawn, (draw) => draw[k]!).toSorted();
    const at = (share: number) => values[Math.round(share * (values.length - 1))]!;
    const predicted = sorted[place]!;
    return { predicted, observed: observed[k]!, low: at(0.025), high: at(0.975) };
  });
}

function pickPlaces(n: number, points: number): number[] {
  const count = Math.min(n, points);
  const places = Array.from({ length: count }, (_, k) =>
    Math.round((k * (n - 1)) / Math.max(1, count - 1)),
  );
  return [...new Set(places)];
}

/** Isotonic regression of values in order of their predictors, read at some places. */
function readIsotonic(values: Float64Array, starts: Uint32Array, places: readonly number[]) {
  // Blocks as a stack: end, sum and count; a block whose mean is not above the last joins it.
  const ends: number[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (let tie = 0; tie + 1 < starts.length; tie++) {
    let sum = 0;
    for (let i = starts[tie]!; i < starts[tie + 1]!; i++) sum += values[i]!;
    let count = starts[tie + 1]! - starts[tie]!;
    while (sums.length > 0 && sums.at(-1)! * count >= sum * counts.at(-1)!) {
      sum += sums.pop()!;
      count += counts.pop()!;
      ends.pop();
    }
    ends.push(starts[tie + 1]!);
    sums.push(sum);
    counts.push(count);
  }
  let block = 0;
  return places.map((place) => {
    while (ends[block]! <= place) block++;
    return sums[block]! / counts[block]!;
  });
}
