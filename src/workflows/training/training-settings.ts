import { z } from "zod";
import type { CalibrateSettings } from "../calibrate.ts";

const amount = z.number().positive().max(1e12);

const aimSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("capacity"),
    capacity: amount.describe("Leads a week that sales can work."),
  }),
  z.strictObject({
    kind: z.literal("precision"),
    wanted: z.number().gt(0).lt(1).describe("The win rate, a share."),
    by: z
      .enum(["estimate", "lower-end"])
      .default("estimate")
      .describe("The win rate itself, or the lower end of its one-sided 95 % interval."),
  }),
  z.strictObject({
    kind: z.literal("worth"),
    worth: z.strictObject({ gainPerWin: amount, costPerLead: amount }),
  }),
]);

/** What a training may be told, as JSON; the same as the options of `calibrate`. */
export const trainingSettingsSchema = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe("For every random choice: the same seed and history give the same model."),
  constraints: z
    .strictObject({
      maxChange: z.int().min(0).optional().describe("The most that a line's points may change by."),
      step: z.int().min(1).optional().describe("Points that change are multiples of this."),
      atMost: z.int().min(0).optional().describe("Lines that may change."),
    })
    .default({})
    .describe("What the recommendation may change."),
  aims: z
    .record(z.string().max(200), aimSchema)
    .default({})
    .describe("What thresholds (by id), grades (A to C) and bands (1 to 3) are to be set for."),
  leadsPerWeek: amount.optional().describe("Leads that come in a week, where you know."),
  halfLifeDays: z
    .number()
    .min(1)
    .max(1e6)
    .nullable()
    .optional()
    .describe("Days after which a deal counts half; null for never; chosen when left out."),
});

export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

/** Settings as `calibrate` takes them. */
export function toCalibrateSettings(
  settings: TrainingSettings,
): Omit<CalibrateSettings, "onProgress"> {
  const { seed, constraints, aims, leadsPerWeek, halfLifeDays } = settings;
  const { maxChange, step, atMost } = constraints;
  return {
    seed,
    constraints: {
      ...(maxChange !== undefined && { maxChange }),
      ...(step !== undefined && { step }),
      ...(atMost !== undefined && { atMost }),
    },
    aims: new Map(Object.entries(aims)),
    ...(leadsPerWeek !== undefined && { leadsPerWeek }),
    ...(halfLifeDays !== undefined && { halfLifeDays }),
  };
}
