import { z } from "zod";
import { compilePattern } from "./pattern.ts";

const idSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:+-]*$/u,
    "expected an id that starts with a letter or digit and holds letters, digits, spaces and . _ : + -",
  );
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

const boundsSchema = z
  .strictObject({ least: z.int().optional(), most: z.int().optional() })
  .refine(
    ({ least, most }) => least === undefined || most === undefined || least <= most,
    "expected least at or below most",
  );

export const lineSchema = z
  .strictObject({
    id: idSchema,
    label: z.string().min(1),
    points: z.int("expected a whole number of points").optional(),
    stars: z.int().min(0).max(5, "expected 1 to 5 stars, or 0 for not rated").optional(),
    category: idSchema.optional(),
    /** What a recommendation may write here, in points or stars: 0 to none keeps the sign. */
    bounds: boundsSchema.optional(),
    dose: doseSchema,
  })
  .refine((line) => (line.points === undefined) !== (line.stars === undefined), {
    message: "expected either points or stars",
    path: ["points"],
  });

const limits = { cap: z.number().optional(), floor: z.number().optional() };

const characteristicSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  ...limits,
  lines: z.array(lineSchema).min(1, "expected at least one line"),
});

const bucketSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  axis: z.enum(["fit", "engagement"]),
  /** Per cent of a line's points that count. */
  weight: z.number().min(0).max(100, "expected a weight from 0 to 100 per cent").default(100),
  /** What one star is worth in this bucket, in points before the weight. */
  pointsPerStar: z.number().positive().optional(),
  ...limits,
  characteristics: z.array(characteristicSchema).min(1, "expected at least one characteristic"),
});

const categorySchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  ...limits,
  watermarks: z.array(z.strictObject({ score: z.number(), action: z.string().min(1) })).default([]),
});

export const GRADES = ["A", "B", "C", "D"] as const;
export const BANDS = [1, 2, 3, 4] as const;
export type Grade = (typeof GRADES)[number];
export type Band = (typeof BANDS)[number];
export type Cell = `${Grade}${Band}`;
export const CELLS: readonly Cell[] = GRADES.flatMap((grade) =>
  BANDS.map((band): Cell => `${grade}${band}`),
);

const matrixSchema = z.strictObject({
  /** Least fit score of each grade; below C is D. */
  grades: z
    .strictObject({ A: z.number(), B: z.number(), C: z.number() })
    .refine((cut) => cut.A > cut.B && cut.B > cut.C, "expected A above B above C"),
  /** Least engagement score of each band; below 3 is 4. */
  bands: z
    .strictObject({ "1": z.number(), "2": z.number(), "3": z.number() })
    .refine((cut) => cut["1"] > cut["2"] && cut["2"] > cut["3"], "expected 1 above 2 above 3"),
  nextActions: z.record(
    z.enum(CELLS as [Cell, ...Cell[]]),
    z.string().min(1, "expected a next action for every cell, A1 to D4"),
  ),
});

const thresholdSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  score: z.number(),
});

export const scorecardSchema = z
  .strictObject({
    format: z.literal("counterweight/scorecard@1"),
    id: idSchema,
    name: z.string().min(1),
    version: z.int().positive().default(1),
    description: z.string().optional(),
    /** Activities before a silence of this many days are forgotten. */
    resetAfterDays: z.number().positive().optional(),
    ...limits,
    buckets: z.array(bucketSchema).min(1, "expected at least one bucket"),
    categories: z.array(categorySchema).default([]),
    matrix: matrixSchema,
    thresholds: z.array(thresholdSchema).default([]),
  })
  .superRefine(checkReferences);

/** Several scorecards: the first whose condition a lead meets is used, else the fallback. */
export const scorecardSetSchema = z
  .strictObject({
    format: z.literal("counterweight/scorecard-set@1"),
    segments: z.array(z.strictObject({ when: conditionSchema, scorecard: scorecardSchema })),
    fallback: scorecardSchema,
  })
  .superRefine((set, context) => {
    const cards = [...set.segments.map((segment) => segment.scorecard), set.fallback];
    reportRepeats(cards, (index) => scorecardPath(index, set.segments.length), context);
  });

export type Scorecard = z.infer<typeof scorecardSchema>;
export type ScorecardSet = z.infer<typeof scorecardSetSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type DoseRule = z.infer<typeof doseSchema>;
export type ActivityMatch = z.infer<typeof activityMatchSchema>;
export type Bucket = z.infer<typeof bucketSchema>;
export type Characteristic = z.infer<typeof characteristicSchema>;
export type Line = z.infer<typeof lineSchema>;
export type Threshold = z.infer<typeof thresholdSchema>;

type Issues = z.core.$RefinementCtx;

function checkReferences(card: z.infer<typeof scorecardSchema>, context: Issues): void {
  reportRepeats(card.buckets, (index) => ["buckets", index], context);
  reportRepeats(card.categories, (index) => ["categories", index], context);
  reportRepeats(card.thresholds, (index) => ["thresholds", index], context);
  const categories = new Set(card.categories.map((category) => category.id));
  const seen = new Set<string>();
  card.buckets.forEach((bucket, b) => {
    reportRepeats(bucket.characteristics, (c) => ["buckets", b, "characteristics", c], context);
    bucket.characteristics.forEach((characteristic, c) => {
      characteristic.lines.forEach((line, l) => {
        const path = ["buckets", b, "characteristics", c, "lines", l];
        const report = (field: string, message: string) =>
          context.addIssue({ code: "custom", path: [...path, field], message });
        if (seen.has(line.id))
          report("id", `expected a line id used once; ${line.id} stands twice`);
        seen.add(line.id);
        if (line.category !== undefined && !categories.has(line.category))
          report("category", `expected the id of a category of this scorecard`);
        if (line.stars !== undefined && bucket.pointsPerStar === undefined)
          report(
            "stars",
            `expected pointsPerStar on bucket ${bucket.id}, since its lines have stars`,
          );
      });
    });
  });
}

function reportRepeats(
  items: readonly { readonly id: string }[],
  pathOf: (index: number) => (string | number)[],
  context: Issues,
): void {
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (seen.has(item.id))
      context.addIssue({
        code: "custom",
        path: [...pathOf(index), "id"],
        message: `expected an id used once; ${item.id} stands twice`,
      });
    seen.add(item.id);
  });
}

function scorecardPath(index: number, segments: number): (string | number)[] {
  return index < segments ? ["segments", index, "scorecard"] : ["fallback"];
}

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
