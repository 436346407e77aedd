import { type Constraints, decideLines } from "../../recommendation/decisions.ts";
import type { LineDecision } from "../../recommendation/verdict.ts";
import type { Calibration, CalibrationLine } from "../../report/calibration.ts";
import { compileScorecards } from "../../scorecard/compiled.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { compareAucs, estimateAuc } from "../../statistics/auc.ts";
import { isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { estimateMean, logLosses } from "../../statistics/log-loss.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { trimInterval } from "./arms.ts";
import { type DosedHistory, scoreHistory } from "./dosed-history.ts";
import { calibrateScores } from "./judging.ts";
import { type Learning, toPosterior } from "./learning.ts";
import { repointScorecards } from "./recommended-scorecards.ts";
import type { Split } from "./splitting.ts";

/** A scorecard judged: its scores of the judging deals, and each deal's log loss. */
interface JudgedCard {
  readonly scores: Float64Array;
  readonly losses: Float64Array;
}

export interface ChangeWorth {
  readonly changes: Calibration["changes"];
  /** One entry a line. */
  readonly gains: readonly CalibrationLine["gain"][];
}

const NOT_RECOMMENDED = notEstimable("The training deals alone do not recommend a change of it.");

/** What more and more changes gain on the judging deals, and what each one does among all. */
export function measureChanges(
  dosed: DosedHistory,
  split: Split,
  set: ScorecardSet,
  trained: Learning,
  constraints: Constraints,
): ChangeWorth {
  const outcomes = Uint8Array.from(split.judge, (i) => dosed.design.outcomes[i]!);
  const judge = (decisions: readonly LineDecision[]): JudgedCard => {
    const compiled = compileScorecards(repointScorecards(set, dosed, decisions));
    const all = scoreHistory(dosed, compiled).total;
    const probabilities = calibrateScores(all, dosed.design, split);
    if (probabilities === null) throw new RangeError("the training deals have one outcome");
    return { scores: takeValues(all, split.judge), losses: logLosses(probabilities, outcomes) };
  };
  const changed = listChanged(dosed, trained.decisions);
  const none = judge(withAtMost(trained, constraints, 0));
  const changes = Array.from({ length: changed.length + 1 }, (_, count) => {
    const decisions = withAtMost(trained, constraints, count);
    const card = count === 0 ? none : judge(decisions);
    return {
      count,
      lines: listChanged(dosed, decisions).map((j) => dosed.compiled.lines[j]!.key),
      logLoss: trimInterval(estimateMean(card.losses)),
      auc: trimInterval(estimateAuc(card.scores, outcomes)),
      deltaLogLoss: trimInterval(estimateMean(subtract(card.losses, none.losses))),
    };
  });
  const all = judge(trained.decisions);
  const gains = trained.evidence.map(({ written }, j) => {
    if (!changed.includes(j)) return NOT_RECOMMENDED;
    const without = judge(
      trained.decisions.map((d, k) => (k === j ? { ...d, target: written } : d)),
    );
    const auc = compareAucs(all.scores, without.scores, outcomes);
    const logLoss = estimateMean(subtract(without.losses, all.losses));
    if (!isEstimated(logLoss)) return logLoss;
    return {
      logLoss: trimInterval(logLoss),
      auc: isEstimated(auc) ? { ...trimInterval(auc), pValue: auc.pValue } : auc,
    };
  });
  return { changes, gains };
}

function withAtMost(
  { fit, evidence, unit }: Learning,
  constraints: Constraints,
  atMost: number,
): readonly LineDecision[] {
  return decideLines(toPosterior(fit), evidence, unit, { ...constraints, atMost });
}

function listChanged(dosed: DosedHistory, decisions: readonly LineDecision[]): number[] {
  return [...decisions.keys()].filter((j) => {
    const { line } = dosed.compiled.lines[j]!;
    return decisions[j]!.target !== (line.points ?? line.stars);
  });
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}
