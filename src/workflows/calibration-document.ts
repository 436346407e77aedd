import type { History } from "../history/history.ts";
import type { Calibration, CalibrationLine, CalibrationThreshold } from "../report/calibration.ts";
import { composeVerdict } from "../report/verdict-sentence.ts";
import { notEstimable } from "../statistics/estimate.ts";
import { estimateProportion } from "../statistics/proportion.ts";
import { summariseDoses } from "./dose-summary.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { FeedbackVoice } from "./feedback-voice.ts";
import type { Judging } from "./judging.ts";
import type { Learning } from "./learning.ts";
import { describeSpan, toIso } from "./model-document.ts";
import { composeNotes } from "./notes.ts";
import type { Split } from "./splitting.ts";

export interface Findings {
  readonly history: History;
  readonly dosed: DosedHistory;
  readonly split: Split;
  /** Learnt from the training deals alone: all judged figures rest on it. */
  readonly trained: Learning;
  /** Learnt from all deals with the same prior: recommended points and model.json. */
  readonly final: Learning;
  readonly judging: Judging;
  readonly leakEffect: Calibration["leakEffect"];
  readonly feedback: FeedbackVoice;
  readonly thresholds: readonly CalibrationThreshold[];
  readonly seed: number;
}

/** Puts everything that was found into calibration.json. */
export function describeCalibration(findings: Findings): Calibration {
  const { dosed, split, final, trained, judging, leakEffect, feedback, seed } = findings;
  const { scorecard } = dosed.compiled.scorecards.at(-1)!;
  return {
    format: "counterweight/calibration@1",
    scorecard: { id: scorecard.id, name: scorecard.name, version: scorecard.version },
    seed,
    verdict: composeVerdict(judging, split.kind),
    history: describeHistory(findings),
    split: {
      kind: split.kind,
      train: split.train.length,
      judge: split.judge.length,
      cutoff: split.cutoff === null ? null : toIso(split.cutoff),
    },
    prior: {
      width: trained.fit.widths.width,
      centre: trained.fit.handWeights.ranks ? "hand-weights" : "zero",
      logOddsPerPoint: trained.fit.handWeights.slope,
      unit: final.unit,
      widths: [...trained.fit.widths.widths],
    },
    arms: judging.arms,
    comparison: judging.comparison,
    recommendedComparison: judging.recommendedComparison,
    leakEffect,
    lines: describeLines(dosed, final, feedback),
    thresholds: [...findings.thresholds],
    feedback: feedback.summary,
    notes: composeNotes(findings),
    pictures: judging.pictures,
  };
}

function describeHistory({ history, dosed }: Findings): Calibration["history"] {
  const won = dosed.design.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return {
    deals: dosed.design.rows,
    won,
    lost: dosed.design.rows - won,
    open: history.open,
    rejected: history.rejected.length,
    duplicates: history.duplicates.length,
    setAside: [...history.setAside],
    ...describeSpan(dosed),
    excludedColumns: history.excludedColumns
      .filter((column) => !column.kept)
      .map(({ column, reasons, auc, explanation }) => ({
        column,
        reasons: [...reasons],
        auc,
        explanation,
      })),
  };
}

function describeLines(
  { compiled, design }: DosedHistory,
  { evidence, decisions }: Learning,
  { acceptance }: FeedbackVoice,
): CalibrationLine[] {
  const { deals, won } = summariseDoses(design);
  const allWon = design.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return compiled.lines.map(({ key, line, bucket, characteristic, points }, j) => {
    const { held, estimate, unit, written, kind } = evidence[j]!;
    const { target, verdict, reason } = decisions[j]!;
    const none = held === null ? null : notEstimable(held);
    return {
      id: key,
      label: line.label,
      bucket: bucket.name,
      characteristic: characteristic.name,
      axis: bucket.axis,
      unit: kind,
      current: points,
      recommended: unit * target,
      currentWritten: written,
      recommendedWritten: target,
      estimate: none ?? estimate.value,
      low: none ?? estimate.low,
      high: none ?? estimate.high,
      leads: deals[j]!,
      won: won[j]!,
      winRateWith: estimateProportion(won[j]!, deals[j]!),
      winRateWithout: estimateProportion(allWon - won[j]!, design.rows - deals[j]!),
      salesAccepted: acceptance[j]!,
      verdict,
      reason,
    };
  });
}
