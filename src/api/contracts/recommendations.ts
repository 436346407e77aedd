import { z } from "zod";
import { decidableKinds } from "../../workflows/recommending/decidable.ts";
import {
  calibrationSchema,
  type Decision,
  type Recommendation,
  type RecommendationSummary,
  type RecommendedItem,
  verdicts,
} from "../../workflows/recommending/read-recommendations.ts";
import { recommendingSettingsSchema } from "../../workflows/recommending/recommending-input.ts";
import { reportForms } from "../../workflows/training/ask-report.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { writeTime } from "./versions.ts";

const LARGEST_SEED = 2_147_483_647;

export const askRecommendationSchema = z
  .strictObject({
    seed: z.int().min(0).max(LARGEST_SEED).default(1).describe("For every random choice."),
    settings: recommendingSettingsSchema
      .prefault({})
      .describe("What may change, and what cuts are set for."),
  })
  .describe("A recommendation on the live scorecard, by all that is stored.");

export const recommendationParams = z.strictObject({ id: rowIdSchema });
export const recommendationPageQuery = z.strictObject(idPageQuery);
export const recommendationReportQuery = z.strictObject({
  format: z
    .enum(reportForms)
    .optional()
    .describe("The form of the report; by the header accept, else JSON, when left out."),
});

const summarySchema = z.strictObject({
  id: z.int(),
  scorecard: z.string().describe("Slug of the scorecard that it was made for."),
  version: z.int(),
  stale: z
    .boolean()
    .describe("Whether another version scores by now, so that nothing may be decided on it."),
  seed: z.int(),
  settings: z.record(z.string(), z.unknown()),
  historyHash: z.string().describe("SHA-256 of the deals and the feedback that it rests on."),
  resultHash: z
    .string()
    .describe(
      "SHA-256 of what was found: the same history, version, seed and settings have the same.",
    ),
  decided: z.int().describe("How many of its items were decided on."),
  job: z.int().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export const recommendationPageSchema = pageOf(summarySchema);

const { lines, thresholds, grades, feedback, verdict } = calibrationSchema.shape;

const lineEvidenceSchema = lines.element
  .pick({
    bucket: true,
    characteristic: true,
    axis: true,
    unit: true,
    perWritten: true,
    leads: true,
    won: true,
    winRateWith: true,
    winRateWithout: true,
    gain: true,
    stability: true,
    standsInFor: true,
    dealsNeeded: true,
  })
  .describe("What closed deals tell of a line.");

const voicesSchema = lines.element.shape.voices
  .unwrap()
  .extend({
    points: z.number().describe("Effective points that are set by hand."),
    conflict: z.string().describe("Who is at odds with whom, in one sentence."),
  })
  .describe("Hand-set points, closed deals and sales, in effective points.");

const thresholdEvidenceSchema = thresholds.element.pick({
  by: true,
  aim: true,
  share: true,
  volume: true,
  precision: true,
  missedWins: true,
  valuePerLead: true,
  now: true,
});

const classSchema = grades.element.shape.now.element;

export const decisionSchema = z.strictObject({
  decided: z.enum(["accepted", "edited", "rejected"]),
  value: z.number().nullable(),
  note: z.string().nullable(),
  revision: z.int().describe("Rises with each change; send it with the next one."),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});

const itemSchema = z.strictObject({
  subject: z.string().describe("What a decision names it by."),
  kind: z.enum(decidableKinds),
  scorecard: z.string().describe("Id of the scorecard that it stands on."),
  key: z.string(),
  label: z.string(),
  current: z.number().describe("Whole points or stars as written, or the cut in points."),
  recommended: z.number(),
  low: z.number().nullable().describe("Lower end of the 95 % interval of what the deals say."),
  high: z.number().nullable(),
  verdict: z.enum(verdicts),
  reason: z.string(),
  line: lineEvidenceSchema.nullable(),
  voices: voicesSchema.nullable().describe("Null where no feedback was given, and but for lines."),
  threshold: thresholdEvidenceSchema.nullable(),
  classes: z.strictObject({ now: classSchema, recommended: classSchema }).nullable(),
  decision: decisionSchema.nullable(),
});

export const recommendationSchema = summarySchema.extend({
  deals: z.int().describe("Closed deals that it rests on."),
  won: z.int(),
  verdict: verdict.describe("Whether the learned weights are better than the rules."),
  feedback: feedback.describe("What sales said as a whole; null where it said nothing."),
  items: z.array(itemSchema).describe("What can be decided on, what stays as it is included."),
});

export function toSummaryAnswer(run: RecommendationSummary): z.infer<typeof summarySchema> {
  const { id, slug, version, live, seed, settings, historyHash, resultHash, decided } = run;
  return {
    id,
    scorecard: slug,
    version,
    stale: !live,
    seed,
    settings,
    historyHash,
    resultHash,
    decided,
    job: run.jobId,
    createdBy: run.createdBy,
    createdAt: writeTime(run.createdAt),
  };
}

export function toRecommendationAnswer(
  run: Recommendation,
  items: readonly RecommendedItem[],
): z.infer<typeof recommendationSchema> {
  const { history, verdict: said, feedback: heard } = run.calibration;
  return {
    ...toSummaryAnswer(run),
    deals: history.deals,
    won: history.won,
    verdict: said,
    feedback: heard,
    items: items.map(toItemAnswer),
  };
}

function toItemAnswer(item: RecommendedItem): z.infer<typeof itemSchema> {
  const { line, conflict, threshold, classes, decision, ...decidable } = item;
  return {
    ...decidable,
    line: line && pick(line, lineEvidenceSchema.shape),
    voices:
      line?.voices === undefined
        ? null
        : { ...line.voices, points: line.current, conflict: conflict! },
    threshold: threshold && pick(threshold, thresholdEvidenceSchema.shape),
    classes,
    decision: decision && toDecisionAnswer(decision),
  };
}

export function toDecisionAnswer(decision: Decision): z.infer<typeof decisionSchema> {
  const { decided, value, note, revision, decidedBy, decidedAt } = decision;
  return { decided, value, note, revision, decidedBy, decidedAt: writeTime(decidedAt) };
}

/** The parts of an object that a shape names. */
function pick<T extends object, K extends keyof T>(
  object: T,
  shape: Readonly<Record<K, unknown>>,
): Pick<T, K> {
  const keys = Object.keys(shape) as K[];
  return Object.fromEntries(keys.map((key) => [key, object[key]])) as Pick<T, K>;
}
