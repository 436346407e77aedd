import type { Band, Cell, Grade } from "../../scorecard/schema.ts";
import type { SettledState } from "../../scorecard/transitions.ts";
import type { StoredFigures } from "../../store/lead-scores.ts";
import type { ModelFigures } from "../../trainer/compiled-model.ts";
import type { LiveScorer } from "./live-scorer.ts";

/** Both scores of a lead without their ledgers. */
export interface ScoreSummary {
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly rules: {
    readonly scorecard: string;
    readonly score: number;
    readonly fit: number;
    readonly engagement: number;
    readonly grade: Grade;
    readonly band: Band;
    readonly cell: Cell;
    readonly nextAction: string;
    /** Ids of those that the score has reached. */
    readonly thresholds: readonly string[];
  };
  readonly model: ModelFigures | null;
  /** Whether rules and model disagree strongly. */
  readonly disagrees: boolean;
}

/** What a lead has reached as far as events speak of it. */
export interface SettledSummary {
  readonly thresholds: readonly string[];
  readonly cell: Cell;
}

export function summariseSettled({ thresholds, grade, band }: SettledState): SettledSummary {
  return { thresholds, cell: `${grade}${band}` };
}

/** What stored figures say by the versions that they come from. */
export function summarise(scorer: LiveScorer, figures: Omit<StoredFigures, "doses">): ScoreSummary {
  const { asOf, scorecard, total: score, fit, engagement, disagrees } = figures;
  const cell = figures.cell as Cell;
  const { matrix, thresholds } = scorer.compiled.scorecards.find(
    (each) => each.scorecard.id === scorecard,
  )!.scorecard;
  const reached = thresholds.filter((cut) => score >= cut.score).map(({ id }) => id);
  return {
    asOf,
    rules: {
      scorecard,
      score,
      fit,
      engagement,
      grade: cell[0] as Grade,
      band: Number(cell[1]) as Band,
      cell,
      nextAction: matrix.nextActions[cell],
      thresholds: reached,
    },
    model: toModelFigures(figures),
    disagrees,
  };
}

function toModelFigures(figures: Omit<StoredFigures, "doses">): ModelFigures | null {
  const { probability, probabilityLow: low, probabilityHigh: high, logOdds } = figures;
  const { modelPoints: points } = figures;
  if (probability === null || low === null || high === null || logOdds === null || points === null)
    return null;
  return { probability, low, high, logOdds, points };
}
