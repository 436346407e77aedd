import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import {
  type FeedbackChange,
  type FeedbackFilter,
  type ListedFeedback,
  listFeedback as list,
  lockFeedback,
  markWithdrawn,
  updateFeedback,
} from "../../store/feedback-list.ts";
import type { Caller } from "../access/caller.ts";
import type { Context } from "../context.ts";
import { readReasonCodes } from "./reason-codes.ts";
import { readVerdict, UNKNOWN_REASON, type Verdict } from "./record-feedback.ts";

export type { ListedFeedback } from "../../store/feedback-list.ts";

/** Roles that see what everybody said. */
const SEES_ALL = new Set(["admin", "revops", "data-science"]);
/** Roles that may withdraw what others said. */
const WITHDRAWS_ALL = new Set(["admin", "revops"]);

/** Feedback, latest given first: all of it for those who may see it, else the caller's own. */
export async function listFeedback(
  { database }: Context,
  { name, role }: Caller,
  filter: FeedbackFilter,
): Promise<readonly ListedFeedback[]> {
  if (SEES_ALL.has(role)) return list(database, filter);
  if (filter.author !== undefined && filter.author !== name) return [];
  return list(database, { ...filter, author: name });
}

/** What is to be different; what is left out stays as it is. */
export interface WantedChange {
  readonly verdict?: Verdict | undefined;
  readonly reasons?: readonly string[] | undefined;
  /** Null takes it away. */
  readonly comment?: string | null | undefined;
}

/** Changes what the caller said. Whether a verdict that is changed later is still blind nobody knows. */
export async function changeFeedback(
  { database }: Context,
  caller: Caller,
  id: number,
  wanted: WantedChange,
): Promise<ListedFeedback | Refusal> {
  return database.transact(async (session) => {
    const found = await lockFeedback(session, id);
    if (found === null || found.author !== caller.name) return UNKNOWN;
    if (found.withdrawnAt !== null) return WITHDRAWN;
    const refusal = await refuseReasons(session, wanted, found);
    if (refusal !== null) return refusal;
    const next = applyChange(found, wanted);
    const changed = FIELDS.filter((field) => String(next[field]) !== String(found[field]));
    if (changed.length === 0) return found;
    await updateFeedback(session, id, next);
    await writeAudit(session, caller, "feedback.change", `feedback:${id}`, { changed });
    return { ...found, ...next };
  });
}

const FIELDS = ["accepted", "rating", "reasons", "comment"] as const;

function applyChange(found: ListedFeedback, wanted: WantedChange): FeedbackChange {
  const { verdict, reasons = found.reasons, comment = found.comment } = wanted;
  const { accepted, rating } = verdict === undefined ? found : readVerdict(verdict);
  const isTurned = accepted !== found.accepted || rating !== found.rating;
  const sawScore = isTurned && found.sawScore === false ? null : found.sawScore;
  return { accepted, rating, reasons: [...new Set(reasons)], comment, sawScore };
}

/** A code that is no longer on the list stays where it was given. */
async function refuseReasons(
  session: Session,
  { reasons = [] }: WantedChange,
  found: ListedFeedback,
): Promise<Refusal | null> {
  const codes = (await readReasonCodes(session)).map(({ code }) => code);
  const known = new Set([...codes, ...found.reasons]);
  if (reasons.every((code) => known.has(code))) return null;
  return new Refusal(
    "option-invalid",
    "A reason is not on the list of reasons.",
    "GET /v1/settings/reason-codes lists them.",
    [{ where: "/reasons", reason: UNKNOWN_REASON }],
  );
}

/** Takes feedback back: it stays as withdrawn, and counts no longer. Doing so again changes nothing. */
export async function withdrawFeedback(
  { database, now }: Context,
  caller: Caller,
  id: number,
): Promise<ListedFeedback | Refusal> {
  return database.transact(async (session) => {
    const found = await lockFeedback(session, id);
    const may = found?.author === caller.name || WITHDRAWS_ALL.has(caller.role);
    if (found === null || !may) return UNKNOWN;
    if (found.withdrawnAt !== null) return found;
    const withdrawnAt = now();
    await markWithdrawn(session, id, withdrawnAt);
    await writeAudit(session, caller, "feedback.withdraw", `feedback:${id}`);
    return { ...found, withdrawnAt };
  });
}

const UNKNOWN = new Refusal(
  "feedback-unknown",
  "There is no feedback of this id that you may change.",
  "GET /v1/feedback lists yours.",
);

const WITHDRAWN = new Refusal(
  "feedback-withdrawn",
  "This feedback was withdrawn, and is not changed any more.",
  "Give it anew, with another key.",
);
