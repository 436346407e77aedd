import { z } from "zod";
import { rescoreAll } from "../workflows/live/rescore-walk.ts";
import type { JobType } from "./job-run.ts";

/** What a job `rescore` is asked for: a new day, or a version that has just become live. */
const inputSchema = z.looseObject({ cause: z.enum(["time", "version"]) });

const cursorSchema = z
  .strictObject({ after: z.number(), last: z.number(), done: z.number(), total: z.number() })
  .nullable();

export const rescore: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) =>
    rescoreAll(context, {
      cause: inputSchema.parse(job.input).cause,
      cursor: cursorSchema.parse(job.cursor),
      checkpoint,
      onProgress: (done, total) => onProgress({ text: "scoring leads again", done, total }),
      signal,
    }),
};
