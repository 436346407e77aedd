import { Refusal } from "../../refusal.ts";
import { formatCount } from "../../report/format.ts";
import { countWon } from "../../statistics/domain.ts";
import type { Random } from "../../statistics/random.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { calibrateScore, fitScoreCalibration } from "../../trainer/platt.ts";
import { toProbabilities } from "../../trainer/prediction.ts";
import { foldsSeeded } from "../../trainer/split.ts";

/** Points with what came of them. */
export interface PointsAndOutcomes {
  readonly points: Float64Array;
  readonly outcomes: Uint8Array;
}

/** What points say of winning. */
export interface PointsCalibration {
  /** Of the leads compared, one a lead. */
  readonly probabilities: Float64Array;
  /** Of other leads. */
  readonly toProbabilities: (points: Float64Array) => Float64Array;
  /** How it was learnt, as a sentence. */
  readonly note: string;
}

/** Fewest deals of each outcome from which points are calibrated. */
const LEAST_PER_OUTCOME = 30;
const FOLDS = 5;

/**
 * Turns points into probabilities by deals that closed before the first of the leads, else by the
 * leads themselves, each by a calibration that the others taught.
 */
export function calibratePoints(
  leads: PointsAndOutcomes,
  earlier: PointsAndOutcomes,
  random: Random,
): PointsCalibration {
  const won = countWon(earlier.outcomes);
  const lost = earlier.outcomes.length - won;
  if (Math.min(won, lost) >= LEAST_PER_OUTCOME) {
    const read = learnFrom(earlier);
    const deals = formatCount(earlier.outcomes.length, "deal");
    return {
      probabilities: read(leads.points),
      toProbabilities: read,
      note: `Points became probabilities by ${deals} that closed before the first of these leads was handed over.`,
    };
  }
  return {
    probabilities: crossFit(leads, random),
    toProbabilities: learnFrom(leads),
    note:
      "Too few deals had closed before the first of these leads was handed over, so points became " +
      `probabilities by the leads themselves, each fifth of them by the other four. That favours the rules a little.`,
  };
}

function crossFit({ points, outcomes }: PointsAndOutcomes, random: Random): Float64Array {
  const probabilities = new Float64Array(points.length);
  for (const { train, judge } of foldsSeeded(outcomes, FOLDS, random)) {
    const read = learnFrom({
      points: takeValues(points, train),
      outcomes: Uint8Array.from(train, (i) => outcomes[i]!),
    });
    const own = read(takeValues(points, judge));
    judge.forEach((row, k) => {
      probabilities[row] = own[k]!;
    });
  }
  return probabilities;
}

/** logit P = a + s · points, s ≥ 0; the share that was won where only one outcome is known. */
function learnFrom({ points, outcomes }: PointsAndOutcomes) {
  const won = countWon(outcomes);
  const isKnown = won > 0 && won < outcomes.length;
  const calibration = isKnown ? fitScoreCalibration(points, outcomes) : null;
  if (calibration === null || calibration instanceof Refusal) {
    // Half a win and half a loss more keep a share of none or all from being taken for certain.
    const share = (won + 0.5) / (outcomes.length + 1);
    return (of: Float64Array) => new Float64Array(of.length).fill(share);
  }
  return (of: Float64Array) => toProbabilities(calibrateScore(calibration, of));
}
