import { type Classes, judgeClasses } from "../../recommendation/classes.ts";
import type { Calibration } from "../../report/calibration.ts";
import { BANDS, GRADES, type Scorecard } from "../../scorecard/schema.ts";
import { trimRate } from "./arms.ts";
import type { DosedHistory, RuleScores } from "./dosed-history.ts";
import type { RecommendedScorecards } from "./recommended-scorecards.ts";

type Grades = Calibration["grades"][number];

/** Grades and bands of the judging deals, now and under what the training deals recommend. */
export function describeGrades(
  dosed: DosedHistory,
  judge: Uint32Array,
  current: RuleScores,
  trained: RecommendedScorecards,
): readonly Grades[] {
  return dosed.compiled.scorecards.flatMap(({ scorecard }, index) => {
    const own = judge.filter((i) => dosed.scorecardOf[i] === index);
    const outcomes = Uint8Array.from(own, (i) => dosed.design.outcomes[i]!);
    const recommended = trained.compiled.scorecards[index]!.scorecard;
    return (["fit", "engagement"] as const).map((axis): Grades => {
      const judgeOn = (scores: RuleScores, card: Scorecard) =>
        judgeClasses(
          Float64Array.from(own, (i) => scores[axis][i]!),
          outcomes,
          listCuts(card, axis),
        );
      const now = judgeOn(current, scorecard);
      const then = judgeOn(trained.scores, recommended);
      return {
        scorecard: scorecard.id,
        axis,
        now: describeClasses(now, axis),
        recommended: describeClasses(then, axis),
        orderNow: now.order,
        orderRecommended: then.order,
      };
    });
  });
}

function listCuts({ matrix: { grades, bands } }: Scorecard, axis: "fit" | "engagement"): number[] {
  return axis === "fit" ? [grades.A, grades.B, grades.C] : [bands["1"], bands["2"], bands["3"]];
}

function describeClasses({ cuts, classes }: Classes, axis: "fit" | "engagement"): Grades["now"] {
  const names = axis === "fit" ? GRADES : BANDS.map((band) => `${band}`);
  return classes.map(({ share, winRate }, k) => ({
    name: names[k]!,
    cut: cuts[k] ?? null,
    share: trimRate(share),
    winRate: trimRate(winRate),
  }));
}
