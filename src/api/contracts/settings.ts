import { z } from "zod";
import { conditionSchema } from "../../scorecard/schema-doses.ts";
import { explorationSchema } from "../../workflows/routing/exploration.ts";
import { routingSchema } from "../../workflows/routing/routing.ts";

import { blindShareSchema, leadsPerWeekSchema, reasonCodesSchema } from "./listening-settings.ts";

export { explorationSchema } from "../../workflows/routing/exploration.ts";
export { routingSchema } from "../../workflows/routing/routing.ts";

// It holds itself, which openapi.json can only say by its name.
z.globalRegistry.add(conditionSchema, { id: "Condition" });

const MOST_POINTS = 1e6;

export const hysteresisSchema = z.strictObject({
  points: z
    .number()
    .min(0, "expected 0 or more points")
    .max(MOST_POINTS)
    .describe("By which a score must fall below a cut before the lead counts as below it."),
});

export const approvalsSchema = z.strictObject({
  required: z
    .boolean()
    .describe("Whether a second person must approve a draft before it is published."),
});

export const explorationAnswerSchema = explorationSchema.safeExtend({
  salt: z
    .string()
    .nullable()
    .describe("Decides who is among them, once and for all; null before it was first set."),
});

export const settingsSchema = z.strictObject({
  routing: routingSchema.describe("How the leads that come into a cell get an owner."),
  hysteresis: hysteresisSchema,
  reasonCodes: reasonCodesSchema.shape.codes.readonly().describe("Reasons that feedback may give."),
  blind: blindShareSchema,
  leadsPerWeek: leadsPerWeekSchema,
  approvals: approvalsSchema,
  exploration: explorationAnswerSchema,
});
