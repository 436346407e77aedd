import { z } from "zod";
import { triageWaiting } from "../workflows/routing/triage-waiting.ts";
import type { JobType } from "./job-run.ts";

const count = z.number();
const cursorSchema = z
  .strictObject({
    after: count,
    last: count,
    done: count,
    total: count,
    decided: count,
    explored: count,
  })
  .nullable();

/** Decides of leads that have waited long enough whether they are handed over regardless of score. */
export const triage: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) =>
    triageWaiting(context, {
      cursor: cursorSchema.parse(job.cursor),
      checkpoint,
      onProgress: (done, total) =>
        onProgress({ text: "looking for leads that have waited long enough", done, total }),
      signal,
    }),
};
