import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatCount, formatInterval, formatList, formatNumber, formatSigned } from "../format.ts";
import { nameLines } from "../words.ts";

type Change = Calibration["changes"][number];

const FITTED_ANEW =
  "The final recommendation is fitted on all deals, so its lines and their number may differ.";

const signed = (value: number): string => formatSigned(value, 4);

/** One step of the curve: what is new against the step before, and what is given up for it. */
export interface Step extends Change {
  readonly added: readonly string[];
  readonly left: readonly string[];
}

/** The steps in the order of their number of changes, with lines by name. */
export function listSteps({ changes, lines }: Calibration): readonly Step[] {
  const names = nameLines(lines);
  const name = (id: string) => names.get(id) ?? id;
  const sorted = changes.toSorted((a, b) => a.count - b.count);
  return sorted.map((change, i) => {
    const before = sorted[i - 1]?.lines ?? [];
    return {
      ...change,
      added: change.lines.filter((id) => !before.includes(id)).map(name),
      left: before.filter((id) => !change.lines.includes(id)).map(name),
    };
  });
}

/** What a step changes, in words. */
export function describeStep({ count, added, left }: Step): string {
  if (count === 0) return "no change";
  const gives = left.length > 0 ? `; no longer ${formatList(left)}` : "";
  return added.length === 0 ? `nothing more${gives}` : `${formatList(added)}${gives}`;
}

/**
 * How little need be changed: the fewest changes whose log loss lies within the interval of what
 * most changes bring. Null where there is nothing to tell.
 */
export function describeCurve(calibration: Calibration): string | null {
  const steps = listSteps(calibration).filter(({ count }) => count > 0);
  const last = steps.at(-1);
  if (last === undefined || !isEstimated(last.deltaLogLoss)) return null;
  const all = `${formatCount(last.count, "change")} that the training deals recommend would bring ${formatInterval(last.deltaLogLoss, signed)}`;
  const { high } = last.deltaLogLoss;
  const first = steps.find(
    ({ deltaLogLoss }) => isEstimated(deltaLogLoss) && deltaLogLoss.value <= high,
  );
  if (high >= 0 || first === undefined || first === last)
    return `${all} in log loss against no change, where below 0 is better. ${FITTED_ANEW}`;
  const few = formatInterval(first.deltaLogLoss, signed);
  return `${all} in log loss against no change, where below 0 is better. With ${formatNumber(first.count)} it would be ${few}, which already lies in the interval of all ${formatNumber(last.count)}. ${FITTED_ANEW}`;
}
