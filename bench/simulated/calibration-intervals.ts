import { estimateCorpReliability } from "../../src/statistics/corp-reliability.ts";
import { estimateCalibrationErrorInterval } from "../../src/statistics/ece-interval.ts";
import { sortOrder } from "../../src/statistics/order.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { type Claim, claimAtLeast, claimCoverage, holds } from "./claim.ts";

/** What is shown of an arm's calibration beside its line. */
export function coverCalibration(runs: number): Claim[] {
  return [coverExpectedError(runs), coverDiagram(runs)];
}

/**
 * The true error of the bins, whose leads' chances are known. The interval holds whatever the error is
 * spread like, and so holds it too often.
 */
function coverExpectedError(runs: number): Claim {
  const random = createRandom(65);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { probabilities, chances, outcomes } = drawCalibrated(1000, 0.75, random);
    const truth = estimateTrueError(probabilities, chances);
    held += holds(estimateCalibrationErrorInterval(probabilities, outcomes), truth) ? 1 : 0;
  }
  return claimAtLeast("coverage: expected calibration error, wide by design", held / runs, 0.95);
}

/** Points of the diagram that lie in their band where every probability is right. */
function coverDiagram(runs: number): Claim {
  const random = createRandom(66);
  let [inside, points] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const { probabilities, outcomes } = drawCalibrated(400, 1, random);
    const diagram = estimateCorpReliability(probabilities, outcomes, { random, points: 12 });
    points += diagram.length;
    inside += diagram.filter(
      ({ observed, low, high }) => low <= observed && observed <= high,
    ).length;
  }
  return claimCoverage("points of a CORP diagram in their band", inside, points);
}

/** Leads whose log-odds are so many times those that they are said to have. */
function drawCalibrated(n: number, slope: number, random: Random) {
  const logOdds = Float64Array.from({ length: n }, () => 1.2 * drawNormal(random) - 1);
  const chances = logOdds.map((value) => sigmoid(slope * value));
  const outcomes = Uint8Array.from(chances, (chance) => (random() < chance ? 1 : 0));
  return { probabilities: logOdds.map(sigmoid), chances, outcomes };
}

/** Over ten bins of equally many leads, as the estimate's. */
function estimateTrueError(probabilities: Float64Array, chances: Float64Array): number {
  const n = probabilities.length;
  const gaps = new Float64Array(10);
  sortOrder(probabilities).forEach((i, place) => {
    gaps[Math.floor((10 * (place + 0.5)) / n)]! += (probabilities[i]! - chances[i]!) / n;
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
}
