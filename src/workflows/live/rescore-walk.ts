import type { Session } from "../../store/database.ts";
import { findOutdated, lockNextLeads, measureWalk } from "../../store/lead-walk.ts";
import { shareLock } from "../../store/locks.ts";
import type { Context } from "../context.ts";
import { rescoreLeads } from "./rescore-leads.ts";

/** How far a walk has come. */
export interface WalkCursor {
  /** Internal id of the lead that was scored last. */
  readonly after: number;
  /** The last that was there when the walk began; later ones were scored as they came. */
  readonly last: number;
  readonly done: number;
  readonly total: number;
}

export interface Walk {
  /** Of a version, leads that are scored by what is live already are left as they are. */
  readonly cause: "time" | "version";
  /** Null at first. */
  readonly cursor: WalkCursor | null;
  /** Told the cursor in the transaction of each chunk; what it throws undoes the chunk. */
  readonly checkpoint: (session: Session, cursor: WalkCursor) => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
  /** Heeded between chunks. */
  readonly signal: AbortSignal;
}

/** Leads that are locked at once; a request for one of them waits for the chunk. */
const CHUNK = 500;

/**
 * Scores all leads again, chunk by chunk: each chunk and how far the walk has come are committed
 * together, so that a walk that was broken off goes on without leaving a lead out or scoring it twice.
 *
 * @throws the signal's reason when it is told to stop
 */
export async function rescoreAll(context: Context, walk: Walk): Promise<{ leads: number }> {
  let cursor = walk.cursor ?? (await beginWalk(context));
  for (;;) {
    walk.signal.throwIfAborted();
    const next = await rescoreChunk(context, walk, cursor);
    if (next === null) break;
    cursor = next;
    walk.onProgress(cursor.done, cursor.total);
  }
  return { leads: cursor.done };
}

async function beginWalk({ database }: Context): Promise<WalkCursor> {
  const { leads, last } = await measureWalk(database);
  return { after: 0, last, done: 0, total: leads };
}

/** @returns null where no lead was left */
async function rescoreChunk(
  context: Context,
  walk: Walk,
  cursor: WalkCursor,
): Promise<WalkCursor | null> {
  return context.database.transact(async (session) => {
    await shareLock(session, "live");
    const leads = await lockNextLeads(session, { ...cursor, most: CHUNK });
    if (leads.length === 0) return null;
    const due = walk.cause === "version" ? await findOutdated(session, leads) : leads;
    await rescoreLeads(context, session, due, { asOf: context.now(), cause: walk.cause });
    const next = { ...cursor, after: leads.at(-1)!, done: cursor.done + leads.length };
    await walk.checkpoint(session, next);
    return next;
  });
}
