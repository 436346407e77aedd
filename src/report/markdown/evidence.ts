import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration } from "../calibration.ts";
import { formatInterval, formatList, formatNumber } from "../format.ts";
import { MEASURES, type MeasureName } from "../measures.ts";
import { describeMatchedCatch, describeMoves } from "../sentences/back-test.ts";
import { adviseOnDrift, describeDrift, describeHalfLife } from "../sentences/drift.ts";
import {
  countConflicts,
  describeAnchoring,
  describeFeedbackWeight,
  describeReps,
  describeSight,
} from "../sentences/feedback.ts";
import { describeOrder, nameGrades } from "../sentences/grades.ts";
import { describeSampleSize } from "../sentences/sample-size.ts";
import { conflictingLines, listVoices, VOICE_VERDICTS } from "../voices.ts";
import { listArms } from "../words.ts";
import { escapeMarkdown, layMarkdown, listMarkdown } from "./page.ts";

/** Who would move and pass, and whether better classes are won more often. */
export function writeBackTest({ backtest, thresholds, grades }: Calibration): readonly string[] {
  return [
    "## Back-test on the judging deals",
    listMarkdown([
      describeMoves(backtest),
      ...backtest.volumes.map((volume) => describeMatchedCatch(volume, thresholds)),
      ...grades.map((each) => `${nameGrades(each, grades)}: ${describeOrder(each)}`),
    ]),
  ];
}

const SHOWN: readonly MeasureName["measure"][] = [
  "auc",
  "logLoss",
  "precisionTopDecile",
  "netBenefit",
  "calibrationSlope",
  "ece",
];

/** The arms by the measures that tell most. */
export function writeComparison(calibration: Calibration): readonly string[] {
  const measures = MEASURES.filter(({ measure }) => SHOWN.includes(measure));
  return [
    "## Compared on the judging deals",
    layMarkdown(listArms(calibration), [
      { head: "Arm", cell: ({ label }) => label },
      { head: "Deals", align: "right", cell: ({ judge }) => formatNumber(judge.deals) },
      ...measures.map(({ measure, name, format }) => ({
        head: name,
        align: "right" as const,
        cell: ({ judge }: ReturnType<typeof listArms>[number]) =>
          isEstimated(judge[measure]) ? formatInterval(judge[measure], format) : "–",
      })),
    ]),
    ...explainMissing(calibration, measures),
  ];
}

/** Why there is no figure, once for each reason. */
function explainMissing(
  calibration: Calibration,
  measures: readonly MeasureName[],
): readonly string[] {
  const reasons = listArms(calibration).flatMap(({ judge }) =>
    measures.flatMap(({ measure }) => {
      const figure = judge[measure];
      return isEstimated(figure) ? [] : [figure.notEstimable];
    }),
  );
  return reasons.length === 0
    ? []
    : [escapeMarkdown(`– not estimable: ${[...new Set(reasons)].join("; ")}`)];
}

/** What sales said, whether it echoes the score and what it counts; nothing where it said nothing. */
export function writeFeedback(calibration: Calibration): readonly string[] {
  const { feedback } = calibration;
  if (feedback === null) return [];
  return [
    "## Feedback from sales",
    listMarkdown([
      `${describeReps(feedback)}.`,
      describeAnchoring(feedback),
      ...feedback.anchoring.bySight.map(describeSight),
      describeFeedbackWeight(feedback),
      countConflicts(calibration),
      ...conflictingLines(calibration).map(
        (line) =>
          `${line.label}: ${VOICE_VERDICTS[line.voices!.verdict].sentence} Effective points: ${listVoices(line)}.`,
      ),
    ]),
  ];
}

/** Drift, sample size, what was left out, and what else to know. */
export function writeGround(calibration: Calibration): readonly string[] {
  const { drift, history, leakEffect, notes } = calibration;
  const three = (value: number) => formatNumber(value, 3);
  const effect =
    leakEffect === null
      ? ""
      : `With ${formatList(leakEffect.columns)} the model's AUC would have seemed to be ${formatInterval(leakEffect.modelAucWithLeaks, three)}, instead of ${formatInterval(leakEffect.modelAuc, three)}.`;
  return [
    "## What it stands on",
    listMarkdown([
      `${describeDrift(calibration)} ${describeHalfLife(calibration)} ${drift.broken ? "" : adviseOnDrift(calibration)}`,
      describeSampleSize(calibration),
      ...history.excludedColumns.map(
        ({ column, explanation }) =>
          `Left out, because it knows the outcome: ${column}. ${explanation}`,
      ),
      effect,
      ...notes,
    ]),
  ];
}
