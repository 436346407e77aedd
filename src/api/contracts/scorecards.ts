import { z } from "zod";
import type { Meeting } from "../../workflows/versions/meeting.ts";
import type { Published } from "../../workflows/versions/publish-scorecard.ts";
import type {
  DescribedVersion,
  ScorecardLineage,
  VersionSummary,
} from "../../workflows/versions/read-versions.ts";
import { type Reason, reasonSchema } from "../../workflows/versions/reasons.ts";
import { meetingAnswerSchema } from "./meetings.ts";
import { pageOf } from "./paging.ts";
import { experimentsRunningSchema } from "./publishing.ts";
import { textSchema } from "./text.ts";
import { lineageShape, slugSchema, versionSchema, writeTime, writeTimeIfAny } from "./versions.ts";

const changedValue = z.union([z.string(), z.number(), z.null()]);

const changeSchema = z.strictObject({
  what: z
    .string()
    .describe("Such as line-added, line-points, threshold-score, grade-cut, cell-action."),
  key: z.string().describe("Of the line, threshold, bucket, category, grade, band or cell."),
  label: z.string(),
  from: changedValue,
  to: changedValue,
});

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
  basedOn: versionSchema
    .optional()
    .describe("Number of the version that it was made from; the live one when left out."),
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
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  backTestedAt: z.iso.datetime().nullable().describe("Null while it was not back-tested."),
});
export const scorecardVersionPageSchema = pageOf(summarySchema);

const nameSchema = z.strictObject({ slug: z.string(), version: z.int() });

export const scorecardVersionSchema = summarySchema.extend({
  slug: z.string(),
  document: z
    .looseObject({ format: z.literal("counterweight/scorecard-set@1") })
    .describe("The set of scorecards; one scorecard is a set with a fallback alone."),
  basedOn: nameSchema.nullable().describe("The version that it was drafted from."),
  changes: z
    .array(changeSchema)
    .nullable()
    .describe(
      "What changed from the version that it was drafted from; null where that is not known.",
    ),
  reasons: z
    .record(z.string(), reasonSchema)
    .describe("Why lines and cuts are as they are, where people decided on a recommendation."),
  meeting: meetingAnswerSchema.nullable().describe("Who agreed to it when they met."),
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
  publication: z.int().nullable().describe("GET /v1/publications/{id} tells what it caused."),
  experimentsRunning: experimentsRunningSchema,
});

export const scorecardDiffSchema = z.strictObject({
  slug: z.string(),
  from: z.int(),
  to: z.int(),
  changes: z.array(changeSchema),
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
    approvedBy: version.approvedBy,
    approvedAt: writeTimeIfAny(version.approvedAt),
    backTestedAt: writeTimeIfAny(version.backTestedAt),
  };
}

export function toVersionAnswer(version: DescribedVersion): z.infer<typeof scorecardVersionSchema> {
  const { slug, document, basedOn, changes, reasons, meeting } = version;
  return {
    ...toSummaryAnswer(version),
    slug,
    document: { ...document },
    basedOn,
    changes: changes && [...changes],
    reasons: reasons as Record<string, Reason>,
    meeting: meeting as Meeting | null,
  };
}

export function toPublishedAnswer({
  version,
  model,
  job,
  publication,
  experimentsRunning,
}: Published): z.infer<typeof publishedSchema> {
  return {
    ...toSummaryAnswer(version),
    slug: version.slug,
    model,
    job,
    publication,
    experimentsRunning: [...experimentsRunning],
  };
}
