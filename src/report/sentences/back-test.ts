import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationThreshold } from "../calibration.ts";
import { formatCount, formatNumber, formatPValue, formatShare } from "../format.ts";
import { isParted } from "./thresholds.ts";

type Backtest = Calibration["backtest"];
type Volume = Backtest["volumes"][number];

const SIGNIFICANT = 0.05;

/**
 * The threshold's name, with its scorecard where there are several and ids say `scorecard/id`; an
 * unknown id as it is.
 */
export function nameThreshold(id: string, thresholds: Calibration["thresholds"]): string {
  const one = findThreshold(id, thresholds);
  if (one === undefined) return id;
  return one.id === id ? one.name : `${one.name} (${one.scorecard})`;
}

function findThreshold(
  id: string,
  thresholds: Calibration["thresholds"],
): CalibrationThreshold | undefined {
  return (
    thresholds.find((threshold) => threshold.id === id) ??
    thresholds.find((threshold) => `${threshold.scorecard}/${threshold.id}` === id)
  );
}

/** Whether some deals pass the threshold now and some do not: else there is no catch to compare. */
export function isParting({ threshold }: Volume, thresholds: Calibration["thresholds"]): boolean {
  const found = findThreshold(threshold, thresholds);
  return found === undefined || isParted(found.now);
}

/** Whether as many deals as now would hold fewer wins, beyond chance. */
export function losesWins({ winsGained, winsMissed, pValue }: Volume): boolean {
  return winsMissed > winsGained && pValue < SIGNIFICANT;
}

/** McNemar's test in words: which wins are caught and missed where as many deals pass as now. */
export function describeMatchedCatch(
  volume: Volume,
  thresholds: Calibration["thresholds"],
): string {
  const { threshold, deals, winsGained, winsMissed, pValue } = volume;
  const name = nameThreshold(threshold, thresholds);
  if (!isParting(volume, thresholds)) {
    const share = findThreshold(threshold, thresholds)?.now.share;
    const who = share && isEstimated(share) && share.value > 0 ? "every deal" : "no deal";
    return `${name}: ${who} passes it now (of ${formatCount(deals, "deal")}).`;
  }
  const test = `${formatPValue(pValue)}, of ${formatCount(deals, "deal")}`;
  if (winsGained === 0 && winsMissed === 0)
    return `With as many deals over ${name} as now, the same wins would pass (${test}).`;
  const says =
    pValue >= SIGNIFICANT
      ? "a difference that chance may make"
      : `a ${winsGained > winsMissed ? "gain" : "loss"} that chance hardly makes`;
  const gained = `${formatCount(winsGained, "win")} would pass that ${winsGained === 1 ? "does" : "do"} not now`;
  const missed = `${formatNumber(winsMissed)} that ${winsMissed === 1 ? "passes" : "pass"} now would not`;
  return `With as many deals over ${name} as now, ${gained}, and ${missed}: ${says} (${test}).`;
}

/** How many deals change their cell. */
export function describeMoves({ deals, moved }: Backtest): string {
  const share = deals > 0 ? ` (${formatShare(moved / deals, 0)})` : "";
  return `${formatNumber(moved)} of ${formatCount(deals, "deal")}${share} would stand in another cell of the matrix.`;
}
