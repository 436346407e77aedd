import { listWaiting, type QueueQuery, type WaitingHandover } from "../../store/feedback-queue.ts";
import type { Caller } from "../access/caller.ts";
import { describeCaller } from "../access/describe-caller.ts";
import type { Context } from "../context.ts";
import type { ExplainedScore } from "../live/live-scorer.ts";

/** A lead that was handed over, and that nobody has given feedback on since. Times: epoch ms. */
export interface QueueItem
  extends Pick<
    WaitingHandover,
    "id" | "lead" | "attributes" | "activities" | "activityCount" | "owner" | "at" | "closedAt"
  > {
  /** Null where it is to be judged without its score in sight. */
  readonly shown: ShownReasons | null;
}

/** What tells of a lead's score. */
export interface ShownReasons {
  readonly why: Pick<WaitingHandover, "cell" | "from" | "cause" | "rule" | "scoreThen">;
  readonly nextAction: string;
  /** Null where the lead is not scored. */
  readonly scores: ScoreHighlights | null;
}

export interface ScoreHighlights extends Pick<ExplainedScore, "asOf" | "rules" | "model"> {
  /** What adds or takes the most points, the most first. */
  readonly ruleHighlights: ExplainedScore["rules"]["ledger"];
  /** What adds or takes the most log-odds, the most first; empty without a model. */
  readonly modelHighlights: NonNullable<ExplainedScore["model"]>["contributions"];
}

const HIGHLIGHTS = 5;

/** Handovers that wait for feedback, oldest first. A rep's own and what nobody owns, unless told. */
export async function readQueue(
  context: Context,
  caller: Caller,
  { owner, ...page }: Pick<QueueQuery, "after" | "limit"> & { readonly owner?: string | undefined },
): Promise<readonly QueueItem[]> {
  const whose = owner === undefined ? await findOwn(context, caller) : { owners: [owner] };
  const waiting = await listWaiting(context.database, { ...page, ...whose });
  return Promise.all(waiting.map((handover) => toItem(context, handover)));
}

/** Who the leads of a caller belong to; everybody where it is no rep. */
async function findOwn(
  context: Context,
  caller: Caller,
): Promise<Pick<QueueQuery, "owners" | "unowned">> {
  if (caller.role !== "sales") return {};
  const { name, email } = await describeCaller(context, caller);
  return { owners: email === null ? [name] : [name, email], unowned: true };
}

async function toItem(context: Context, handover: WaitingHandover): Promise<QueueItem> {
  const { id, lead, attributes, activities, activityCount, owner, at, closedAt, blind } = handover;
  const item = { id, lead, attributes, activities, activityCount, owner, at, closedAt };
  if (blind) return { ...item, shown: null };
  const { cell, from, cause, rule, scoreThen, nextAction } = handover;
  const why = { cell, from, cause, rule, scoreThen };
  return { ...item, shown: { why, nextAction, scores: await explain(context, handover) } };
}

async function explain(
  { database, scorers }: Context,
  { lead: id, attributes, score }: WaitingHandover,
): Promise<ScoreHighlights | null> {
  if (score === null) return null;
  const { scorecardVersionId, modelVersionId, scorecard, doses, asOf } = score;
  const scorer = await scorers.of(database, { scorecardVersionId, modelVersionId });
  const dosed = {
    doses: Float64Array.from(doses),
    scorecard: scorer.compiled.scorecards.findIndex((each) => each.scorecard.id === scorecard),
  };
  const { rules, model } = scorer.explainDosed({ id, attributes }, dosed, asOf);
  return {
    asOf,
    rules,
    model,
    ruleHighlights: pickLargest(rules.ledger),
    modelHighlights: pickLargest(model?.contributions ?? []),
  };
}

function pickLargest<T extends { readonly contribution: number }>(parts: readonly T[]): T[] {
  return parts
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, HIGHLIGHTS);
}
