import { z } from "zod";
import { INFLATION_STATES } from "../../../experiment/inflation.ts";
import { intervalSchema, orNotEstimable } from "../../shapes.ts";
import { byArm, periods, sampledFigure, testedSampledFigure, trendFigure } from "./figures.ts";

const lineDrift = z.strictObject({
  id: z.string(),
  label: z.string(),
  stability: orNotEstimable(
    intervalSchema.extend({ byChance: z.number(), bins: z.number(), pValue: z.number() }),
  ),
  qValue: z.number().nullable(),
  state: z.enum(["moved", "steady", "not-yet-known"]),
});

const calibrationDrift = z.strictObject({
  periods: z.array(
    z.strictObject({
      name: z.string(),
      n: z.number(),
      shift: sampledFigure,
      slope: testedSampledFigure,
    }),
  ),
  shiftPerYear: testedSampledFigure,
  slopePerYear: trendFigure,
});

const inflation = z.strictObject({
  meanPerYear: testedSampledFigure,
  worthLostPerYear: sampledFigure,
  state: z.enum(INFLATION_STATES),
});

const retraining = z.strictObject({
  answer: z.enum(["yes", "no", "not-yet-known"]),
  reasons: z.array(z.string()),
  notes: z.array(z.string()),
});

/** What the daily watch found. */
export const watchSchema = z.strictObject({
  at: z.number(),
  lines: z.array(lineDrift),
  calibration: byArm(orNotEstimable(calibrationDrift)),
  power: orNotEstimable(periods),
  inflation: orNotEstimable(inflation),
  retraining: orNotEstimable(retraining),
  alarms: z.array(
    z.strictObject({
      subject: z.string(),
      name: z.string(),
      reason: z.string(),
      since: z.number(),
    }),
  ),
  notes: z.array(z.string()),
});
