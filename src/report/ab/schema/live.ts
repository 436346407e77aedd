import { z } from "zod";
import { EXPERIMENT_STATES, unsaltedExperimentSchema } from "../../../experiment/definition.ts";
import { intervalSchema, orNotEstimable } from "../../shapes.ts";
import { byArm, chiSquareShape, judgement, proportionFigure } from "./figures.ts";

const tested = intervalSchema.extend({ pValue: z.number() });

/** Model less rules: as read once at the planned end, and as read at any time. */
const meanDifference = orNotEstimable(
  z.strictObject({
    value: z.number(),
    standardError: z.number(),
    fixed: tested.extend({ degrees: z.number() }),
    anytime: tested,
  }),
);

const effect = z.strictObject({ difference: meanDifference, lift: meanDifference });

const armTally = z.strictObject({
  enrolled: z.number(),
  /** Units with a lead whose outcome window is over, and those leads. */
  units: z.number(),
  leads: z.number(),
  successes: z.number(),
  /** Of success a lead, over units; left out with fewer than two units. */
  moments: z
    .strictObject({
      n: z.number(),
      mean: z.number(),
      variance: z.number(),
      covariate: z.strictObject({ mean: z.number(), variance: z.number() }),
      covariance: z.number(),
    })
    .optional(),
});

const guardrail = z.strictObject({
  name: z.string(),
  margin: z.number(),
  state: z.enum(["held", "breached", "not-yet-known"]),
  difference: meanDifference,
});

const armHandovers = z.strictObject({
  units: z.number(),
  leads: z.number(),
  handedOver: z.number(),
  /** Of all leads that take part. */
  share: proportionFigure,
  /** Of leads handed over whose outcome window is over. */
  successRate: proportionFigure,
});

/** Leads that each arm gave sales to work; model less rules. */
const handovers = z.strictObject({
  arms: byArm(armHandovers),
  difference: orNotEstimable(
    z.strictObject({
      fixed: tested.extend({ z: z.number() }),
      anytime: intervalSchema,
    }),
  ),
});

/** How often versions were replaced while it ran, and since it stopped. */
const changes = z.strictObject({
  during: z.number(),
  duringAt: z.array(z.number()),
  since: z.number(),
});

/** A live experiment and what it has found so far. */
export const experimentFindingsSchema = z.strictObject({
  id: z.number(),
  definition: unsaltedExperimentSchema,
  state: z.enum(EXPERIMENT_STATES),
  stopsAt: z.number().nullable(),
  comparison: z.strictObject({
    tally: z.strictObject({
      arms: byArm(armTally),
      waiting: z.number(),
      inBothArms: z.number(),
    }),
    sampleRatio: z.strictObject({
      ...chiSquareShape,
      holds: z.boolean(),
      limit: z.number(),
      reason: z.string(),
    }),
    plain: effect,
    adjusted: orNotEstimable(effect.extend({ explained: z.number() })),
    guardrails: z.array(guardrail),
    planReached: z.boolean(),
    verdict: judgement,
  }),
  handovers,
  changes,
});
