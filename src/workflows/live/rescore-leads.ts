import { doseLead } from "../../scorecard/compiled.ts";
import type { Scorecard } from "../../scorecard/schema.ts";
import { settle, type Transition } from "../../scorecard/transitions.ts";
import type { Session } from "../../store/database.ts";
import { type EventRecord, insertEvents } from "../../store/events.ts";
import { readLive } from "../../store/live.ts";
import { findCurrentPublication } from "../../store/publications.ts";
import { type Cause, type ScoreToSave, type StoredScore, saveScores } from "../../store/scores.ts";
import { readScoringInputs, type ScoringInput } from "../../store/scoring-inputs.ts";
import { readHysteresis } from "../../store/settings.ts";
import type { Context } from "../context.ts";
import { type DosedScore, scoreDosed } from "../lead-score.ts";
import { handOver } from "../routing/hand-over.ts";
import { disagree } from "./disagreement.ts";
import type { LiveScorer } from "./live-scorer.ts";

interface Occasion {
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly cause: Cause;
}

/**
 * Scores stored leads again, and makes events of what they crossed. The transaction shares the lock
 * `live` and holds the leads' locks, so that nobody scores the same leads meanwhile and no version
 * comes between. What was imported, and a lead that time or a version scores for the first time, sets
 * the state without events: nothing has just happened. What a day's walk finds on a lead that it is the
 * first to score by a new version is laid to that version, by which nobody is handed over.
 */
export async function rescoreLeads(
  { scorers }: Context,
  session: Session,
  leadIds: readonly number[],
  { asOf, cause }: Occasion,
): Promise<void> {
  if (leadIds.length === 0) return;
  const [versions, margin] = await Promise.all([readLive(session), readHysteresis(session)]);
  if (versions === null) return;
  const [scorer, publication] = await Promise.all([
    scorers.of(session, versions),
    cause === "lead" || cause === "import" ? null : findCurrentPublication(session, versions),
  ]);
  const scoring = { asOf, cause, ...versions };
  const slices = await Promise.all(
    cutIntoSlices(leadIds).map(async (slice) => {
      const inputs = await readScoringInputs(session, slice);
      const scored = inputs.map((input) => scoreInput(scorer, input, asOf, margin));
      await saveScores(session, scored, scoring);
      return scored.flatMap((each) => toEvents(each, cause, publication));
    }),
  );
  if (cause === "import") return;
  const events = slices.flat();
  const ids = await insertEvents(session, events);
  await handOver(
    session,
    events.map((event, i) => ({ ...event, id: ids[i]! })),
  );
}

/** The database reads and writes one slice while another is scored. */
const SLICE = 125;

function cutIntoSlices(leadIds: readonly number[]): readonly (readonly number[])[] {
  const slices = [];
  for (let start = 0; start < leadIds.length; start += SLICE)
    slices.push(leadIds.slice(start, start + SLICE));
  return slices;
}

interface ScoredInput extends ScoreToSave {
  readonly transitions: readonly Transition[];
}

function scoreInput(
  scorer: LiveScorer,
  { leadId, externalId, attributes, activities, before }: ScoringInput,
  asOf: number,
  margin: number,
): ScoredInput {
  const { compiled } = scorer;
  const dosed = doseLead(compiled, { id: externalId, attributes, activities }, asOf);
  const figures = scoreDosed(scorer, dosed.doses, dosed.scorecard);
  const card = compiled.scorecards[dosed.scorecard]!.scorecard;
  const { state, transitions } = settle(before?.settled ?? null, figures, card, margin);
  const score: StoredScore = {
    leadId,
    asOf,
    scorecardVersionId: scorer.versions.scorecardVersionId,
    modelVersionId: scorer.versions.modelVersionId,
    scorecard: card.id,
    total: figures.total,
    fit: figures.fit,
    engagement: figures.engagement,
    cell: figures.cell,
    probability: figures.probability,
    probabilityLow: figures.low,
    probabilityHigh: figures.high,
    logOdds: figures.logOdds,
    modelPoints: figures.points,
    disagrees: disagreeAt(scorer, figures, card),
    doses: Array.from(dosed.doses),
    settled: state,
  };
  return { before, score, transitions, isKept: isSeen(before, score, transitions) };
}

function disagreeAt(
  { model }: LiveScorer,
  { total, low, high }: DosedScore,
  { thresholds }: Scorecard,
): boolean {
  if (model === null || low === null || high === null) return false;
  return disagree(total, { low, high }, thresholds, model.scale);
}

/**
 * Whether a person would see that a score is another one: another version, a crossing, or another
 * whole point or per cent. Else decay would keep a row a day of every lead.
 */
function isSeen(
  before: ScoringInput["before"],
  score: StoredScore,
  transitions: readonly Transition[],
): boolean {
  if (before === null || transitions.length > 0) return true;
  return (
    before.scorecardVersionId !== score.scorecardVersionId ||
    before.modelVersionId !== score.modelVersionId ||
    Math.round(before.total) !== Math.round(score.total) ||
    Math.round(100 * (before.probability ?? -1)) !== Math.round(100 * (score.probability ?? -1))
  );
}

/** What is told of a lead that was scored again. */
function toEvents(
  { before, score, transitions }: ScoredInput,
  cause: Cause,
  publication: number | null,
): readonly EventRecord[] {
  if (cause !== "lead" && before === null) return [];
  const isOutdated = before !== null && before.scorecardVersionId !== score.scorecardVersionId;
  const told = cause === "time" && isOutdated ? "version" : cause;
  const publicationId = told === "version" ? publication : null;
  const { leadId, total, probability, scorecardVersionId, asOf } = score;
  const common = { leadId, score: total, probability, scorecardVersionId, at: asOf };
  return transitions.map((transition) => {
    return { ...transition, ...common, cause: told, publicationId };
  });
}
