import { decideHandOver } from "../../experiment/assignment.ts";
import type { Cell } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import { readLeadsToHandOver } from "../../store/handovers.ts";
import { listNextLeads, measureWalk } from "../../store/lead-walk.ts";
import { takeLock } from "../../store/locks.ts";
import {
  insertTriage,
  lockUndecidedLeads,
  type TriageRecord,
  type UndecidedLead,
} from "../../store/triage.ts";
import type { Context } from "../context.ts";
import { tellHandover } from "../live/told-handover.ts";
import { type Exploration, readExploration } from "./exploration.ts";
import { type Handing, writeHandovers } from "./write-handovers.ts";

/** How far the walk over all leads has come, and what it did. */
export interface TriageCursor {
  /** Internal id of the lead that was looked at last. */
  readonly after: number;
  /** The last that was there when the walk began. */
  readonly last: number;
  readonly done: number;
  readonly total: number;
  /** Leads of which it was decided, and those of them that were handed over. */
  readonly decided: number;
  readonly explored: number;
}

export interface TriageWalk {
  /** Null at first. */
  readonly cursor: TriageCursor | null;
  /** Told the cursor in the transaction of each slice; what it throws undoes the slice. */
  readonly checkpoint: (session: Session, cursor: TriageCursor) => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
  /** Heeded between slices. */
  readonly signal: AbortSignal;
}

const SLICE = 1000;
const DAY = 86_400_000;

/**
 * Decides of all leads that have waited long enough without a score that asked for them: a share is
 * handed over all the same, and of each is written down with what chance. Slice by slice, with how far
 * it has come, so that a walk that was broken off goes on where it was.
 *
 * @throws the signal's reason when it is told to stop
 */
export async function triageWaiting(
  context: Context,
  walk: TriageWalk,
): Promise<Pick<TriageCursor, "decided" | "explored">> {
  let cursor = walk.cursor ?? (await beginWalk(context));
  for (;;) {
    walk.signal.throwIfAborted();
    const next = await triageSlice(context, walk, cursor);
    if (next === null) break;
    cursor = next;
    walk.onProgress(cursor.done, cursor.total);
  }
  return { decided: cursor.decided, explored: cursor.explored };
}

async function beginWalk({ database }: Context): Promise<TriageCursor> {
  const { leads, last } = await measureWalk(database);
  return { after: 0, last, done: 0, total: leads, decided: 0, explored: 0 };
}

/** @returns null where no lead was left */
async function triageSlice(
  context: Context,
  { checkpoint }: TriageWalk,
  cursor: TriageCursor,
): Promise<TriageCursor | null> {
  return context.database.transact(async (session) => {
    const found = await listNextLeads(session, { after: cursor.after, most: SLICE });
    const leads = found.filter((id) => id <= cursor.last);
    if (leads.length === 0) return null;
    const exploration = await readExploration(session);
    const now = context.now();
    const waiting = await lockUndecidedLeads(session, leads, now - exploration.waitDays * DAY);
    const { decided, explored } = await decide(session, waiting, exploration, now);
    await handOver(context, session, { explored, exploration, now });
    const next = {
      ...cursor,
      after: leads.at(-1)!,
      done: cursor.done + leads.length,
      decided: cursor.decided + decided,
      explored: cursor.explored + explored.length,
    };
    await checkpoint(session, next);
    return next;
  });
}

async function decide(
  session: Session,
  waiting: readonly UndecidedLead[],
  { share, salt }: Exploration,
  at: number,
): Promise<{ readonly decided: number; readonly explored: readonly UndecidedLead[] }> {
  // Until a share is set nobody is explored, whatever the salt.
  const policy = { salt: salt ?? "", share };
  const records = waiting.map((lead): TriageRecord => {
    const { leadId, total, probability, scorecardVersionId, modelVersionId } = lead;
    const { because, propensity } = decideHandOver(
      { unit: lead.externalId, passes: false },
      policy,
    );
    const scores = { total, probability, scorecardVersionId, modelVersionId };
    return { leadId, because, propensity, ...scores, at };
  });
  const written = await insertTriage(session, records);
  const explored = waiting.filter(
    ({ leadId }, i) => written.has(leadId) && records[i]!.because === "exploration",
  );
  return { decided: written.size, explored };
}

async function handOver(
  { scorers }: Context,
  session: Session,
  {
    explored,
    exploration,
    now,
  }: {
    readonly explored: readonly UndecidedLead[];
    readonly exploration: Exploration;
    readonly now: number;
  },
): Promise<void> {
  if (explored.length === 0) return;
  await takeLock(session, "routing");
  const leads = await readLeadsToHandOver(
    session,
    explored.map(({ leadId }) => leadId),
  );
  const handings: Handing[] = [];
  for (const lead of explored.filter(({ leadId }) => leads.has(leadId))) {
    const { total: score, modelVersionId } = lead;
    const cell = lead.cell as Cell;
    const told = { ...lead, score, cell, from: cell, cause: "time" as const, at: now };
    const event = tellHandover(await scorers.of(session, lead), told);
    const because = "exploration" as const;
    const why = { because, experimentId: null, arm: null, modelVersionId };
    handings.push({ event, route: exploration.route!, ...why });
  }
  await writeHandovers(session, leads, handings);
}
