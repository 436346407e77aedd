import { z } from "zod";
import { compilePattern } from "./pattern.ts";

const attributeSchema = z.string().min(1, "expected the name of an attribute");
const daysSchema = z.number().nonnegative("expected a number of days, 0 or more");
const textOrTexts = z.union([z.string(), z.array(z.string()).min(1)]);
const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/** Which activities are meant; a field left out matches all. Text is compared without case. */
const activityMatchSchema = z.strictObject({
  type: textOrTexts.optional(),
  asset: textOrTexts.optional(),
  category: textOrTexts.optional(),
});

const patternSchema = z
  .string()
  .max(200, "expected a pattern of at most 200 characters")
  .refine(
    isRegularExpression,
    "expected a regular expression of RE2, without look-around or back-references",
  );

/** `is` names the test; a test on an unknown attribute is neither met nor unmet (see condition.ts). */
export const conditionSchema = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("equals"), attribute: attributeSchema, value: scalarSchema }),
  z.strictObject({
    is: z.literal("one-of"),
    attribute: attributeSchema,
    values: z.array(scalarSchema).min(1, "expected at least one value"),
  }),
  z
    .strictObject({
      is: z.literal("range"),
      attribute: attributeSchema,
      from: z.number().optional(),
      to: z.number().optional(),
    })
    .refine(hasRisingBounds, "expected from (included), to (left out) or both, from below to"),
  z.strictObject({
    is: z.literal("contains-word"),
    attribute: attributeSchema,
    words: z.array(z.string().min(1)).min(1, "expected at least one word"),
  }),
  z.strictObject({ is: z.literal("matches"), attribute: attributeSchema, pattern: patternSchema }),
  z.strictObject({ is: z.literal("present"), attribute: attributeSchema }),
  z.strictObject({ is: z.literal("missing"), attribute: attributeSchema }),
  z
    .strictObject({
      is: z.literal("date-age"),
      attribute: attributeSchema,
      fromDays: z.number().optional(),
      toDays: z.number().optional(),
    })
    .refine(
      (age) => hasRisingBounds({ from: age.fromDays, to: age.toDays }),
      "expected fromDays (included), toDays (left out) or both, fromDays below toDays",
    ),
  z.strictObject({
    is: z.literal("activity"),
    match: activityMatchSchema,
    withinDays: daysSchema.optional(),
    atLeast: z.int().positive("expected a count of 1 or more").default(1),
  }),
  z.strictObject({
    is: z.literal("all"),
    get of() {
      return z.array(conditionSchema).min(1, "expected at least one condition");
    },
  }),
  z.strictObject({
    is: z.literal("any"),
    get of() {
      return z.array(conditionSchema).min(1, "expected at least one condition");
    },
  }),
  z.strictObject({
    is: z.literal("not"),
    get of() {
      return conditionSchema;
    },
  }),
]);

/** How one line turns a lead into its dose: 0 or 1, a faded count, or months of inactivity. */
export const doseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("attribute"), when: conditionSchema }),
  z.strictObject({
    kind: z.literal("activity"),
    match: activityMatchSchema,
    windowDays: daysSchema.optional(),
    /** Each further repeat counts this fraction of the one before; 1 counts all in full. */
    repeatFading: z.number().min(0).max(1).default(1),
    /** The largest dose, in counted activities. */
    cap: z.number().positive().optional(),
    halfLifeDays: z.number().positive().optional(),
  }),
  z.strictObject({
    kind: z.literal("trend"),
    match: activityMatchSchema,
    /** Rising: more in the last `windowDays` than in the `windowDays` before them. */
    measure: z.enum(["count", "minutes-per-visit"]),
    windowDays: z.number().positive(),
  }),
  z
    .strictObject({
      kind: z.literal("recency"),
      match: activityMatchSchema,
      /** Days since the latest matching activity: fromDays included, toDays left out. */
      fromDays: daysSchema.default(0),
      toDays: daysSchema.optional(),
    })
    .refine((dose) => dose.toDays === undefined || dose.fromDays < dose.toDays, {
      message: "expected fromDays below toDays",
      path: ["toDays"],
    }),
  z.strictObject({
    kind: z.literal("inactivity"),
    match: activityMatchSchema.default({}),
    graceDays: daysSchema,
    /** The largest dose, in months of 30 days beyond the grace period. */
    capMonths: z.number().positive().optional(),
  }),
]);

export type Condition = z.infer<typeof conditionSchema>;
export type DoseRule = z.infer<typeof doseSchema>;
export type ActivityMatch = z.infer<typeof activityMatchSchema>;

function hasRisingBounds(bounds: { from?: number | undefined; to?: number | undefined }): boolean {
  if (bounds.from === undefined || bounds.to === undefined) return bounds.from !== bounds.to;
  return bounds.from < bounds.to;
}

function isRegularExpression(pattern: string): boolean {
  try {
    compilePattern(pattern);
    return true;
  } catch {
    return false;
  }
}
