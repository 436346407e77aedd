import { backTest, type Crossing, type Placements } from "../../recommendation/back-test.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { CompiledScorecards } from "../../scorecard/compiled.ts";
import { scoreDoses } from "../../scorecard/score.ts";
import { trimInterval, trimRate } from "./arms.ts";
import { type DosedHistory, dosesOf } from "./dosed-history.ts";
import type { RecommendedScorecards } from "./recommended-scorecards.ts";

/** The judging deals re-scored under what the training deals recommend. */
export function describeBackTest(
  dosed: DosedHistory,
  judge: Uint32Array,
  trained: RecommendedScorecards,
): Calibration["backtest"] {
  const whole = testRows(dosed, judge, trained.compiled, []);
  const perCard = dosed.compiled.scorecards.flatMap(({ scorecard }, index) => {
    const own = judge.filter((i) => dosed.scorecardOf[i] === index);
    const recommended = trained.compiled.scorecards[index]!.scorecard.thresholds;
    const cuts = scorecard.thresholds.map(({ id, score }, t) => ({
      id: dosed.compiled.scorecards.length > 1 ? `${scorecard.id}/${id}` : id,
      before: score,
      after: recommended[t]!.score,
    }));
    if (own.length === 0) return [];
    const { deals, thresholds } = testRows(dosed, own, trained.compiled, cuts);
    return thresholds.map((threshold) => ({ ...threshold, deals }));
  });
  return {
    deals: whole.deals,
    moved: whole.moved,
    moves: whole.cells.map(({ from, to, deals, won }) => ({ from, to, deals, won })),
    volumes: perCard.map((threshold) => ({
      threshold: threshold.id,
      deals: threshold.deals,
      before: trimInterval(threshold.figuresBefore.volume),
      after: trimInterval(threshold.figuresAfter.volume),
      change: trimInterval(threshold.volumeChange),
      newlyPassing: describeCrossing(threshold.newlyPassing),
      noLongerPassing: describeCrossing(threshold.noLongerPassing),
      winsGained: threshold.atSameVolume.winsGained,
      winsMissed: threshold.atSameVolume.winsMissed,
      pValue: threshold.atSameVolume.pValue,
      weekly: threshold.weekly.map(({ start, before, after }) => ({
        week: new Date(start).toISOString().slice(0, 10),
        before,
        after,
      })),
    })),
  };
}

function testRows(
  dosed: DosedHistory,
  rows: Uint32Array,
  recommended: CompiledScorecards,
  thresholds: Parameters<typeof backTest>[0]["thresholds"],
) {
  return backTest({
    before: placeRows(dosed, rows, dosed.compiled),
    after: placeRows(dosed, rows, recommended),
    outcomes: Uint8Array.from(rows, (i) => dosed.design.outcomes[i]!),
    times: dosed.dated ? Float64Array.from(rows, (i) => dosed.times[i]!) : null,
    thresholds,
  });
}

function placeRows(
  dosed: DosedHistory,
  rows: Uint32Array,
  compiled: CompiledScorecards,
): Placements {
  const scores = Array.from(rows, (i) =>
    scoreDoses(compiled, dosesOf(dosed, i), dosed.scorecardOf[i]!),
  );
  return {
    totals: Float64Array.from(scores, (score) => score.total),
    cells: scores.map((score) => score.cell),
  };
}

function describeCrossing({ deals, won, winRate }: Crossing) {
  return { deals, won, winRate: trimRate(winRate) };
}
