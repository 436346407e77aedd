import { z } from "zod";
import { idSchema, nameSchema } from "./text.ts";

const MOST_CODES = 200;
const MOST_THRESHOLDS = 200;
const MOST_LEADS = 1e9;

const codeSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "expected small letters, digits and single hyphens")
  .max(100, "expected a code of at most 100 characters");

export const reasonCodesSchema = z.strictObject({
  codes: z
    .array(z.strictObject({ code: codeSchema, name: nameSchema.describe("As people read it.") }))
    .min(1, "expected at least one code")
    .max(MOST_CODES, `expected at most ${MOST_CODES} codes`)
    .refine(
      (codes) => new Set(codes.map(({ code }) => code)).size === codes.length,
      "expected each code once",
    ),
});

export const blindShareSchema = z.strictObject({
  share: z
    .number()
    .min(0, "expected a share from 0 to 1")
    .max(1, "expected a share from 0 to 1")
    .describe("Of the leads handed over from now on, those judged without their score in sight."),
});

export const leadsPerWeekSchema = z
  .record(idSchema, z.number().positive("expected more than 0 leads a week").max(MOST_LEADS))
  .refine(
    (capacity) => Object.keys(capacity).length <= MOST_THRESHOLDS,
    `expected at most ${MOST_THRESHOLDS} thresholds`,
  )
  .describe("Leads a week that sales can work, by the id of the threshold that they come over.");
