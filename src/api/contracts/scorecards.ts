import { z } from "zod";
import type { Published } from "../../workflows/versions/publish-scorecard.ts";
import type {
  ScorecardLineage,
  ScorecardVersion,
  VersionSummary,
} from "../../workflows/versions/read-versions.ts";
import { pageOf } from "./paging.ts";
import { textSchema } from "./text.ts";
import { lineageShape, slugSchema, writeTime, writeTimeIfAny } from "./versions.ts";

const FORMATS = ["counterweight/scorecard@1", "counterweight/scorecard-set@1"] as const;

export const newScorecardSchema = z.strictObject({
  slug: slugSchema
    .optional()
    .describe("The lineage that it is the next version of; that of its id when left out."),
  document: z
    .looseObject({ format: z.enum(FORMATS) })
    .describe(
      "A scorecard or a set of them, as docs/schemas/scorecard.schema.json describes it; its version becomes the next number.",
    ),
  note: textSchema.optional().describe("What this version is for."),
});

export const scorecardLineageSchema = z.strictObject({ ...lineageShape, name: z.string() });
export const scorecardPageSchema = pageOf(scorecardLineageSchema);

const summarySchema = z.strictObject({
  version: z.int(),
  state: z.enum(["draft", "published"]),
  live: z.boolean().describe("Whether it scores now."),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  publishedBy: z.string().nullable(),
  publishedAt: z.iso.datetime().nullable(),
});
export const scorecardVersionPageSchema = pageOf(summarySchema);

export const scorecardVersionSchema = summarySchema.extend({
  slug: z.string(),
  document: z
    .looseObject({ format: z.literal("counterweight/scorecard-set@1") })
    .describe("The set of scorecards; one scorecard is a set with a fallback alone."),
});

export const publishedSchema = summarySchema.extend({
  slug: z.string(),
  model: z
    .strictObject({ slug: z.string(), version: z.int() })
    .nullable()
    .describe("The model that scores beside it; null while none fits its lines."),
  job: z
    .int()
    .nullable()
    .describe("The job that scores all leads again; null where it was live already."),
});

const changedValue = z.union([z.string(), z.number(), z.null()]);

export const scorecardDiffSchema = z.strictObject({
  slug: z.string(),
  from: z.int(),
  to: z.int(),
  changes: z.array(
    z.strictObject({
      what: z
        .string()
        .describe("Such as line-added, line-points, threshold-score, grade-cut, cell-action."),
      key: z.string().describe("Of the line, threshold, bucket, category, grade, band or cell."),
      label: z.string(),
      from: changedValue,
      to: changedValue,
    }),
  ),
});

export function toScorecardAnswer(
  lineage: ScorecardLineage,
): z.infer<typeof scorecardLineageSchema> {
  const { slug, name, createdAt, versions, latest, live } = lineage;
  return { slug, name, createdAt: writeTime(createdAt), versions, latest, live };
}

export function toSummaryAnswer(version: VersionSummary): z.infer<typeof summarySchema> {
  const { state, live, note, createdBy, createdAt, publishedBy, publishedAt } = version;
  return {
    version: version.version,
    state,
    live,
    note,
    createdBy,
    createdAt: writeTime(createdAt),
    publishedBy,
    publishedAt: writeTimeIfAny(publishedAt),
  };
}

export function toVersionAnswer(version: ScorecardVersion): z.infer<typeof scorecardVersionSchema> {
  const { slug, document } = version;
  return { ...toSummaryAnswer(version), slug, document: { ...document } };
}

export function toPublishedAnswer({
  version,
  model,
  job,
}: Published): z.infer<typeof publishedSchema> {
  return { ...toSummaryAnswer(version), slug: version.slug, model, job };
}
