import { type Classes, judgeClasses } from "../../recommendation/classes.ts";
import { matchShare } from "../../recommendation/cuts.ts";
import { adviseThreshold } from "../../recommendation/threshold-advice.ts";
import type { Calibration } from "../../report/calibration.ts";
import { BANDS, GRADES, type Scorecard, type ScorecardSet } from "../../scorecard/schema.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { trimRate } from "./arms.ts";
import type { DosedHistory, RuleScores } from "./dosed-history.ts";
import { mapScorecards, type RecommendedScorecards } from "./recommended-scorecards.ts";
import { describeAim, scoredDeals, type ThresholdSettings } from "./threshold-figures.ts";

type Grades = Calibration["grades"][number];
type Axis = Grades["axis"];

/** Names of the classes of each axis, best first; the last has no cut. */
const CLASSES: Readonly<Record<Axis, readonly string[]>> = {
  fit: GRADES,
  engagement: BANDS.map(String),
};

/** Names by which the cuts of grades and bands can be given an aim: A to C, 1 to 3. */
export const CUT_NAMES: readonly string[] = Object.values(CLASSES).flatMap((names) =>
  names.slice(0, -1),
);

export interface ClassScores {
  readonly current: RuleScores;
  readonly trained: RecommendedScorecards;
  readonly final: RecommendedScorecards;
}

/** Falling cuts on the scores that the training deals recommend, and on those of all deals. */
interface Cuts {
  readonly trained: number[];
  readonly final: number[];
  readonly aims: Grades["aims"];
}

/**
 * Grades and bands now and as recommended. Cuts keep today's shares, or are set for an aim on the
 * axis score of the training deals. Figures are of the judging deals under what the training deals
 * recommend; the cuts shown go with the points learnt from all deals.
 */
export function describeGrades(
  dosed: DosedHistory,
  judge: Uint32Array,
  scores: ClassScores,
  settings: ThresholdSettings,
): readonly Grades[] {
  return dosed.compiled.scorecards.flatMap(({ scorecard }, index) => {
    const own = judge.filter((i) => dosed.scorecardOf[i] === index);
    const outcomes = Uint8Array.from(own, (i) => dosed.design.outcomes[i]!);
    return (["fit", "engagement"] as const).map((axis): Grades => {
      const judgeOn = (all: RuleScores, cuts: readonly number[]) =>
        judgeClasses(takeValues(all[axis], own), outcomes, cuts);
      const cuts = chooseCuts(dosed, index, own, axis, scores, settings);
      const now = judgeOn(scores.current, listCuts(scorecard, axis));
      const then = judgeOn(scores.trained.scores, cuts.trained);
      return {
        scorecard: scorecard.id,
        axis,
        now: describeClasses(now, now.cuts, axis),
        recommended: describeClasses(then, cuts.final, axis),
        orderNow: now.order,
        orderRecommended: then.order,
        aims: cuts.aims,
      };
    });
  });
}

/** The scorecards with the recommended grades and bands. */
export function applyGrades(set: ScorecardSet, grades: readonly Grades[]): ScorecardSet {
  return mapScorecards(set, (card) => {
    const cutsOf = (axis: Axis) =>
      grades
        .find((each) => each.scorecard === card.id && each.axis === axis)!
        .recommended.map(({ cut }) => cut!);
    const [A, B, C] = cutsOf("fit");
    const [first, second, third] = cutsOf("engagement");
    const matrix = {
      ...card.matrix,
      grades: { A: A!, B: B!, C: C! },
      bands: { "1": first!, "2": second!, "3": third! },
    };
    return { ...card, matrix };
  });
}

function chooseCuts(
  dosed: DosedHistory,
  index: number,
  own: Uint32Array,
  axis: Axis,
  { trained, final }: ClassScores,
  settings: ThresholdSettings,
): Cuts {
  const cutsOf = ({ compiled }: RecommendedScorecards) =>
    listCuts(compiled.scorecards[index]!.scorecard, axis);
  const cuts: Cuts = { trained: cutsOf(trained), final: cutsOf(final), aims: [] };
  const all = Uint32Array.from(dosed.deals.keys()).filter((i) => dosed.scorecardOf[i] === index);
  const judged = new Set(own);
  const training = all.filter((i) => !judged.has(i));
  cuts.trained.forEach((_, k) => {
    const name = CLASSES[axis][k]!;
    const aim = settings.aims.get(name);
    if (aim === undefined) return;
    const deals = scoredDeals(dosed, training, trained.scores[axis], settings);
    const advice = adviseThreshold(deals, aim, { random: settings.random });
    const unmet = isEstimated(advice) ? null : advice.notEstimable;
    cuts.aims.push({ name, aim: describeAim(aim), unmet });
    if (!isEstimated(advice)) return;
    const [before, after] = [trained, final].map((each) => takeValues(each.scores[axis], all));
    cuts.trained[k] = advice.cut.value;
    cuts.final[k] = matchShare(before!, after!, advice.cut.value);
  });
  return { ...cuts, trained: fall(cuts.trained), final: fall(cuts.final) };
}

/** Cuts each at least one point below the one before, the better class first. */
function fall(cuts: readonly number[]): number[] {
  const falling: number[] = [];
  for (const cut of cuts) falling.push(Math.min(cut, (falling.at(-1) ?? Infinity) - 1));
  return falling;
}

function listCuts({ matrix: { grades, bands } }: Scorecard, axis: Axis): number[] {
  return axis === "fit" ? [grades.A, grades.B, grades.C] : [bands["1"], bands["2"], bands["3"]];
}

function describeClasses({ classes }: Classes, cuts: readonly number[], axis: Axis): Grades["now"] {
  return classes.map(({ share, winRate }, k) => ({
    name: CLASSES[axis][k]!,
    cut: cuts[k] ?? null,
    share: trimRate(share),
    winRate: trimRate(winRate),
  }));
}
