import { matchShare } from "../../recommendation/cuts.ts";
import type { LineDecision } from "../../recommendation/verdict.ts";
import { type CompiledScorecards, compileScorecards } from "../../scorecard/compiled.ts";
import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import { replacePoints } from "../../scorecard/score.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { type DosedHistory, type RuleScores, scoreHistory } from "./dosed-history.ts";

export interface RecommendedScorecards {
  readonly set: ScorecardSet;
  readonly compiled: CompiledScorecards;
  /** Scores of all rows of the history under the recommended points. */
  readonly scores: RuleScores;
}

/**
 * The scorecards with the decided points, and with thresholds, grades and bands moved so that they
 * let the same share of the given rows through as today.
 */
export function recommendScorecards(
  set: ScorecardSet,
  dosed: DosedHistory,
  current: RuleScores,
  rows: Uint32Array,
  decisions: readonly LineDecision[],
): RecommendedScorecards {
  const changed = dosed.compiled.lines.some(
    ({ line }, j) => decisions[j]!.target !== (line.points ?? line.stars),
  );
  if (!changed) return { set, compiled: dosed.compiled, scores: current };
  const repointed = repointScorecards(set, dosed, decisions);
  const compiled = compileScorecards(repointed);
  const scores = scoreHistory(dosed, compiled);
  const recommended = mapScorecards(repointed, (card, index) => {
    const own = rows.filter((i) => dosed.scorecardOf[i] === index);
    return own.length === 0 ? card : moveCuts(card, current, scores, own);
  });
  return { set: recommended, compiled: compileScorecards(recommended), scores };
}

/** The scorecards with the decided points, and everything else as it is. */
export function repointScorecards(
  set: ScorecardSet,
  dosed: DosedHistory,
  decisions: readonly LineDecision[],
): ScorecardSet {
  return mapScorecards(set, (card, index) => repoint(card, index, dosed, decisions));
}

export function mapScorecards(
  set: ScorecardSet,
  change: (card: Scorecard, index: number) => Scorecard,
): ScorecardSet {
  return {
    ...set,
    segments: set.segments.map(({ when, scorecard }, index) => ({
      when,
      scorecard: change(scorecard, index),
    })),
    fallback: change(set.fallback, set.segments.length),
  };
}

function repoint(
  card: Scorecard,
  index: number,
  { compiled }: DosedHistory,
  decisions: readonly LineDecision[],
): Scorecard {
  const { firstLine, lineCount } = compiled.scorecards[index]!;
  const written = new Map<string, number>();
  for (let j = firstLine; j < firstLine + lineCount; j++)
    written.set(compiled.lines[j]!.line.id, decisions[j]!.target);
  return { ...replacePoints(card, written), version: card.version + 1 };
}

function moveCuts(
  card: Scorecard,
  before: RuleScores,
  after: RuleScores,
  rows: Uint32Array,
): Scorecard {
  const move = (axis: keyof RuleScores, cut: number) =>
    parts(before[axis], rows, cut)
      ? matchShare(takeValues(before[axis], rows), takeValues(after[axis], rows), cut)
      : cut;
  const { grades, bands } = card.matrix;
  const [C, B, A] = separate([grades.C, grades.B, grades.A].map((cut) => move("fit", cut)));
  const [third, second, first] = separate(
    [bands["3"], bands["2"], bands["1"]].map((cut) => move("engagement", cut)),
  );
  return {
    ...card,
    matrix: {
      ...card.matrix,
      grades: { A: A!, B: B!, C: C! },
      bands: { "1": first!, "2": second!, "3": third! },
    },
    thresholds: card.thresholds.map((cut) => ({ ...cut, score: move("total", cut.score) })),
  };
}

/** Whether a cut lets some of the rows through and some not: else there is no share to keep. */
export function parts(scores: Float64Array, rows: Uint32Array, cut: number): boolean {
  const passing = rows.filter((i) => scores[i]! >= cut).length;
  return passing > 0 && passing < rows.length;
}

/** Rising cuts, each at least one point above the one before. */
function separate(cuts: readonly number[]): number[] {
  const separated: number[] = [];
  for (const cut of cuts) separated.push(Math.max(cut, (separated.at(-1) ?? -Infinity) + 1));
  return separated;
}
