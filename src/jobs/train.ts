import { Refusal } from "../refusal.ts";
import { trainModel } from "../workflows/training/train-model.ts";
import { trainingInputSchema } from "../workflows/training/training-input.ts";
import type { JobResult, JobType } from "./job-run.ts";

/** Trains a model; what it made is its cursor too, so that a job taken twice makes one model. */
export const train: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) => {
    if (job.cursor !== null) return job.cursor as JobResult;
    const input = trainingInputSchema.parse(job.input);
    const { id, createdBy } = job;
    const trained = await trainModel(
      context,
      { id, createdBy, input },
      { onProgress: (text) => onProgress({ text }), signal, onKept: checkpoint },
    );
    return trained instanceof Refusal ? trained : { ...trained };
  },
};
