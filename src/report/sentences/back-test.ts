import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber, formatPValue, formatShare } from "../format.ts";

type Backtest = Calibration["backtest"];
type Volume = Backtest["volumes"][number];

const SIGNIFICANT = 0.05;

/**
 * The threshold's name, with its scorecard where there are several and ids say `scorecard/id`; an
 * unknown id as it is.
 */
export function nameThreshold(id: string, thresholds: Calibration["thresholds"]): string {
  const alone = thresholds.find((threshold) => threshold.id === id);
  if (alone !== undefined) return alone.name;
  const one = thresholds.find((threshold) => `${threshold.scorecard}/${threshold.id}` === id);
  return one === undefined ? id : `${one.name} (${one.scorecard})`;
}

/** McNemar's test in words: which wins are caught and missed where as many deals pass as now. */
export function describeMatchedCatch(
  { winsGained, winsMissed, pValue }: Volume,
  name: string,
  deals: number,
): string {
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
