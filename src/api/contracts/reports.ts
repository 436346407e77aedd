import { z } from "zod";
import { themes } from "../../workflows/comparing/ask-picture.ts";
import { type Clustering, clusterings } from "../../workflows/comparing/clusters.ts";
import {
  type Basis,
  bases,
  type ComparisonWish,
} from "../../workflows/comparing/comparison-material.ts";
import { type ReportForm, reportForms } from "../../workflows/training/ask-report.ts";
import { DEFAULT_SEED } from "../../workflows/training/report-basis.ts";
import { startedSchema } from "./models.ts";

export const reportQuery = z.strictObject({
  format: z
    .enum(reportForms)
    .optional()
    .describe("The form of the report; by the header accept, else JSON, when left out."),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .default(DEFAULT_SEED)
    .describe("For every random choice; others than the usual one are not for sales."),
});

const comparisonQuery = {
  basis: z
    .enum(bases)
    .optional()
    .describe(
      "served: scores as they stood at hand-over; held-out: later deals of the history, by a model that only earlier ones taught. When left out: served, once 30 such leads were won and 30 lost, else held-out.",
    ),
  cluster: z
    .enum(clusterings)
    .optional()
    .describe("What leads go together by; by account, where any two share one, when left out."),
};

export const abReportQuery = reportQuery.extend(comparisonQuery);

export const pictureQuery = reportQuery.omit({ format: true }).extend({
  ...comparisonQuery,
  theme: z.enum(themes).default("light").describe("Whether it is to stand on white or on black."),
});

export const pictureParams = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+\.svg$/, "expected the name of a picture, such as gains.svg")
    .describe("A picture that the report shows, such as gains.svg."),
});

/** The report on feedback has no page of its own. */
export const feedbackReportQuery = reportQuery.extend({
  format: z.enum(["json", "md"]).default("json").describe("The form of the report."),
});

export const MEDIA_TYPES: Readonly<Record<ReportForm, string>> = {
  html: "text/html",
  json: "application/json",
  md: "text/markdown",
};

const calibrationSchema = z
  .looseObject({ format: z.literal("counterweight/calibration@1") })
  .describe("calibration.json, as docs/schemas/calibration.schema.json describes it.");

export const reportResponse = {
  description: "The report.",
  content: {
    "application/json": { schema: calibrationSchema },
    "text/html": { schema: z.string() },
    "text/markdown": { schema: z.string() },
  },
};

const abReportSchema = z
  .looseObject({ format: z.literal("counterweight/ab-report@1") })
  .describe(
    "As docs/schemas/ab-report.schema.json describes it: rules against model in shadow, in experiments and as the daily watch finds them; figures are {value, low, high} or {notEstimable: why}.",
  );

export const abReportResponse = {
  description: "The report.",
  content: { ...reportResponse.content, "application/json": { schema: abReportSchema } },
};

export const pictureResponse = {
  description: "The picture.",
  content: { "image/svg+xml": { schema: z.string() } },
};

const feedbackFindingsSchema = z
  .looseObject({ format: z.literal("counterweight/feedback@1") })
  .describe(
    "Agreement of feedback with rules, model and outcomes, anchoring, reps, lines, segments, thresholds and reasons; figures are {value, low, high} or {notEstimable: why}.",
  );

export const feedbackReportResponse = {
  description: "The report.",
  content: {
    "application/json": { schema: feedbackFindingsSchema },
    "text/markdown": { schema: z.string() },
  },
};

export const makingSchema = startedSchema.describe("It is being made; ask again a little later.");

/** The form that a caller accepts most gladly; JSON where it accepts all alike or none. */
export function chooseForm(accept: string | undefined): ReportForm {
  const wanted = (accept ?? "").split(",").map((part) => {
    const [type = "", ...parameters] = part.split(";").map((each) => each.trim().toLowerCase());
    const quality = parameters.find((each) => each.startsWith("q="))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) };
  });
  const qualityOf = (form: ReportForm) =>
    wanted.find(({ type }) => type === MEDIA_TYPES[form])?.quality ?? 0;
  return (["json", "html", "md"] as const).reduce((best, form) =>
    qualityOf(form) > qualityOf(best) ? form : best,
  );
}

/** What a query wishes of the comparison of both arms. */
export function toComparison({
  basis = null,
  cluster: clustering = null,
}: {
  readonly basis?: Basis | null | undefined;
  readonly cluster?: Clustering | null | undefined;
}): ComparisonWish {
  return { basis, clustering };
}
