import type { BenchResult } from "./run.ts";
import { coverCalibration } from "./simulated/calibration-intervals.ts";
import { type Claim, isKept } from "./simulated/claim.ts";
import { coverHandovers } from "./simulated/handover-intervals.ts";
import { coverLive } from "./simulated/live-intervals.ts";
import { comparePower, raiseFalseAlarms, raiseLopsided } from "./simulated/live-rates.ts";
import { coverSelection } from "./simulated/selection.ts";
import { coverShadow } from "./simulated/shadow-intervals.ts";
import { coverWatch } from "./simulated/watch-intervals.ts";
import { coverWorkload } from "./simulated/workload.ts";

const RUNS = 2000;

/** Simulated coverages and error rates of the comparison of arms: how many break their promise. */
export function run(): BenchResult {
  const parts = [
    coverShadow,
    coverCalibration,
    coverLive,
    coverWorkload,
    coverHandovers,
    raiseFalseAlarms,
    raiseLopsided,
    comparePower,
    coverSelection,
    coverWatch,
  ];
  const claims = parts.flatMap((part) => {
    const found = part(RUNS);
    for (const claim of found) console.error(describe(claim));
    return found;
  });
  return {
    name: "coverage",
    value: claims.filter((claim) => !isKept(claim)).length,
    unit: "promises broken",
    limit: 0,
    n: RUNS,
  };
}

function describe(claim: Claim): string {
  const { name, figure, lowest, highest } = claim;
  const wanted = highest === 1 ? `at least ${lowest}` : `${lowest} to ${highest}`;
  return `${isKept(claim) ? "ok  " : "FAIL"} ${figure.toFixed(4)} (${wanted}) ${name}`;
}
