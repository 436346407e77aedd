import { z } from "zod";
import type { NotEstimable } from "../statistics/estimate.ts";

/** Shapes that recur in calibration.json: figures with intervals, or the reason why there are none. */

const notEstimableSchema: z.ZodType<NotEstimable> = z.strictObject({ notEstimable: z.string() });

export const intervalSchema = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
});

export const figure = z.union([z.number(), notEstimableSchema]);
export const interval = z.union([intervalSchema, notEstimableSchema]);

/** A difference with its two-sided p-value. */
export const tested = z.union([intervalSchema.extend({ pValue: z.number() }), notEstimableSchema]);

/** A proportion of n. */
export const rate = z.union([intervalSchema.extend({ n: z.number() }), notEstimableSchema]);

export function orNotEstimable<T extends z.ZodType>(schema: T) {
  return z.union([schema, notEstimableSchema]);
}
