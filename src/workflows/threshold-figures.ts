import type { CalibrationThreshold } from "../report/calibration.ts";
import { notEstimable } from "../statistics/estimate.ts";
import { estimateProportion } from "../statistics/proportion.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { parts, type RecommendedScorecards } from "./recommended-scorecards.ts";

const NO_SHARE = notEstimable("It lets all deals through or none, so there is no share to keep.");

/**
 * Each threshold now and as recommended.
 *
 * The cut recommended is the one that goes with the points learnt from all deals; the figures are of
 * the judging deals, under the points and cuts that the training deals alone recommend.
 */
export function describeThresholds(
  dosed: DosedHistory,
  judge: Uint32Array,
  current: Float64Array,
  trained: RecommendedScorecards,
  final: RecommendedScorecards,
): readonly CalibrationThreshold[] {
  const { outcomes } = dosed.design;
  const rows = Uint32Array.from(dosed.deals.keys());
  return dosed.compiled.scorecards.flatMap(({ scorecard }, index) => {
    const own = judge.filter((i) => dosed.scorecardOf[i] === index);
    const all = rows.filter((i) => dosed.scorecardOf[i] === index);
    const pass = (scores: Float64Array, cut: number) => {
      const passing = own.filter((i) => scores[i]! >= cut);
      const won = passing.filter((i) => outcomes[i] === 1).length;
      return {
        share: estimateProportion(passing.length, own.length),
        precision: estimateProportion(won, passing.length),
      };
    };
    return scorecard.thresholds.map(({ id, name, score }, t): CalibrationThreshold => {
      const cutOf = ({ compiled }: RecommendedScorecards) =>
        compiled.scorecards[index]!.scorecard.thresholds[t]!.score;
      const now = pass(current, score);
      const then = pass(trained.scores.total, cutOf(trained));
      return {
        scorecard: scorecard.id,
        id,
        name,
        current: score,
        recommended: parts(current, all, score) ? cutOf(final) : NO_SHARE,
        shareNow: now.share,
        precisionNow: now.precision,
        shareRecommended: then.share,
        precisionRecommended: then.precision,
      };
    });
  });
}
