import { z } from "zod";
import { orNotEstimable } from "../shapes.ts";
import type { AbFindings } from "./findings.ts";
import { verdictSchema } from "./schema/figures.ts";
import { experimentFindingsSchema } from "./schema/live.ts";
import { shadowSchema } from "./schema/shadow.ts";
import { watchSchema } from "./schema/watch.ts";

/** Which score is better, and whether it pays. */
const answerSchema = z.strictObject({
  verdict: verdictSchema,
  /** What answers: a live experiment, or the shadow comparison; `nothing` where neither can. */
  from: z.enum(["experiment", "shadow", "nothing"]),
  /** Of the experiment that answers, else null. */
  experiment: z.number().nullable(),
  pays: z.enum(["yes", "no", "not-shown", "not-estimable"]),
  sentence: z.string(),
  /** What the sentence rests on, as sentences. */
  evidence: z.array(z.string()),
  /** What else to know before acting on it, the gravest first. */
  cautions: z.array(z.string()),
});

/** Schema of the report of rules against model. Times are epoch milliseconds. */
export const abReportSchema = z.strictObject({
  format: z.literal("counterweight/ab-report@1"),
  asOf: z.number(),
  seed: z.number(),
  answer: answerSchema,
  scorecard: z.strictObject({ name: z.string(), version: z.number() }),
  model: z.strictObject({ name: z.string(), version: z.number() }).nullable(),
  shadow: orNotEstimable(shadowSchema),
  live: z.array(experimentFindingsSchema),
  watch: orNotEstimable(watchSchema),
});

export type AbAnswer = z.infer<typeof answerSchema>;

/** The whole report: what was found, and what it comes to. */
export interface AbReport extends AbFindings {
  readonly answer: AbAnswer;
}
