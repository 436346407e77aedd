import { type CutFigures, judgeCut, type ScoredDeals } from "../../recommendation/cut-figures.ts";
import { matchShare } from "../../recommendation/cuts.ts";
import { type Aim, adviseThreshold } from "../../recommendation/threshold-advice.ts";
import type { CalibrationThreshold } from "../../report/calibration.ts";
import { formatNumber, formatShare } from "../../report/format.ts";
import type { ScorecardSet, Threshold } from "../../scorecard/schema.ts";
import { isEstimated, notEstimable } from "../../statistics/estimate.ts";
import type { Random } from "../../statistics/random.ts";
import { takeValues } from "../../trainer/design-matrix.ts";
import { trimInterval, trimRate } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import { mapScorecards, parts, type RecommendedScorecards } from "./recommended-scorecards.ts";

export interface ThresholdSettings {
  /** What a threshold is to be set for, by its id; those without keep today's share. */
  readonly aims: ReadonlyMap<string, Aim>;
  /** Leads that come in a week, where that is known better than from the closed deals. */
  readonly leadsPerWeek?: number;
  readonly random: Random;
}

/** Scores of all deals: today's, under what the training deals recommend, and under what all do. */
export interface ThreeScores {
  readonly current: Float64Array;
  readonly trained: RecommendedScorecards;
  readonly final: RecommendedScorecards;
}

const NO_SHARE = notEstimable("It lets all deals through or none, so there is no share to keep.");

/**
 * Each threshold now and as recommended.
 *
 * A cut for an aim is chosen on the judging deals under the points of the training deals, its figures
 * are cross-fitted, and it is carried to the points learnt from all deals by its share. A cut that
 * keeps today's share was not chosen by outcomes, and is judged as it is.
 */
export function describeThresholds(
  dosed: DosedHistory,
  judge: Uint32Array,
  scores: ThreeScores,
  settings: ThresholdSettings,
): readonly CalibrationThreshold[] {
  const rows = Uint32Array.from(dosed.deals.keys());
  return dosed.compiled.scorecards.flatMap(({ scorecard }, index) => {
    const isOwn = (i: number) => dosed.scorecardOf[i] === index;
    const own = judge.filter(isOwn);
    const all = rows.filter(isOwn);
    return scorecard.thresholds.map((threshold, t): CalibrationThreshold => {
      const cutOf = ({ compiled }: RecommendedScorecards) =>
        compiled.scorecards[index]!.scorecard.thresholds[t]!.score;
      const aim = settings.aims.get(threshold.id);
      const now = describeCut(
        judgeCut(scoredDeals(dosed, own, scores.current, settings), threshold.score, worthOf(aim)),
      );
      const then = scoredDeals(dosed, own, scores.trained.scores.total, settings);
      const recommended =
        aim === undefined
          ? keepShare(scores, all, threshold, then, {
              trained: cutOf(scores.trained),
              final: cutOf(scores.final),
            })
          : aimAt(aim, then, scores, all, settings.random);
      const { id, name, score: current } = threshold;
      return { scorecard: scorecard.id, id, name, current, ...recommended, now };
    });
  });
}

/** The scorecards with the recommended thresholds. */
export function applyThresholds(
  set: ScorecardSet,
  thresholds: readonly CalibrationThreshold[],
): ScorecardSet {
  return mapScorecards(set, (card) => ({
    ...card,
    thresholds: card.thresholds.map((threshold) => {
      const advised = thresholds.find(
        ({ scorecard, id }) => scorecard === card.id && id === threshold.id,
      );
      const score = advised?.recommended;
      return typeof score === "number" ? { ...threshold, score } : threshold;
    }),
  }));
}

type Recommended = Omit<CalibrationThreshold, "scorecard" | "id" | "name" | "current" | "now">;

function keepShare(
  { current }: ThreeScores,
  all: Uint32Array,
  { score }: Threshold,
  deals: ScoredDeals,
  cuts: { readonly trained: number; readonly final: number },
): Recommended {
  const recommended = parts(current, all, score) ? cuts.final : NO_SHARE;
  const figures = describeCut(judgeCut(deals, cuts.trained));
  return { recommended, by: "share", aim: "about today's share of deals", ...figures };
}

function aimAt(
  aim: Aim,
  deals: ScoredDeals,
  { trained, final }: ThreeScores,
  all: Uint32Array,
  random: Random,
): Recommended {
  const by = aim.kind;
  const words = describeAim(aim);
  const advice = adviseThreshold(deals, aim, { random });
  if (!isEstimated(advice))
    return {
      recommended: advice,
      by,
      aim: words,
      share: advice,
      volume: advice,
      precision: advice,
      missedWins: advice,
      valuePerLead: by === "worth" ? advice : null,
    };
  const before = takeValues(trained.scores.total, all);
  const recommended = matchShare(before, takeValues(final.scores.total, all), advice.cut.value);
  return { recommended, by, aim: words, ...describeCut(advice.figures) };
}

function describeCut(figures: CutFigures) {
  const { share, volume, precision, shareOfWinsMissed, valuePerLead } = figures;
  return {
    share: trimRate(share),
    volume: trimInterval(volume),
    precision: trimRate(precision),
    missedWins: trimRate(shareOfWinsMissed),
    valuePerLead: valuePerLead === null ? null : trimInterval(valuePerLead),
  };
}

/** What a cut is for, in words. */
export function describeAim(aim: Aim): string {
  switch (aim.kind) {
    case "capacity":
      return `${formatNumber(aim.capacity, Number.isInteger(aim.capacity) ? 0 : 1)} leads a week`;
    case "precision":
      return `a win rate of ${formatShare(aim.wanted, 0)}`;
    case "worth":
      return `${formatNumber(aim.worth.gainPerWin, 2)} a win, ${formatNumber(aim.worth.costPerLead, 2)} a lead`;
  }
}

function worthOf(aim: Aim | undefined) {
  return aim?.kind === "worth" ? aim.worth : null;
}

/** Deals of one scorecard with their scores, to choose or judge a cut by. */
export function scoredDeals(
  { design, dated, times }: DosedHistory,
  rows: Uint32Array,
  scores: Float64Array,
  { leadsPerWeek }: ThresholdSettings,
): ScoredDeals {
  return {
    scores: takeValues(scores, rows),
    outcomes: Uint8Array.from(rows, (i) => design.outcomes[i]!),
    times: dated ? takeValues(times, rows) : null,
    ...(leadsPerWeek !== undefined && { leadsPerWeek }),
  };
}
