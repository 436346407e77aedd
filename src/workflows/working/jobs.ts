import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  enqueueJob,
  findQueuedRescore,
  type JobFilter,
  listJobs as list,
  readJob as read,
  type StoredJob,
} from "../../store/jobs.ts";
import { takeLock } from "../../store/locks.ts";
import type { Actor, Context } from "../context.ts";

export type { StoredJob } from "../../store/jobs.ts";
export { jobKinds, jobStates } from "../../store/schema/jobs.ts";

export async function listJobs(
  { database }: Context,
  filter: JobFilter,
  limit: number,
): Promise<readonly StoredJob[]> {
  return list(database, filter, limit);
}

export async function readJob({ database }: Context, id: number): Promise<StoredJob | Refusal> {
  return (await read(database, id)) ?? UNKNOWN_JOB;
}

const UNKNOWN_JOB = new Refusal(
  "job-unknown",
  "There is no job of this id.",
  "GET /v1/jobs lists those that there are.",
);

const LOOK_MS = 400;

/**
 * A job as it is now, and each time that it has changed, until it has ended or the signal is
 * aborted. Null after a while in which nothing changed, so that a listener is known to be there.
 */
export async function* followJob(
  { database }: Context,
  id: number,
  { quietMs, signal }: { readonly quietMs: number; readonly signal: AbortSignal },
): AsyncGenerator<StoredJob | null> {
  let told = "";
  for (let quiet = 0; !signal.aborted; quiet += LOOK_MS) {
    const job = await read(database, id);
    if (job === null) return;
    const { leaseUntil: _, ...seen } = job;
    const state = JSON.stringify(seen);
    if (state !== told || quiet >= quietMs) {
      yield state === told ? null : job;
      told = state;
      quiet = 0;
    }
    if (hasEnded(job)) return;
    await wait(LOOK_MS, null, { signal }).catch(() => {});
  }
}

function hasEnded({ state }: StoredJob): boolean {
  return state === "done" || state === "failed";
}

/** Asks for all leads to be scored again as of now; returns the job, which another may wait for too. */
export async function askRescore({ database }: Context, actor: Actor): Promise<StoredJob> {
  return database.transact(async (session) => {
    await takeLock(session, "asking");
    const queued = await findQueuedRescore(session);
    if (queued !== null) return (await read(session, queued))!;
    const input = { cause: "time" };
    const id = await enqueueJob(session, { kind: "rescore", input, createdBy: actor.name });
    await writeAudit(session, actor, "leads.rescore", `job:${id}`);
    return (await read(session, id))!;
  });
}
