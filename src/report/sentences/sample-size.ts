import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatNumber } from "../format.ts";

const DEMANDS = {
  shrinkage: "keeping weights from coming out too large",
  optimism: "keeping the fit from looking better than it is",
  margin: "knowing the overall win rate",
} as const;

/** How many deals such a model wants, and how many there are. */
export function describeSampleSize({ sampleSize, split, history }: Calibration): string {
  if (!isEstimated(sampleSize))
    return `How many deals such a model wants is not estimable: ${sampleSize.notEstimable}`;
  const { deals, wins, lines, binding } = sampleSize;
  const there = `There are ${formatCount(history.deals, "deal")}, ${formatNumber(history.won)} of them won; ${formatNumber(split.train)} of the deals trained.`;
  const wants = `A model of ${formatCount(lines, "line")} that starts from nothing wants ${formatCount(deals, "deal")} with ${formatCount(wins, "win")}, most of all for ${DEMANDS[binding]}.`;
  const enough =
    split.train >= deals
      ? "That is enough even without today's points to start from."
      : "That is fewer: the model leans on today's points where the deals are too few, and changes only what they speak of clearly.";
  return `${wants} ${there} ${enough}`;
}
