import { z } from "zod";
import { conditionSchema, doseSchema } from "./schema-doses.ts";

const idSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:+-]*$/u,
    "expected an id that starts with a letter or digit and holds letters, digits, spaces and . _ : + -",
  );
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
