import type { Calibration, PictureArm } from "../calibration.ts";
import { formatCount, formatShare } from "../format.ts";
import { PALETTES, type Theme } from "../palette.ts";
import { CHART_WIDTH, type Chart, chartConfig, type Panel, SCHEMA, styleArm } from "./chart.ts";

/**
 * Share of all wins among the best-scored share of deals, for every arm whose order differs from
 * that of the rules. Null where no arm has a curve.
 */
export function chartGains(calibration: Calibration, theme: Theme): Chart | null {
  const arms = gainsArms(calibration);
  return arms.length === 0
    ? null
    : plotGains(arms, { description: describe(arms, calibration), unit: "deal" }, theme);
}

/** What one arm reaches. */
export type GainsArm = Pick<PictureArm, "arm" | "label" | "gains">;

/** Curves of gains over the diagonal of chance. */
export function plotGains(
  arms: readonly GainsArm[],
  { description, unit }: { readonly description: string; readonly unit: "deal" | "lead" },
  theme: Theme,
): Chart {
  const x = { ...SHARE, field: "share", title: `share of ${unit}s worked, best-scored first` };
  return {
    id: "gains",
    title: `How many wins the best-scored ${unit}s hold`,
    description,
    spec: {
      $schema: SCHEMA,
      config: chartConfig(theme),
      width: CHART_WIDTH - 70,
      height: 300,
      layer: [
        {
          data: {
            values: [
              { share: 0, captured: 0 },
              { share: 1, captured: 1 },
            ],
          },
          mark: {
            type: "line",
            color: PALETTES[theme].muted,
            strokeWidth: 1,
            strokeDash: [1, 3],
          },
          encoding: { x, y: REACHED },
        },
        layCurves(arms, x, theme),
      ],
    },
  };
}

const SHARE = {
  type: "quantitative" as const,
  scale: { domain: [0, 1] },
  axis: { format: ".0%", tickCount: 5 },
};
const REACHED = { ...SHARE, field: "captured", title: "share of all wins reached" };

type Layer = Extract<Panel, { readonly layer: unknown }>["layer"][number];

function layCurves(
  arms: readonly GainsArm[],
  x: typeof SHARE & { readonly field: string; readonly title: string },
  theme: Theme,
): Layer {
  const styles = arms.map((arm) => styleArm(arm.arm, theme));
  const domain = arms.map(({ label }) => label);
  const arm = { field: "arm", type: "nominal" as const };
  const legend = {
    columns: 2,
    symbolType: "stroke",
    symbolSize: 700,
    symbolStrokeWidth: 2.25,
  };
  return {
    data: {
      values: arms.flatMap(({ label, gains }) => gains.map((point) => ({ arm: label, ...point }))),
    },
    mark: { type: "line", strokeWidth: 2.25 },
    encoding: {
      x,
      y: REACHED,
      color: { ...arm, scale: { domain, range: styles.map(({ colour }) => colour) } },
      strokeDash: { ...arm, scale: { domain, range: styles.map(({ dash }) => dash) }, legend },
    },
  };
}

/** Arms with a curve; calibrated rules order deals as the rules do, so one curve stands for both. */
export function gainsArms(calibration: Calibration): readonly PictureArm[] {
  const arms = calibration.pictures.filter((arm) => arm.gains.length > 0);
  const hasRules = arms.some(({ arm }) => arm === "rules");
  return arms.filter(({ arm }) => !(hasRules && arm === "rulesCalibrated"));
}

/** Share of wins among the first `share` of deals, read off the curve between its points. */
export function gainAt({ gains }: Pick<GainsArm, "gains">, share: number): number {
  const points = [{ share: 0, captured: 0 }, ...gains, { share: 1, captured: 1 }].toSorted(
    (a, b) => a.share - b.share || a.captured - b.captured,
  );
  const next = points.findIndex((point) => point.share >= share);
  const after = points[next] ?? { share: 1, captured: 1 };
  const before = points[next - 1] ?? after;
  const span = after.share - before.share;
  const along = span > 0 ? (share - before.share) / span : 1;
  return before.captured + along * (after.captured - before.captured);
}

function describe(arms: readonly GainsArm[], { split }: Calibration): string {
  const reach = (share: number) =>
    `the best-scored ${formatShare(share, 0)} of deals: ${arms
      .map((arm) => `${arm.label} ${formatShare(gainAt(arm, share), 0)}`)
      .join(", ")}`;
  return `Share of all wins among ${reach(0.2)}. Among ${reach(0.4)}. The dotted diagonal is what chance would reach. Of ${formatCount(split.judge, "judging deal")}; curves have no interval of their own: those of the area under them and of the top tenth stand in the table.`;
}
