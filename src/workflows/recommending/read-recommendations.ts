import { Refusal } from "../../refusal.ts";
import { type Calibration, calibrationSchema } from "../../report/calibration.ts";
import { VOICE_VERDICTS } from "../../report/voices.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { type Decision, listDecisions } from "../../store/decisions.ts";
import {
  findRecommendation,
  listRecommendations as listRuns,
  type RecommendationSummary,
} from "../../store/recommendations.ts";
import type { Context } from "../context.ts";
import { readStored } from "../versions/make-live.ts";
import { type Decidable, listDecidable } from "./decidable.ts";

export { verdicts } from "../../recommendation/verdict.ts";
export { calibrationSchema } from "../../report/calibration.ts";
export type { Decision } from "../../store/decisions.ts";
export type { RecommendationSummary } from "../../store/recommendations.ts";

/** A run with what it found. */
export interface Recommendation extends RecommendationSummary {
  readonly calibration: Calibration;
  /** The set with every recommended change in it. */
  readonly recommended: ScorecardSet;
  /** The set that it was made for. */
  readonly current: ScorecardSet;
}

type Line = Calibration["lines"][number];
type Threshold = Calibration["thresholds"][number];
type Classes = Calibration["grades"][number]["now"][number];

/** Something to decide on, with its evidence and what was decided. */
export interface RecommendedItem extends Decidable {
  /** Evidence on a line; null on anything else. */
  readonly line: Line | null;
  /** Where its voices conflict, in one sentence; null where no feedback was given. */
  readonly conflict: string | null;
  readonly threshold: Threshold | null;
  /** Of a grade or band, its class now and as recommended. */
  readonly classes: { readonly now: Classes; readonly recommended: Classes } | null;
  readonly decision: Decision | null;
}

export async function listRecommendations(
  { database }: Context,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly RecommendationSummary[]> {
  return listRuns(database, page);
}

export async function readRecommendation(
  { database }: Context,
  id: number,
): Promise<Recommendation | Refusal> {
  const found = await findRecommendation(database, id);
  if (found === null) return UNKNOWN_RECOMMENDATION;
  return {
    ...found,
    calibration: calibrationSchema.parse(found.calibration),
    recommended: readStored(found.recommended),
    current: readStored(found.current),
  };
}

/** A run with everything that can be decided on it, as it was decided so far. */
export async function readDecidable(
  context: Context,
  id: number,
): Promise<{ readonly run: Recommendation; readonly items: readonly RecommendedItem[] } | Refusal> {
  const run = await readRecommendation(context, id);
  if (run instanceof Refusal) return run;
  const decisions = await listDecisions(context.database, id);
  const bySubject = new Map(decisions.map((decision) => [decision.subject, decision]));
  const items = listDecidable(run).map((item) => ({
    ...item,
    ...findEvidence(run, item),
    decision: bySubject.get(item.subject) ?? null,
  }));
  return { run, items };
}

export const UNKNOWN_RECOMMENDATION = new Refusal(
  "recommendation-unknown",
  "There is no recommendation of this id.",
  "GET /v1/recommendations lists those that there are.",
);

type Evidence = Pick<RecommendedItem, "line" | "conflict" | "threshold" | "classes">;

function findEvidence(
  { calibration, recommended }: Recommendation,
  { kind, scorecard, key }: Decidable,
): Evidence {
  const none: Evidence = { line: null, conflict: null, threshold: null, classes: null };
  if (kind === "line") {
    const id = recommended.segments.length === 0 ? key : `${scorecard}/${key}`;
    const line = calibration.lines.find((each) => each.id === id)!;
    const verdict = line.voices?.verdict;
    return { ...none, line, conflict: verdict ? VOICE_VERDICTS[verdict].sentence : null };
  }
  if (kind === "threshold") {
    const isIt = (each: Threshold) => each.scorecard === scorecard && each.id === key;
    return { ...none, threshold: calibration.thresholds.find(isIt)! };
  }
  const axis = kind === "grade" ? "fit" : "engagement";
  const grades = calibration.grades.find(
    (each) => each.scorecard === scorecard && each.axis === axis,
  )!;
  const pick = (classes: readonly Classes[]) => classes.find(({ name }) => name === key)!;
  return { ...none, classes: { now: pick(grades.now), recommended: pick(grades.recommended) } };
}
