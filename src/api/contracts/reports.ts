import { z } from "zod";
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
