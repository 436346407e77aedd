import { z } from "zod";
import { experimentSchema } from "../../../experiment/definition.ts";
import { intervalSchema, orNotEstimable } from "../../shapes.ts";
import { byArm, chiSquareShape, judgement } from "./figures.ts";

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

/** A live experiment and what it has found so far. */
export const experimentFindingsSchema = z.strictObject({
  id: z.number(),
  definition: experimentSchema,
  state: z.enum(["planned", "running", "stopped"]),
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
});
