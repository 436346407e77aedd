import { doseLead } from "../../scorecard/compiled.ts";
import type { Scorecard } from "../../scorecard/schema.ts";
import { settle, type Transition } from "../../scorecard/transitions.ts";
import type { Session } from "../../store/database.ts";
import { type EventRecord, insertEvents } from "../../store/events.ts";
import { type LiveVersions, readLive } from "../../store/live.ts";
import { findCurrentPublication } from "../../store/publications.ts";
import { type Cause, type ScoreToSave, type StoredScore, saveScores } from "../../store/scores.ts";
import {
  readScoringInputs,
  type ScoreBefore,
  type ScoringInput,
} from "../../store/scoring-inputs.ts";
import { readHysteresis } from "../../store/settings.ts";
import type { Context } from "../context.ts";
import { type RunningExperiment, readRunningExperiments } from "../experimenting/enrol.ts";
import { type DosedScore, scoreDosed } from "../lead-score.ts";
import { handOver } from "../routing/hand-over.ts";
import { disagree } from "./disagreement.ts";
import type { LiveScorer } from "./live-scorer.ts";
import { findRise, type ProbabilityRise } from "./probability-rise.ts";
import { findVersionChanges, type VersionChange } from "./version-change.ts";

interface Occasion {
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly cause: Cause;
}

/**
 * Scores stored leads again, and makes events of what they crossed. The transaction shares the lock
 * `live` and holds the leads' locks, so that nobody scores the same leads meanwhile and no version
 * comes between. What was imported, and a lead that time or a version scores for the first time, sets
 * the state without events: nothing has just happened. Of a lead that an earlier version scored last,
 * what the new version changed is told apart from what the lead or time did, as its publication says.
 */
export async function rescoreLeads(
  { scorers }: Context,
  session: Session,
  leadIds: readonly number[],
  { asOf, cause }: Occasion,
): Promise<void> {
  if (leadIds.length === 0) return;
  const [versions, margin, experiments] = await Promise.all([
    readLive(session),
    readHysteresis(session),
    isApart(cause) ? readRunningExperiments(session, asOf) : [],
  ]);
  if (versions === null) return;
  const scorer = await scorers.of(session, versions);
  const scoring = { asOf, ...versions };
  const lowestCut = findLowestCut(experiments);
  const slices = await Promise.all(
    cutIntoSlices(leadIds).map(async (slice) => {
      const inputs = await readScoringInputs(session, slice);
      const changes = isApart(cause)
        ? await findVersionChanges(scorers, session, scorer, inputs)
        : NO_CHANGES;
      const scored = inputs.map((input) =>
        scoreInput(scorer, input, { asOf, cause, margin, changes, lowestCut }),
      );
      await saveScores(session, scored, scoring);
      return scored;
    }),
  );
  if (cause === "import") return;
  const scored = slices.flat();
  const events = await nameCauses(
    session,
    versions,
    scored.flatMap((lead) => lead.events),
  );
  await insertEvents(session, events);
  const rises = scored.flatMap(({ rise }) => rise ?? []);
  const { modelVersionId } = versions;
  await handOver(session, { events, rises, experiments, modelVersionId });
}

/** Null where no experiment runs. */
function findLowestCut(experiments: readonly RunningExperiment[]): number | null {
  if (experiments.length === 0) return null;
  return Math.min(...experiments.map(({ definition }) => definition.handOver.probability));
}

const NO_CHANGES: ReadonlyMap<number, VersionChange> = new Map();

/** Events with the publication that caused them, where a version did. */
async function nameCauses(
  session: Session,
  versions: LiveVersions,
  events: readonly EventRecord[],
): Promise<readonly EventRecord[]> {
  if (!events.some(({ cause }) => cause === "version")) return events;
  const publicationId = await findCurrentPublication(session, versions);
  return events.map((event) => (event.cause === "version" ? { ...event, publicationId } : event));
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
  readonly events: readonly EventRecord[];
  /** Where the lead's probability came to reach the cut of an experiment. */
  readonly rise: ProbabilityRise | null;
}

interface Settling extends Occasion {
  /** Of the hysteresis, in points. */
  readonly margin: number;
  /** By the id of the scorecard version that scored a lead before. */
  readonly changes: ReadonlyMap<number, VersionChange>;
  /** Of the experiments that run, the least probability that hands a lead over. */
  readonly lowestCut: number | null;
}

function scoreInput(
  scorer: LiveScorer,
  { leadId, externalId, attributes, activities, before }: ScoringInput,
  { asOf, cause, margin, changes, lowestCut }: Settling,
): ScoredInput {
  const { compiled } = scorer;
  const dosed = doseLead(compiled, { id: externalId, attributes, activities }, asOf);
  const figures = scoreDosed(scorer, dosed.doses, dosed.scorecard);
  const card = compiled.scorecards[dosed.scorecard]!.scorecard;
  const change = before === null ? undefined : changes.get(before.scorecardVersionId);
  const changed = change?.(before!, dosed, margin);
  const settled = changed?.state ?? before?.settled ?? null;
  const { state, transitions } = settle(settled, figures, card, margin);
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
  const isFirst = before === null && cause !== "lead";
  const events = isFirst
    ? []
    : [
        ...toEvents(score, changed?.transitions ?? [], "version"),
        ...toEvents(score, transitions, cause),
      ];
  const isVersions =
    isApart(cause) &&
    before !== null &&
    !isSameVersions(before, score) &&
    transitions.length === 0 &&
    Math.round(changed?.total ?? before.total) === Math.round(score.total);
  return {
    before,
    score,
    events,
    isKept: isSeen(before, score, events.length > 0),
    cause: isVersions ? "version" : cause,
    rise:
      lowestCut === null || isFirst
        ? null
        : findRise(scorer, { before, carried: changed?.carried, score, cause }, lowestCut),
  };
}

/** Whether what a version changed is told apart from what else happened. */
function isApart(cause: Cause): boolean {
  return cause === "lead" || cause === "time";
}

function isSameVersions(before: ScoreBefore, score: StoredScore): boolean {
  return (
    before.scorecardVersionId === score.scorecardVersionId &&
    before.modelVersionId === score.modelVersionId
  );
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
function isSeen(before: ScoringInput["before"], score: StoredScore, crosses: boolean): boolean {
  if (before === null || crosses) return true;
  return (
    !isSameVersions(before, score) ||
    Math.round(before.total) !== Math.round(score.total) ||
    Math.round(100 * (before.probability ?? -1)) !== Math.round(100 * (score.probability ?? -1))
  );
}

function toEvents(
  { leadId, total, probability, scorecardVersionId, asOf }: StoredScore,
  transitions: readonly Transition[],
  cause: Cause,
): readonly EventRecord[] {
  const common = { leadId, score: total, probability, cause, scorecardVersionId, at: asOf };
  return transitions.map((transition) => ({ ...transition, ...common, publicationId: null }));
}
