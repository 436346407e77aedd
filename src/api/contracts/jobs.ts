import { z } from "zod";
import { jobKinds, jobStates, type StoredJob } from "../../workflows/working/jobs.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";

export const jobParams = z.strictObject({ id: rowIdSchema });

export const jobPageQuery = z.strictObject({
  ...idPageQuery,
  kind: z.enum(jobKinds).optional(),
  state: z.enum(jobStates).optional(),
});

const momentSchema = z.iso.datetime();

export const jobAnswerSchema = z.strictObject({
  id: z.int(),
  kind: z.enum(jobKinds),
  state: z.enum(jobStates),
  progress: z
    .strictObject({
      text: z.string().describe("What is being done."),
      done: z.number().optional(),
      total: z.number().optional(),
    })
    .nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  fault: z
    .strictObject({
      code: z.string(),
      message: z.string(),
      remedy: z.string(),
      details: z.array(z.strictObject({ where: z.string(), reason: z.string() })),
    })
    .nullable()
    .describe("Why it failed, or why it failed last where it is to be tried again."),
  attempts: z.int(),
  createdBy: z.string(),
  createdAt: momentSchema,
  dueAt: momentSchema,
  finishedAt: momentSchema.nullable(),
});

export type JobAnswer = z.infer<typeof jobAnswerSchema>;

export const jobPageSchema = pageOf(jobAnswerSchema);

export function toJobAnswer(job: StoredJob): JobAnswer {
  const { id, kind, state, progress, result, fault, attempts, createdBy } = job;
  return {
    id,
    kind,
    state,
    progress,
    result,
    fault: fault && { ...fault, details: [...fault.details] },
    attempts,
    createdBy,
    createdAt: job.createdAt.toISOString(),
    dueAt: job.dueAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
