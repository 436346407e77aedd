import { LEAST_ACCEPTING } from "../../history/reading/feedback-file.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import {
  type FeedbackRecord,
  findKeys,
  holdLeads,
  insertFeedback,
  readMoments,
  type SeenMoment,
} from "../../store/feedback.ts";
import type { Actor, Context } from "../context.ts";
import type { ItemRefusal } from "../keeping/item-refusal.ts";
import { UNKNOWN_LEAD } from "../keeping/record-activities.ts";
import { readReasonCodes } from "./reason-codes.ts";

/** What sales says of a lead: a word, or a rating of which 4 and 5 accept it. */
export type Verdict = "accepted" | "rejected" | 1 | 2 | 3 | 4 | 5;

export interface FeedbackItem {
  /** The sender's own: feedback whose key came before is the same. */
  readonly key: string;
  /** The sender's own id of the lead. */
  readonly lead: string;
  readonly verdict: Verdict;
  /** Codes, the main one first. */
  readonly reasons: readonly string[];
  readonly comment?: string | undefined;
  readonly rep?: string | undefined;
  /** Epoch milliseconds; now when left out. */
  readonly at?: number | undefined;
  /** Whether the score was in sight; nobody knows when left out. */
  readonly sawScore?: boolean | undefined;
  /** The version whose score was shown; as it was scored at that moment when left out. */
  readonly shownVersion?: { readonly slug: string; readonly version: number } | undefined;
}

export interface RecordedFeedback {
  readonly accepted: number;
  /** Those whose key came before. */
  readonly repeated: number;
  readonly refused: readonly ItemRefusal[];
  /** Ids of all that is kept, new or not. */
  readonly kept: readonly { readonly key: string; readonly id: number }[];
}

/** Who gives feedback. */
export interface Giver extends Actor {
  /** Counts as the rep where an item names none. */
  readonly rep: string | null;
}

/**
 * Keeps what sales says. Of one key the first word stands, and is changed by its id. What is said of a
 * lead that waits for feedback without its score in sight was said blind, whatever the sender says.
 */
export async function recordFeedback(
  context: Context,
  items: readonly FeedbackItem[],
  giver: Giver,
): Promise<RecordedFeedback> {
  const now = context.now();
  return context.database.transact(async (session) => {
    const recorded = await keepFeedback(session, items, giver, now);
    const { accepted, repeated } = recorded;
    if (giver.name.startsWith("person:"))
      await writeAudit(session, giver, "feedback.record", "feedback", { accepted, repeated });
    return recorded;
  });
}

/** As `recordFeedback`, in a transaction that is there already. @param now epoch milliseconds */
export async function keepFeedback(
  session: Session,
  items: readonly FeedbackItem[],
  giver: Giver,
  now: number,
): Promise<RecordedFeedback> {
  const told = await checkItems(session, items, now);
  const rows = told.pieces.map((piece) => toRecord(piece, giver, now));
  const accepted = await insertFeedback(session, keepFirst(rows));
  const known = await findKeys(
    session,
    rows.map(({ key }) => key),
  );
  const isOwn = (_: Piece, i: number) => {
    const { key, leadId } = rows[i]!;
    return known.get(key)?.author === giver.name && known.get(key)?.leadId === leadId;
  };
  const own = told.pieces.filter(isOwn);
  const taken = told.pieces
    .filter((piece, i) => !isOwn(piece, i))
    .map(({ place }) => ({ item: place, field: "key", reason: KEY_TAKEN }));
  const keys = [...new Set(own.map(({ item }) => item.key))];
  return {
    accepted,
    repeated: own.length - accepted,
    refused: [...told.refused, ...taken].toSorted((a, b) => a.item - b.item),
    kept: keys.map((key) => ({ key, id: known.get(key)!.id })),
  };
}

interface Piece {
  readonly item: FeedbackItem;
  readonly place: number;
  readonly leadId: number;
  readonly at: number;
  readonly seen: SeenMoment;
}

