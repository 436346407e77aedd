import { Refusal } from "../../refusal.ts";
import type { Alarm, WatchFindings } from "../../report/ab/findings.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { writeAudit } from "../../store/audit.ts";
import { enqueueJob, findQueuedJob, readJob, type StoredJob } from "../../store/jobs.ts";
import { readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import { listWatches } from "../../store/watches.ts";
import type { Actor, Context } from "../context.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { readKept, readLatestWatch } from "./latest-watch.ts";

export { watchSchema as watchFindingsSchema } from "../../report/ab/schema/watch.ts";
export type { WatchFindings };

/** Asks for a watch now; returns the job, which another may wait for too. */
export async function askWatch({ database }: Context, actor: Actor): Promise<StoredJob | Refusal> {
  return database.transact(async (session) => {
    if ((await readLive(session)) === null) return NOTHING_LIVE;
    await takeLock(session, "asking");
    const queued = await findQueuedJob(session, "watch");
    if (queued !== null) return (await readJob(session, queued))!;
    const id = await enqueueJob(session, { kind: "watch", input: {}, createdBy: actor.name });
    await writeAudit(session, actor, "watch.ask", `job:${id}`);
    return (await readJob(session, id))!;
  });
}

/** What the last watch found. */
export async function readWatch({ database }: Context): Promise<WatchFindings | Refusal> {
  return (await readLatestWatch(database)) ?? NOT_WATCHED;
}

const NOT_WATCHED = new Refusal(
  "watch-unknown",
  "Nothing has been watched yet.",
  "Ask for it (POST /v1/watch), or wait for the next day (UTC), on which it happens by itself.",
);

/** A watch in few words. */
export interface WatchSummary {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Those that stood. */
  readonly alarms: readonly Alarm[];
  readonly retraining: "yes" | "no" | "not-yet-known";
}

/** Watches, the latest first. */
export async function listWatchHistory(
  { database }: Context,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly WatchSummary[]> {
  const watches = await listWatches(database, page);
  return watches.map((watch) => {
    const { alarms, retraining } = readKept(watch).findings;
    const answer = isEstimated(retraining) ? retraining.answer : "not-yet-known";
    return { id: watch.id, at: watch.at, alarms, retraining: answer };
  });
}
