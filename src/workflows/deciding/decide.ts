import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  type Decided,
  type Decision,
  findDecision,
  listDecisions as list,
  writeDecision,
} from "../../store/decisions.ts";
import { findRecommendation } from "../../store/recommendations.ts";
import type { Actor, Context } from "../context.ts";
import { UNKNOWN_RECOMMENDATION } from "../recommending/read-recommendations.ts";
import { checkDecision } from "./decision-checks.ts";
import { openRecommendation } from "./open-recommendation.ts";

export type { Decided, Decision } from "../../store/decisions.ts";

export interface Deciding {
  readonly recommendation: number;
  /** As the recommendation names it. */
  readonly subject: string;
  readonly decided: Decided;
  /** What is to be written instead, where it is edited. */
  readonly value?: number | undefined;
  readonly note?: string | undefined;
  /** Of the decision that this one replaces; 0 for the first. */
  readonly revision: number;
}

/**
 * Keeps what a person decided on one line or cut. Whoever has not seen the latest decision on it is
 * told of that one, and nothing is changed.
 */
export async function decide(
  { database, now }: Context,
  actor: Actor,
  asked: Deciding,
): Promise<Decision | Refusal> {
  return database.transact(async (session) => {
    const found = await openRecommendation(session, asked.recommendation);
    if (found instanceof Refusal) return found;
    const decision = toDecision(asked, actor, now());
    const before = await findDecision(session, found.id, asked.subject);
    if (before !== null && isRepeated(decision, before)) return before;
    if ((before?.revision ?? 0) !== asked.revision) return refuseOverwriting(before);
    const others = await list(session, found.id);
    const refusal = checkDecision(found, decision, others);
    if (refusal !== null) return refusal;
    if (!(await writeDecision(session, found.id, decision)))
      return refuseOverwriting(await findDecision(session, found.id, asked.subject));
    const { subject, decided, value, revision } = decision;
    const detail = { subject, decided, value, revision };
    await writeAudit(session, actor, "recommendation.decide", `recommendation:${found.id}`, detail);
    return decision;
  });
}

/** What was decided on a recommendation, whether or not more may be. */
export async function listDecisions(
  { database }: Context,
  recommendation: number,
): Promise<readonly Decision[] | Refusal> {
  const decisions = await list(database, recommendation);
  if (decisions.length > 0 || (await findRecommendation(database, recommendation)) !== null)
    return decisions;
  return UNKNOWN_RECOMMENDATION;
}

function toDecision(
  { subject, decided, value, note, revision }: Deciding,
  { name }: Actor,
  at: number,
): Decision {
  return {
    subject,
    decided,
    value: value ?? null,
    note: note ?? null,
    revision: revision + 1,
    decidedBy: name,
    decidedAt: at,
  };
}

/** Whether the same person sends the same again, having missed the answer. */
function isRepeated(decision: Decision, before: Decision): boolean {
  return (["decided", "value", "note", "revision", "decidedBy"] as const).every(
    (field) => decision[field] === before[field],
  );
}

function refuseOverwriting(latest: Decision | null): Refusal {
  if (latest === null)
    return new Refusal(
      "decision-stale",
      "Nobody has decided on this yet, and the revision is not 0.",
      "Send revision 0 for a first decision.",
      [{ where: "/revision", reason: "expected 0" }],
    );
  const { decided, value, note, revision, decidedBy, decidedAt } = latest;
  const said = value === null ? decided : `${decided} to ${value}`;
  return new Refusal(
    "decision-stale",
    "Somebody has decided on this meanwhile.",
    "Look at their decision; to replace it, send yours with its revision.",
    [
      { where: "/revision", reason: `expected ${revision}` },
      { where: "decided", reason: said },
      { where: "decidedBy", reason: decidedBy },
      { where: "decidedAt", reason: new Date(decidedAt).toISOString() },
      ...(note === null ? [] : [{ where: "note", reason: note }]),
    ],
  );
}
