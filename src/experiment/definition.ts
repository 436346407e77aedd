import { z } from "zod";
import type { Allocation } from "./assignment.ts";
import type { LiveTerms } from "./live.ts";
import { isPlainText, PLAIN_TEXT } from "./plain-text.ts";
import { routeSchema } from "./route.ts";

const share = z.number().min(0).max(1);
const text = (longest: number) => z.string().min(1).max(longest).refine(isPlainText, PLAIN_TEXT);

const guardrailSchema = z.strictObject({
  metric: z
    .enum(["leads-per-rep", "response-hours"])
    .describe(
      "leads-per-rep: leads a week that a rep would be given if the arm had all leads; response-hours: from the handover to the first response, of leads that had one.",
    ),
  margin: z
    .number()
    .positive()
    .describe("By which the model's mean may be higher, in the unit of the metric."),
});

const MOST_PLANNED = 1e12;

const shape = {
  format: z.literal("counterweight/experiment@1"),
  name: text(200),
  hypothesis: text(2000),
  unit: z
    .enum(["lead", "account"])
    .describe("What is assigned: with accounts, all leads of one account fall to the same arm."),
  salt: text(200),
  shares: z.strictObject({ rules: share, model: share }).describe("Of the arms; they sum to 1."),
  coverage: z.number().gt(0).max(1).default(1).describe("Share of all units that take part."),
  namespace: z
    .strictObject({ name: text(200), from: share, to: share })
    .refine(({ from, to }) => from < to, "from is below to")
    .optional()
    .describe("The stretch of units that take part, where experiments run beside each other."),
  handOver: z.strictObject({
    probability: z
      .number()
      .gt(0)
      .lt(1)
      .describe("The model's arm hands a lead over when its probability comes to reach this one."),
    route: routeSchema.describe("Who gets the lead, where its cell has no route of its own."),
  }),
  start: z.iso.datetime({ offset: true }),
  stop: z.iso.datetime({ offset: true }).nullable().default(null),
  primary: z.strictObject({
    metric: z.enum(["won", "accepted"]),
    withinDays: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .describe("Counted from when the lead comes to take part."),
  }),
  minimumEffect: z
    .number()
    .gt(0)
    .lt(1)
    .describe("Least difference in the rate of the primary metric that is worth having."),
  plannedUnits: z
    .number()
    .int()
    .min(2)
    .max(MOST_PLANNED)
    .describe("Units of both arms at which the intervals are narrowest."),
  alpha: z.number().gt(0).max(0.5).default(0.05).describe("Chance of a false alarm."),
  power: z
    .number()
    .gt(0.5)
    .lt(1)
    .default(0.8)
    .describe("Chance of seeing the least effect worth having."),
  adjustForScore: z
    .boolean()
    .default(true)
    .describe("Whether the verdict rests on figures adjusted for the score before assignment."),
  guardrails: z
    .array(guardrailSchema)
    .default([])
    .refine(
      (guardrails) => new Set(guardrails.map(({ metric }) => metric)).size === guardrails.length,
      "each metric is guarded once",
    ),
};

/** What the parts of a definition must be to each other. */
function check<
  T extends z.ZodType<{
    readonly shares: { readonly rules: number; readonly model: number };
    readonly start: string;
    readonly stop: string | null;
  }>,
>(schema: T): T {
  return schema
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
}

/** An experiment as it is agreed before it starts; only its stop may be set later. */
export const experimentSchema = check(z.strictObject(shape));

/** What somebody asks for: a salt and the planned units may be left to the service. */
export const experimentRequestSchema = check(
  z.strictObject({
    ...shape,
    format: shape.format.default("counterweight/experiment@1"),
    salt: shape.salt.optional(),
    plannedUnits: shape.plannedUnits.optional(),
  }),
);

/**
 * An experiment as it is told to those who must not know which arm a lead is of: who has the salt can
 * work it out.
 */
export const unsaltedExperimentSchema = z.strictObject(shape).omit({ salt: true });
export const saltedOrNotSchema = z.strictObject(shape).partial({ salt: true });

export type Experiment = z.output<typeof experimentSchema>;
export type UnsaltedExperiment = Omit<Experiment, "salt">;
export type ExperimentRequest = z.output<typeof experimentRequestSchema>;

/** How an experiment stands at a moment; one that was cancelled has stopped too. */
export const EXPERIMENT_STATES = ["planned", "running", "stopped"] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

/** The part of a definition that decides which arm a unit falls to. */
export function allocationOf({
  salt,
  shares,
  coverage,
  namespace,
}: Pick<Experiment, "salt" | "shares" | "coverage" | "namespace">): Allocation {
  return { salt, shares, coverage, namespace };
}

/** Share of all units that takes part, in (0, 1]: what is covered of the experiment's stretch. */
export function shareTakingPart({
  coverage,
  namespace,
}: Pick<Experiment, "coverage" | "namespace">): number {
  return coverage * (namespace === undefined ? 1 : namespace.to - namespace.from);
}

export function omitSalt(experiment: Experiment): UnsaltedExperiment {
  const { salt: _, ...told } = experiment;
  return told;
}

/** The part of a definition that a comparison of the arms needs. */
export function termsOf({ primary, ...terms }: UnsaltedExperiment): LiveTerms {
  const { shares, minimumEffect, plannedUnits, alpha, adjustForScore } = terms;
  const { withinDays } = primary;
  return { shares, withinDays, minimumEffect, plannedUnits, alpha, adjustForScore };
}
