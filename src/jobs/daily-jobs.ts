import { enqueueJob, type NewJob } from "../store/jobs.ts";
import type { Context } from "../workflows/context.ts";
import type { JobTypes } from "./job-run.ts";

interface DailyJob extends Pick<NewJob, "kind" | "input"> {
  /** With the day, what the job of a day is known by. */
  readonly key: string;
}

/** In this order; each in a lane of its own. */
const DAILY: readonly DailyJob[] = [
  { kind: "rescore", input: { cause: "time" }, key: "rescore:time" },
  { kind: "triage", input: {}, key: "triage" },
  { kind: "watch", input: {}, key: "watch" },
];

/** Asks for what is due each day where nobody has, of the kinds that are worked at; days are UTC's. */
export async function scheduleDailyJobs(
  { database, now }: Context,
  types: JobTypes,
): Promise<void> {
  for (const { kind, input, key } of DAILY)
    if (types[kind] !== undefined)
      await enqueueJob(database, {
        kind,
        input,
        dedupeKey: `${key}:${dayOf(now())}`,
        createdBy: "schedule",
      });
}

/** Such as 2025-03-01. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
