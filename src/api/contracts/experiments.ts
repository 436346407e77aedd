import { z } from "zod";
import type { Caller } from "../../workflows/access/caller.ts";
import {
  EXPERIMENT_STATES,
  type Experiment,
  experimentRequestSchema,
  experimentSchema,
  omitSalt,
  saltedOrNotSchema,
  type UnsaltedExperiment,
} from "../../workflows/experimenting/definition.ts";
import type { ToldPlan } from "../../workflows/experimenting/plan-experiment.ts";
import type {
  CountedExperiment,
  ToldExperiment,
} from "../../workflows/experimenting/read-experiments.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { textSchema } from "./text.ts";
import { writeTime, writeTimeIfAny } from "./versions.ts";

export { experimentRequestSchema };

const { unit, shares, coverage, namespace, handOver, primary, minimumEffect, alpha, power } =
  experimentSchema.shape;

const MOST_UNITS = 1e9;

/** The parts of a definition that decide how much it needs, and what is known beforehand. */
export const planRequestSchema = z
  .strictObject({
    unit,
    shares,
    coverage,
    namespace,
    handOver: handOver.pick({ probability: true }),
    primary,
    minimumEffect,
    alpha,
    power,
    baseRate: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe(
        "Rate of the primary metric under the rules; when left out that of leads that rules or model asked for in 13 weeks, by what is stored.",
      ),
    unitsPerWeek: z
      .number()
      .positive()
      .max(MOST_UNITS)
      .optional()
      .describe("Units that take part; when left out those of the last 13 weeks."),
    explained: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe("Share of the outcome's variance that the score foretells; 0 when left out."),
    designEffect: z
      .number()
      .min(1)
      .max(1000)
      .optional()
      .describe("Above 1 for accounts of several leads that end alike; 1 when left out."),
  })
  .refine(
    ({ shares: { rules, model } }) => rules > 0 && model > 0 && Math.abs(rules + model - 1) <= 1e-9,
    { path: ["shares"], message: "expected shares above 0 that sum to 1" },
  );

export const experimentParams = z.strictObject({ id: rowIdSchema });
export const experimentPageQuery = z.strictObject(idPageQuery);
export const stoppingSchema = z
  .strictObject({ note: textSchema.optional().describe("Why it is stopped.") })
  .nullish()
  .transform((body) => body ?? {});

const experimentAnswerSchema = z.strictObject({
  id: z.int(),
  state: z.enum(EXPERIMENT_STATES),
  startsAt: z.iso.datetime(),
  stopsAt: z.iso
    .datetime()
    .nullable()
    .describe("When it was stopped or is to stop; before its start where it was cancelled."),
  stoppedBy: z.string().nullable(),
  stopNote: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  definition: saltedOrNotSchema.describe(
    "As it was agreed; it never changes. The role sales is not told the salt, from which every lead's arm follows.",
  ),
});

const countSchema = z.strictObject({
  units: z.int(),
  leads: z.int(),
  handovers: z.int().describe("Of its leads, by its score."),
});

export const experimentPageSchema = pageOf(experimentAnswerSchema);
export const countedExperimentSchema = experimentAnswerSchema.extend({
  counts: z
    .strictObject({ rules: countSchema, model: countSchema })
    .describe("Who takes part so far: leads that either arm asked for since the start."),
});

const sizeSchema = z.strictObject({
  rules: z.int(),
  model: z.int(),
  units: z.int().describe("Of both arms."),
  enrolmentDays: z.int().describe("Days until the last unit comes."),
  days: z.int().describe("Days until its outcome counts."),
});
const foundSchema = z.strictObject({
  value: z.number(),
  from: z.enum(["given", "stored"]),
  basis: z.string().describe("Where it comes from, as a sentence."),
});

export const planAnswerSchema = z.strictObject({
  summary: z.string(),
  baseRate: foundSchema,
  unitsPerWeek: foundSchema,
  fixed: sizeSchema.describe("One look, at the end."),
  anytime: sizeSchema.describe("A look every day, stopping once the answer is there; at most."),
  inflation: z.number().describe("Units of the second way for each of the first."),
  detectable: z
    .array(z.strictObject({ weeks: z.int(), difference: z.number() }))
    .describe("Differences that would be seen after so many weeks, looking every day."),
});

export function toExperimentAnswer(
  experiment: ToldExperiment,
  { role }: Pick<Caller, "role">,
): z.infer<typeof experimentAnswerSchema> {
  const { id, state, startsAt, stopsAt, stoppedBy, stopNote, createdBy, createdAt } = experiment;
  return {
    id,
    state,
    startsAt: writeTime(startsAt),
    stopsAt: writeTimeIfAny(stopsAt),
    stoppedBy,
    stopNote,
    createdBy,
    createdAt: writeTime(createdAt),
    definition: (role === "sales"
      ? omitSalt(experiment.definition)
      : experiment.definition) satisfies Experiment | UnsaltedExperiment,
  };
}

export function toCountedAnswer(
  experiment: CountedExperiment,
  caller: Pick<Caller, "role">,
): z.infer<typeof countedExperimentSchema> {
  return { ...toExperimentAnswer(experiment, caller), counts: experiment.counts };
}

export function toPlanAnswer(plan: ToldPlan): z.infer<typeof planAnswerSchema> {
  return { ...plan, detectable: [...plan.detectable] };
}
