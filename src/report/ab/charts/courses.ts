import { ARMS, type ArmName } from "../../../experiment/assignment.ts";
import type { PeriodsComparison } from "../../../experiment/parts.ts";
import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import type { Chart } from "../../charts/chart.ts";
import { type Course, type OverTime, plotOverTime } from "../../charts/over-time.ts";
import { type FormatValue, formatInterval } from "../../format.ts";
import type { Theme } from "../../palette.ts";
import type { AbFindings } from "../findings.ts";
import { demandSpread } from "../spread.ts";
import { ARM_LABELS, signedTwo, three } from "../words.ts";

/** AUC of both arms by period, of the shadow comparison. Null with fewer than two periods. */
export function chartPeriods({ shadow }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(shadow) || !isEstimated(shadow.periods)) return null;
  return draw("periods", "AUC of rules and model over time", shadow.periods, theme);
}

/** AUC of both live versions by period, as the watch has it. Null with fewer than two periods. */
export function chartPower({ watch }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(watch) || !isEstimated(watch.power)) return null;
  return draw("power", "AUC of the live versions over time", watch.power, theme);
}

function draw(id: string, title: string, { parts }: PeriodsComparison, theme: Theme): Chart | null {
  const courses = ARMS.map((arm) =>
    toCourse(
      arm,
      parts.map(({ name, auc }) => [name, demandSpread(auc[arm])]),
    ),
  );
  return plot(
    {
      id,
      title,
      description: `${describe(courses, three)} Bars are each period's own 95% interval; the dashed line at 0.5 is a coin.`,
      periods: parts.map(({ name }) => name),
      courses,
      axis: { title: "AUC", format: ".2f" },
      reference: 0.5,
    },
    theme,
  );
}

/** How far probabilities lie off, by period. Null with fewer than two periods. */
export function chartCalibrationDrift({ watch }: AbFindings, theme: Theme): Chart | null {
  if (!isEstimated(watch)) return null;
  const drifts = ARMS.flatMap((arm) => {
    const drift = watch.calibration[arm];
    return isEstimated(drift) ? [{ arm, periods: drift.periods }] : [];
  });
  const courses = drifts.map(({ arm, periods }) =>
    toCourse(
      arm,
      periods.map(({ name, shift }) => [name, shift]),
    ),
  );
  return plot(
    {
      id: "calibration-over-time",
      title: "How far probabilities lie off, over time",
      description: `${describe(courses, signedTwo)} In log-odds at the mean probability: above 0 more leads were won than foretold, below it fewer. Bars are each period's own 95% interval.`,
      periods: [
        ...new Set(drifts.flatMap(({ periods }) => periods.map(({ name }) => name))),
      ].toSorted(),
      courses,
      axis: { title: "log-odds off", format: "+.1f" },
      reference: 0,
    },
    theme,
  );
}

function plot(course: OverTime, theme: Theme): Chart | null {
  const filled = course.courses.filter(({ points }) => points.length > 1);
  return filled.length === 0 ? null : plotOverTime({ ...course, courses: filled }, theme);
}

function toCourse(
  arm: ArmName,
  figures: readonly (readonly [period: string, figure: Estimable<Interval>])[],
): Course {
  return {
    arm,
    label: ARM_LABELS[arm],
    points: figures.flatMap(([period, figure]) =>
      isEstimated(figure)
        ? [{ period, value: figure.value, low: figure.low, high: figure.high }]
        : [],
    ),
  };
}

function describe(courses: readonly Course[], format: FormatValue): string {
  return courses
    .filter(({ points }) => points.length > 0)
    .map(({ label, points }) => {
      const [first, last] = [points[0]!, points.at(-1)!];
      return `${label}: ${first.period} ${formatInterval(first, format)}, ${last.period} ${formatInterval(last, format)}.`;
    })
    .join(" ");
}
