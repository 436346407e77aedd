import { enqueueJob } from "../store/jobs.ts";
import type { Context } from "../workflows/context.ts";

/** Asks for today's re-score of all leads where nobody has; days are UTC's. */
export async function scheduleDailyRescore({ database, now }: Context): Promise<void> {
  await enqueueJob(database, {
    kind: "rescore",
    input: { cause: "time" },
    dedupeKey: `rescore:time:${dayOf(now())}`,
    createdBy: "schedule",
  });
}

/** Such as 2025-03-01. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
