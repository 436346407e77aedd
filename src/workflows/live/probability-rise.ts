import type { DosedLead } from "../../scorecard/compiled.ts";
import type { EventRecord } from "../../store/events.ts";
import type { StoredScore } from "../../store/scores.ts";
import type { ScoreBefore } from "../../store/scoring-inputs.ts";
import { predictDoses } from "../../trainer/compiled-model.ts";
import type { LiveScorer } from "./live-scorer.ts";
import { cellOf, tellHandover } from "./told-handover.ts";

/** A lead whose probability came to reach a cut by what it did, or by time. */
export interface ProbabilityRise {
  /** As the live model has it; 0 where the lead was never scored. */
  readonly before: number;
  readonly after: number;
  /** What a handover of the lead is told by. */
  readonly event: EventRecord;
}

/** A lead that is scored anew. */
export interface RescoredLead {
  readonly before: ScoreBefore | null;
  /** What the lead had done before, dosed as now; undefined where the scorecard is the same. */
  readonly carried: DosedLead | undefined;
  readonly score: StoredScore;
  readonly cause: EventRecord["cause"];
}

/**
 * Whether a lead's probability came to reach the lowest of some cuts. A new model's verdict on what
 * the lead had done before is none of the lead's doing: both ends are the live model's.
 *
 * @param lowest of the cuts, in (0, 1)
 */
export function findRise(
  scorer: LiveScorer,
  { before, carried, score, cause }: RescoredLead,
  lowest: number,
): ProbabilityRise | null {
  const { probability: after } = score;
  if (after === null || after < lowest) return null;
  const probability = before === null ? 0 : probabilityOf(scorer, before, carried);
  if (probability >= after) return null;
  const from = before === null ? null : cellOf(before.settled);
  const { total, settled, asOf: at, ...rest } = score;
  const told = { ...rest, score: total, cell: cellOf(settled), from, cause, at };
  return { before: probability, after, event: tellHandover(scorer, told) };
}

function probabilityOf(
  { versions, compiled, model }: LiveScorer,
  before: ScoreBefore,
  carried: DosedLead | undefined,
): number {
  if (carried !== undefined)
    return predictDoses(model!, carried.doses, carried.scorecard).probability;
  if (before.modelVersionId === versions.modelVersionId) return before.probability ?? 0;
  const doses = Float64Array.from(before.doses.slice(1, -1).split(","), Number);
  const card = compiled.scorecards.findIndex(({ scorecard }) => scorecard.id === before.scorecard);
  return predictDoses(model!, doses, card).probability;
}
