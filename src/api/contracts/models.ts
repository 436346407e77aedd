import { z } from "zod";
import { modelSchema } from "../../trainer/model.ts";
import { trainingSettingsSchema } from "../../workflows/training/training-settings.ts";
import { modelComparisonSchema } from "../../workflows/versions/compared-figures.ts";
import type { Promoted } from "../../workflows/versions/promote-model.ts";
import type {
  ModelLineage,
  ModelVersionSummary,
  ReadModelVersion,
} from "../../workflows/versions/read-versions.ts";
import { pageOf } from "./paging.ts";
import { experimentsRunningSchema } from "./publishing.ts";
import { lineageShape, slugSchema, versionSchema, writeTime, writeTimeIfAny } from "./versions.ts";

export const trainingSchema = trainingSettingsSchema
  .extend({
    from: z
      .enum(["stored", "upload"])
      .describe("stored: the leads and outcomes that are kept; upload: files, as form data."),
    scorecard: z
      .strictObject({ slug: slugSchema, version: versionSchema.optional() })
      .optional()
      .describe("On whose lines it is fitted: its newest version, or what is live when left out."),
  })
  .describe("What a model is to learn from, and how.");

export const startedSchema = z.strictObject({
  job: z.int().describe("GET /v1/jobs/{id} tells how far it has come, and what it made."),
});

export const modelLineageSchema = z.strictObject({
  ...lineageShape,
  scorecard: z.string().describe("Slug of the scorecards whose lines they were fitted on."),
});
export const modelPageSchema = pageOf(modelLineageSchema);

const trainedSchema = z.strictObject({
  deals: z.int(),
  won: z.int(),
  firstAsOf: z.string().nullable(),
  lastAsOf: z.string().nullable(),
  priorWidth: z.number(),
  seed: z.int(),
});

const summarySchema = z.strictObject({
  version: z.int(),
  live: z.boolean().describe("Whether it scores now."),
  scorecardVersion: z.int().describe("Of the scorecard whose lines it was fitted on."),
  trained: trainedSchema,
  historyHash: z
    .string()
    .nullable()
    .describe("SHA-256 of the history that it learnt from: the same data have the same."),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  promotedBy: z.string().nullable().describe("Null for a candidate."),
  promotedAt: z.iso.datetime().nullable(),
});
export const modelVersionPageSchema = pageOf(summarySchema);

export const modelVersionSchema = summarySchema.extend({
  slug: z.string(),
  scorecard: z.string(),
  document: modelSchema.describe("model.json"),
});

export const calibrationSchema = z
  .looseObject({ format: z.string() })
  .describe("calibration.json, as docs/schemas/calibration.schema.json describes it.");

export const promotedSchema = summarySchema.extend({
  slug: z.string(),
  scorecard: z.string(),
  job: z
    .int()
    .nullable()
    .describe("The job that scores all leads again; null where it was live already."),
  publication: z.int().nullable().describe("GET /v1/publications/{id} tells what it caused."),
  experimentsRunning: experimentsRunningSchema,
  comparison: modelComparisonSchema.describe("Beside the model that it replaced."),
});

const worthSchema = z
  .strictObject({
    coefficient: z.number().describe("Log-odds for a dose of 1."),
    low: z.number().describe("Lower end of its 95 % interval."),
    high: z.number(),
    points: z.number().describe("The coefficient on the points scale."),
  })
  .nullable();
const numbersSchema = z.strictObject({ from: z.number(), to: z.number() });

export const modelDiffSchema = z.strictObject({
  slug: z.string(),
  from: z.int(),
  to: z.int(),
  intercept: numbersSchema.describe("Log-odds."),
  unit: numbersSchema.describe("Log-odds per point."),
  trained: z.strictObject({ from: trainedSchema, to: trainedSchema }),
  lines: z.array(z.strictObject({ key: z.string(), from: worthSchema, to: worthSchema })),
});

export function toModelAnswer(lineage: ModelLineage): z.infer<typeof modelLineageSchema> {
  const { slug, scorecard, createdAt, versions, latest, live } = lineage;
  return { slug, scorecard, createdAt: writeTime(createdAt), versions, latest, live };
}

export function toSummaryAnswer(version: ModelVersionSummary): z.infer<typeof summarySchema> {
  const { live, scorecardVersion, trained, historyHash, createdBy, createdAt } = version;
  return {
    version: version.version,
    live,
    scorecardVersion,
    trained,
    historyHash,
    createdBy,
    createdAt: writeTime(createdAt),
    promotedBy: version.promotedBy,
    promotedAt: writeTimeIfAny(version.promotedAt),
  };
}

export function toVersionAnswer(version: ReadModelVersion): z.infer<typeof modelVersionSchema> {
  const { slug, scorecard, document } = version;
  return { ...toSummaryAnswer(version), slug, scorecard, document };
}

export function toPromotedAnswer({
  version,
  experimentsRunning,
  ...made
}: Promoted): z.infer<typeof promotedSchema> {
  const { slug, scorecard } = version;
  return {
    ...toSummaryAnswer(version),
    slug,
    scorecard,
    ...made,
    experimentsRunning: [...experimentsRunning],
  };
}
