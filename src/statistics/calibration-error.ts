import { checkProbabilities } from "./domain.ts";
import { isEstimated } from "./estimate.ts";
import { sortOrder, tieStarts } from "./order.ts";
import { estimateProportion } from "./proportion.ts";

/** Deals of like probability: what was predicted on average, and what was won. */
export interface ReliabilityBin {
  /** Mean probability of the bin's deals. */
  readonly predicted: number;
  /** Win rate of the bin's deals, with Wilson's 95 % interval. */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Distances of predicted from observed over bins, each bin weighing as many deals as it holds. */
export interface CalibrationErrors {
  /** Mean distance (ECE), in [0, 1]; never 0 for finite data, however well calibrated. */
  readonly expected: number;
  /** Distance of the worst bin. */
  readonly largest: number;
  /** Mean squared distance. */
  readonly squared: number;
  /**
   * The same less what chance alone would make of it: 0 on average when calibrated, so that it can
   * fall below 0. Bins of one deal say nothing of chance and are left out.
   */
  readonly squaredDebiased: number;
}

/**
 * Expected calibration error over bins of equally many deals.
 *
 * @param probabilities length n of at least 1, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param bins          how many at most, a whole number of at least 1
 * @returns in [0, 1]. It grows with the number of bins and shrinks with n even for one and the
 *          same miscalibration: compare it between arms on the same deals only
 * @throws RangeError on no deals, unequal lengths, probabilities outside [0, 1], outcomes not 0 or
 *         1, or a number of bins that is not whole and positive
 * Cost O(n). Source: Naeini, Cooper and Hauskrecht 2015.
 */
export function estimateCalibrationError(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  bins = 10,
): number {
  return measureCalibrationErrors(reliabilityBins(probabilities, outcomes, bins)).expected;
}

/**
 * Bins of equally many deals in order of probability. Deals of equal probability share one bin:
 * the one in which the middle of their ranks falls. Bins left empty so are not given.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param bins          how many at most, a whole number of at least 1
 * @returns by rising probability; none for no deals
 * @throws RangeError as `estimateCalibrationError`, but not on no deals
 * Cost O(n).
 */
export function reliabilityBins(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  bins = 10,
): ReliabilityBin[] {
  const order = sortOrder(probabilities);
  const starts = tieStarts(probabilities, order);
  const binOf = new Uint32Array(probabilities.length);
  for (let g = 0; g + 1 < starts.length; g++) {
    const middle = (starts[g]! + starts[g + 1]!) / 2;
    const bin = Math.floor((middle / probabilities.length) * bins);
    for (let k = starts[g]!; k < starts[g + 1]!; k++) binOf[order[k]!] = bin;
  }
  return fillBins(probabilities, outcomes, { bins, binOf });
}

/**
 * Bins [0, 1/bins), [1/bins, 2/bins), …, the last with 1, of probabilities. Empty ones are not
 * given.
 *
 * @param probabilities length n, in [0, 1]
 * @param outcomes      length n, 1 = won, 0 = lost
 * @param bins          how many at most, a whole number of at least 1
 * @returns by rising probability; none for no deals
 * @throws RangeError as `estimateCalibrationError`, but not on no deals
 * Cost O(n).
 */
export function equalWidthBins(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  bins = 10,
): ReliabilityBin[] {
  const binOf = Uint32Array.from(probabilities, (p) => findBinOfEqualWidth(p, bins));
  return fillBins(probabilities, outcomes, { bins, binOf });
}

/**
 * @param bins at least one
 * @throws RangeError on no bins
 * Cost O(bins). Source of the debiased square: Bröcker 2012; Kumar, Liang and Ma 2019.
 */
export function measureCalibrationErrors(bins: readonly ReliabilityBin[]): CalibrationErrors {
  if (bins.length === 0) throw new RangeError("no deals to measure calibration on");
  const deals = bins.reduce((sum, { n }) => sum + n, 0);
  const average = (of: (bin: ReliabilityBin) => number) =>
    bins.reduce((sum, bin) => sum + (bin.n / deals) * of(bin), 0);
  const distance = ({ predicted, observed }: ReliabilityBin) => Math.abs(predicted - observed);
  return {
    expected: average(distance),
    largest: Math.max(...bins.map(distance)),
    squared: average((bin) => distance(bin) ** 2),
    // Σ n_b/n · [(p_b − y_b)² − y_b(1 − y_b)/(n_b − 1)]
    squaredDebiased: average((bin) =>
      bin.n === 1 ? 0 : distance(bin) ** 2 - (bin.observed * (1 - bin.observed)) / (bin.n - 1),
    ),
  };
}

/** The product p · bins can round across an edge; the quotient that is the edge decides. */
function findBinOfEqualWidth(p: number, bins: number): number {
  const bin = Math.floor(p * bins);
  const shift = p < bin / bins ? -1 : p >= (bin + 1) / bins ? 1 : 0;
  return Math.min(bins - 1, bin + shift);
}

function fillBins(
  probabilities: Float64Array,
  outcomes: Uint8Array,
  { bins, binOf }: { bins: number; binOf: Uint32Array },
): ReliabilityBin[] {
  checkProbabilities(probabilities, outcomes);
  if (!Number.isSafeInteger(bins) || bins < 1) throw new RangeError("bins are 1 or more");
  const n = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const won = new Float64Array(bins);
  binOf.forEach((bin, i) => {
    n[bin]! += 1;
    predicted[bin]! += probabilities[i]!;
    won[bin]! += outcomes[i]!;
  });
  return Array.from(n).flatMap((count, bin) => {
    const observed = estimateProportion(won[bin]!, count);
    if (!isEstimated(observed)) return [];
    const { value, low, high } = observed;
    return [{ predicted: predicted[bin]! / count, observed: value, low, high, n: count }];
  });
}