/** Clocks of senders may be ahead by so much. */
const AHEAD_MS = 300_000;

/** Items that can be kept, with what was to be seen of their leads, and what is wrong with the others. */
async function checkItems(
  session: Session,
  items: readonly FeedbackItem[],
  now: number,
): Promise<{ readonly pieces: readonly Piece[]; readonly refused: readonly ItemRefusal[] }> {
  const leads = await holdLeads(session, [...new Set(items.map(({ lead }) => lead))]);
  const codes = new Set((await readReasonCodes(session)).map(({ code }) => code));
  const faults = items.map((item, place) => findFault(item, place, { leads, codes, now }));
  const fitting = items.flatMap((item, place) => {
    if (faults[place] !== null) return [];
    return [{ item, place, leadId: leads.get(item.lead)!, at: item.at ?? now }];
  });
  const moments = fitting.map(({ item, leadId, at }) => {
    return { leadId, at, version: item.shownVersion ?? null };
  });
  const seen = await readMoments(session, moments);
  const pieces = fitting.map((piece, i) => ({ ...piece, seen: seen[i]! }));
  const isShown = ({ item, seen }: Piece) =>
    item.shownVersion === undefined || seen.toldVersionId !== null;
  return {
    pieces: pieces.filter(isShown),
    refused: [
      ...faults.filter((fault) => fault !== null),
      ...pieces
        .filter((piece) => !isShown(piece))
        .map(({ place }) => ({ item: place, field: "shownVersion", reason: UNKNOWN_VERSION })),
    ],
  };
}

interface Known {
  readonly leads: ReadonlyMap<string, number>;
  readonly codes: ReadonlySet<string>;
  readonly now: number;
}

function findFault(
  { lead, reasons, at, sawScore, shownVersion }: FeedbackItem,
  item: number,
  { leads, codes, now }: Known,
): ItemRefusal | null {
  if (!leads.has(lead)) return { item, field: "lead", reason: UNKNOWN_LEAD };
  if (!reasons.every((code) => codes.has(code)))
    return { item, field: "reasons", reason: UNKNOWN_REASON };
  if (at !== undefined && at > now + AHEAD_MS)
    return { item, field: "at", reason: "expected a moment that is not to come" };
  if (sawScore === false && shownVersion !== undefined)
    return { item, field: "shownVersion", reason: "expected none where no score was in sight" };
  return null;
}

export const UNKNOWN_REASON =
  "expected codes of the list of reasons (GET /v1/settings/reason-codes)";
const UNKNOWN_VERSION = "no scorecard version of this name and number was ever published";
const KEY_TAKEN =
  "this key stands for feedback of somebody else or on another lead; expected one of your own";

function toRecord({ item, leadId, at, seen }: Piece, giver: Giver, now: number): FeedbackRecord {
  const { key, verdict, reasons, comment = null, rep = giver.rep, shownVersion } = item;
  const [reason = null, ...moreReasons] = new Set(reasons);
  const sawScore = seen.blind ? false : (item.sawScore ?? (shownVersion ? true : null));
  return {
    key,
    leadId,
    ...readVerdict(verdict),
    reason,
    moreReasons,
    comment,
    rep,
    at: Math.min(at, now),
    author: giver.name,
    sawScore,
    shownVersionId: sawScore === true ? (seen.toldVersionId ?? seen.versionId) : null,
    shownTotal: sawScore === true ? seen.total : null,
  };
}

export function readVerdict(verdict: Verdict): Pick<FeedbackRecord, "accepted" | "rating"> {
  if (typeof verdict === "string") return { accepted: verdict === "accepted", rating: null };
  return { accepted: verdict >= LEAST_ACCEPTING, rating: verdict };
}

function keepFirst(rows: readonly FeedbackRecord[]): readonly FeedbackRecord[] {
  const first = new Map<string, FeedbackRecord>();
  for (const row of rows) if (!first.has(row.key)) first.set(row.key, row);
  return [...first.values()];
}
