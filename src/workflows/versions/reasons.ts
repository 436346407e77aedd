import { z } from "zod";
import { verdicts } from "../../recommendation/verdict.ts";

/** Why a line or cut of a version is as it is: what was decided on it, and on what evidence. */
export const reasonSchema = z.strictObject({
  label: z.string(),
  from: z.number().describe("Points, stars or the cut on the version that it was drafted from."),
  to: z.number(),
  decided: z.enum(["accepted", "edited", "rejected"]),
  note: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  evidence: z.strictObject({
    recommended: z.number(),
    low: z.number().nullable().describe("Lower end of the 95 % interval of what deals say."),
    high: z.number().nullable(),
    verdict: z.enum(verdicts),
    reason: z.string(),
  }),
});

export type Reason = z.infer<typeof reasonSchema>;
