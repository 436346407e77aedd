import { estimateLeniency } from "../src/feedback/leniency.ts";
import { isEstimated } from "../src/statistics/estimate.ts";
import { measureMean, measureSpread } from "../src/statistics/spread.ts";
import { learnKnown, simulateKnown } from "../test/feedback/simulated-history.ts";
import type { BenchResult } from "./run.ts";

const RUNS = 200;
const SIZES = [50, 100, 300, 1000];
/** Share of what a rep goes by that is the shown score. */
const ANCHORINGS = [0, 0.5, 1];
const HEARD = 800;

/**
 * How far from the truth the weights end with feedback at the weight that held-out deals choose, as a
 * multiple of how far without it: the largest over all histories in which sales echoes the score.
 */
export function run(): BenchResult {
  const echoed = ANCHORINGS.flatMap((anchoring) =>
    SIZES.map((deals) => {
      const ratio = compare(deals, anchoring);
      return anchoring === 1 ? ratio : 0;
    }),
  );
  return {
    name: "feedback-weight",
    ratio: Math.max(...echoed),
    unit: "of the error without feedback",
    limit: 1.02,
    n: RUNS,
  };
}

function compare(deals: number, anchoring: number): number {
  const learned = Array.from({ length: RUNS }, (_, seed) => {
    const history = simulateKnown({ deals, heard: HEARD, anchoring, seed: 10_000 * deals + seed });
    const { design, score } = history.feedback;
    const leniency = estimateLeniency({
      accepted: design.outcomes,
      reps: history.reps,
      predictor: score,
    });
    const none = new Float64Array(design.rows);
    const one = learnKnown(history, isEstimated(leniency) ? leniency.offsets : none);
    return { ...one, pooled: one.pooled() };
  });
  const alone = measureMean(learned.map((one) => one.alone));
  const chosen = measureMean(learned.map((one) => one.chosen));
  const pooled = measureMean(learned.map((one) => one.pooled));
  const moves = learned.map((one) => one.chosen - one.alone);
  const used = learned.filter(({ weight }) => weight > 0).length / RUNS;
  console.error(
    [
      `${deals} deals, ${anchoring * 100} % echo`,
      `alone ${alone.toFixed(3)}`,
      `chosen ${chosen.toFixed(3)} (${(chosen - alone).toFixed(4)} ± ${(measureSpread(moves) / Math.sqrt(RUNS - 1)).toFixed(4)})`,
      `pooled ${pooled.toFixed(3)}`,
      `used ${(100 * used).toFixed(0)} %, mean weight ${measureMean(learned.map(({ weight }) => weight)).toFixed(2)}`,
    ].join(", "),
  );
  return chosen / alone;
}
