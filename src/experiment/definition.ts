import { z } from "zod";
import type { Allocation } from "./assignment.ts";

const share = z.number().min(0).max(1);

const guardrailSchema = z.strictObject({
  metric: z.enum(["leads-per-rep", "response-hours"]),
  /** The model's mean may be worse by so much, in the unit of the metric. */
  margin: z.number().positive(),
});

/** An experiment as it is agreed before it starts; only its stop may be set later. */
export const experimentSchema = z
  .strictObject({
    format: z.literal("counterweight/experiment@1"),
    id: z.string().min(1).max(200),
    name: z.string().min(1).max(200),
    hypothesis: z.string().min(1).max(2000),
    /** What is assigned: with accounts, all leads of one account fall to the same arm. */
    unit: z.enum(["lead", "account"]),
    salt: z.string().min(1).max(200),
    shares: z.strictObject({ rules: share, model: share }),
    coverage: z.number().gt(0).max(1).default(1),
    namespace: z
      .strictObject({ name: z.string().min(1).max(200), from: share, to: share })
      .refine(({ from, to }) => from < to, "from is below to")
      .optional(),
    /** Share of all leads that is handed over regardless of score. */
    explorationShare: z.number().min(0).lt(1).default(0),
    start: z.iso.datetime({ offset: true }),
    stop: z.iso.datetime({ offset: true }).nullable().default(null),
    primary: z.strictObject({
      metric: z.enum(["won", "accepted"]),
      /** Counted from when the lead is assigned. */
      withinDays: z.number().int().min(1).max(3650),
    }),
    /** Least difference in the rate of the primary metric that is worth having. */
    minimumEffect: z.number().gt(0).lt(1),
    /** Units of both arms at which the sequence is narrowest: those planned. */
    plannedUnits: z.number().int().min(2),
    alpha: z.number().gt(0).max(0.5).default(0.05),
    power: z.number().gt(0.5).lt(1).default(0.8),
    /** Whether the verdict rests on figures adjusted for the score before assignment. */
    adjustForScore: z.boolean().default(true),
    guardrails: z.array(guardrailSchema).default([]),
  })
  .refine(({ shares }) => Math.abs(shares.rules + shares.model - 1) <= 1e-9, {
    path: ["shares"],
    message: "the shares of the arms sum to 1",
  })
  .refine(({ shares }) => shares.rules > 0 && shares.model > 0, {
    path: ["shares"],
    message: "each arm has a share above 0",
  })
  .refine(({ start, stop }) => stop === null || Date.parse(stop) > Date.parse(start), {
    path: ["stop"],
    message: "the stop lies after the start",
  });

export type Experiment = z.output<typeof experimentSchema>;

/** The part of a definition that decides which arm a unit falls to. */
export function allocationOf({ salt, shares, coverage, namespace }: Experiment): Allocation {
  return { salt, shares, coverage, namespace };
}
