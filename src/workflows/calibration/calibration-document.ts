import type { Calibration, CalibrationLine } from "../../report/calibration.ts";
import { composeVerdict } from "../../report/verdict-sentence.ts";
import { notEstimable } from "../../statistics/estimate.ts";
import { estimateProportion } from "../../statistics/proportion.ts";
import { countDealsNeeded, describeSampleSize } from "./deals-needed.ts";
import { summariseDoses } from "./dose-summary.ts";
import type { Findings } from "./findings.ts";
import { describeSpan, toIso } from "./model-document.ts";
import { composeNotes } from "./notes.ts";
import { findStandIns } from "./stand-ins.ts";

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
    leakEffect: leakEffect.together,
    lines: describeLines(findings),
    changes: findings.worth.changes,
    thresholds: [...findings.thresholds],
    grades: [...findings.grades],
    candidates: { ...findings.candidates, found: [...findings.candidates.found] },
    backtest: findings.backtest,
    drift: findings.drift,
    sampleSize: describeSampleSize(dosed, final, judging.arms.model),
    feedback: feedback.summary,
    notes: composeNotes(findings),
    pictures: judging.pictures,
  };
}

function describeHistory({ history, dosed, leakEffect }: Findings): Calibration["history"] {
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
        modelAucWith: leakEffect.byColumn.get(column) ?? notEstimable("Its values are not there."),
      })),
  };
}

function describeLines(findings: Findings): CalibrationLine[] {
  const { dosed, final, worth, stability, variation } = findings;
  const { compiled, design } = dosed;
  const { evidence, decisions } = final;
  const { acceptance, voices } = findings.feedback;
  const { deals, won } = summariseDoses(design);
  const standIns = findStandIns(dosed, final.fit);
  const needed = countDealsNeeded(dosed, final);
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
      perWritten: unit,
      estimate: none ?? estimate.value,
      low: none ?? estimate.low,
      high: none ?? estimate.high,
      leads: deals[j]!,
      won: won[j]!,
      winRateWith: estimateProportion(won[j]!, deals[j]!),
      winRateWithout: estimateProportion(allWon - won[j]!, design.rows - deals[j]!),
      salesAccepted: acceptance[j]!,
      ...(voices !== null && { voices: voices[j]! }),
      verdict,
      reason,
      gain: worth.gains[j]!,
      stability: stability[j]!,
      standsInFor: [...standIns[j]!],
      differs: variation[j]!,
      dealsNeeded: needed[j]!,
    };
  });
}
