import { Refusal } from "../refusal.ts";
import { makeRecommendation } from "../workflows/recommending/make-recommendation.ts";
import { recommendingInputSchema } from "../workflows/recommending/recommending-input.ts";
import type { JobResult, JobType } from "./job-run.ts";

/** Makes a recommendation; what it made is its cursor too, so that a job taken twice makes one. */
export const recommend: JobType = {
  work: async ({ context, job, onProgress, checkpoint, signal }) => {
    if (job.cursor !== null) return job.cursor as JobResult;
    const { id, createdBy } = job;
    const input = recommendingInputSchema.parse(job.input);
    const made = await makeRecommendation(
      context,
      { id, createdBy, input },
      { onProgress: (text) => onProgress({ text }), signal, onKept: checkpoint },
    );
    return made instanceof Refusal ? made : { ...made };
  },
};
