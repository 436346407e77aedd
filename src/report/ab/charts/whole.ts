import { ARMS } from "../../../experiment/assignment.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import type { Chart } from "../../charts/chart.ts";
import { type GainsArm, gainAt, plotGains } from "../../charts/gains.ts";
import {
  describeReliability,
  plotReliability,
  type ReliabilityArm,
} from "../../charts/reliability.ts";
import { formatCount, formatShare } from "../../format.ts";
import type { Theme } from "../../palette.ts";
import type { AbFindings, ShadowFindings } from "../findings.ts";
import { ARM_LABELS } from "../words.ts";

/** Share of all wins among the leads that each score places highest. Null where nothing was won. */
export function chartGains({ shadow }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(shadow)) return null;
  const arms = listGains(shadow);
  if (arms.length === 0) return null;
  const reach = (share: number) =>
    `the best-scored ${formatShare(share, 0)}: ${arms
      .map((arm) => `${arm.label} ${formatShare(gainAt(arm, share), 0)}`)
      .join(", ")}`;
  const description = `Share of all wins among ${reach(0.2)}. Among ${reach(0.4)}. The dotted diagonal is what chance would reach. Of ${formatCount(shadow.overall.n, "lead")}; curves have no interval of their own: those of what sales can work stand in the table.`;
  return plotGains(arms, { description, unit: "lead" }, theme);
}

/** Gains of both arms. */
export function listGains({ overall }: ShadowFindings): readonly GainsArm[] {
  return ARMS.filter((arm) => overall.gains[arm].length > 0).map((arm) => ({
    arm,
    label: ARM_LABELS[arm],
    gains: [...overall.gains[arm]],
  }));
}

/** Probabilities against what came, of both arms. Null where there is nothing to draw. */
export function chartReliability({ shadow }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(shadow)) return null;
  const arms = listReliability(shadow);
  if (arms.length === 0) return null;
  const says = arms.map((arm) => {
    const { decomposition } = shadow.overall.calibration[arm.arm];
    const judged = { n: shadow.overall.n, corp: decomposition };
    return describeReliability(arm, { ...judged, unit: "lead" });
  });
  return plotReliability(arms, { says, unit: "lead" }, theme);
}

/** Arms whose probabilities can be held against what came. */
export function listReliability({ overall }: ShadowFindings) {
  return ARMS.map((arm) => {
    const { diagram, bins } = overall.calibration[arm];
    return { arm, label: ARM_LABELS[arm], corp: [...diagram], reliability: [...bins] };
  }).filter(
    ({ corp, reliability }) => corp.length + reliability.length > 0,
  ) satisfies readonly ReliabilityArm[];
}
