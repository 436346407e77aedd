import { formatCount, formatDate, formatNumber } from "../../report/format.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { type Baseline, JUDGE_SHARE } from "./baseline.ts";
import { chooseLineLeads, countLeads, RECENT_DAYS } from "./measure-lines.ts";
import { type ChosenPeriods, LEAST_OF_EACH } from "./periods-of-deals.ts";
import type { WatchMaterial } from "./watch-material.ts";

/** What the findings rest on, as sentences. */
export function writeNotes(
  material: WatchMaterial,
  baseline: Baseline,
  periods: ChosenPeriods | null,
): readonly string[] {
  const { model, everyNth } = material;
  return [
    writeDeals(model, baseline),
    ...writePeriods(periods),
    ...(isEstimated(baseline.rules)
      ? ["Points of the rules became probabilities by what they meant on the earlier deals."]
      : []),
    writeLeads(material, baseline),
    "Each lead counts as it was known when it was handed over, scored by what is live now.",
    ...(everyNth > 1
      ? [`So many deals are stored that one of ${everyNth} was read, the same ones each time.`]
      : []),
  ];
}

function writeDeals(model: WatchMaterial["model"], { earlier, judged }: Baseline): string {
  const { times } = judged;
  const judges =
    times.length === 0
      ? "none"
      : `${formatCount(times.length, "deal")}, closed from ${toDay(times, Math.min)} to ${toDay(times, Math.max)}`;
  if (model === null)
    return `No model is live: the last ${100 * JUDGE_SHARE} % of the closed deals (${judges}) are held against the ${formatCount(earlier.length, "earlier one")}.`;
  return `Of the stored deals the live model may have learned from ${formatNumber(earlier.length)}; those since judge it: ${judges}.`;
}

function writePeriods(periods: ChosenPeriods | null): string[] {
  if (periods === null) return [];
  const length = { 1: "month", 3: "quarter", 12: "year" }[periods.months];
  const thin =
    periods.thin === 0
      ? ""
      : `; ${formatCount(periods.thin, length)} with fewer than ${LEAST_OF_EACH} won or ${LEAST_OF_EACH} lost deals ${periods.thin === 1 ? "is" : "are"} left out`;
  return [`Calibration and power are by the ${length} in which deals closed${thin}.`];
}

function writeLeads(material: WatchMaterial, baseline: Baseline): string {
  const { earlier, later } = chooseLineLeads(material, baseline);
  return `Lines: ${formatCount(countLeads(later), "lead")} handed over in the last ${RECENT_DAYS} days, against ${formatCount(countLeads(earlier), "earlier deal")} handed over before.`;
}

function toDay(times: Float64Array, choose: (a: number, b: number) => number): string {
  return formatDate(new Date(times.reduce((a, b) => choose(a, b))).toISOString());
}
