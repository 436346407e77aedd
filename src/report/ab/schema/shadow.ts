import { z } from "zod";
import { intervalSchema, orNotEstimable } from "../../shapes.ts";
import {
  aucs,
  byArm,
  judgement,
  lineFigure,
  losses,
  normalFigure,
  parts,
  periods,
  proportionFigure,
  sampledFigure,
  testedSampledFigure,
  topComparison,
} from "./figures.ts";

const calibration = z.strictObject({
  inTheLarge: normalFigure,
  line: lineFigure,
  expectedError: orNotEstimable(intervalSchema.extend({ byChance: z.number() })),
  decomposition: orNotEstimable(
    z.strictObject({
      loss: z.number(),
      miscalibration: z.number(),
      discrimination: z.number(),
      uncertainty: z.number(),
    }),
  ),
  /** With the band in which chance alone keeps the curve. */
  diagram: z.array(
    intervalSchema.omit({ value: true }).extend({ predicted: z.number(), observed: z.number() }),
  ),
  drawnFrom: z.number(),
  bins: z.array(
    intervalSchema
      .omit({ value: true })
      .extend({ predicted: z.number(), observed: z.number(), n: z.number() }),
  ),
});

const netBenefit = orNotEstimable(
  intervalSchema.extend({
    standardError: z.number(),
    threshold: z.number(),
    wonTaken: z.number(),
    lostTaken: z.number(),
    takingAll: intervalSchema.extend({ standardError: z.number() }),
    standardised: normalFigure,
  }),
);

const top = z.union([z.strictObject({ deals: z.number() }), z.strictObject({ share: z.number() })]);

const tableCell = z.strictObject({ n: z.number(), won: z.number(), winRate: proportionFigure });
const matched = z.strictObject({
  midP: z.number(),
  exactP: z.number(),
  /** By account or rep, where leads go together. */
  clusteredP: z.number().nullable(),
});

const agreement = z.strictObject({
  name: z.string(),
  both: tableCell,
  onlyRules: tableCell,
  onlyModel: tableCell,
  neither: tableCell,
  agreement: proportionFigure,
  kappa: normalFigure,
  catches: matched,
  right: matched,
});

const disagreement = z.strictObject({
  disputed: z.strictObject({
    share: z.number(),
    modelHigher: proportionFigure,
    rulesHigher: proportionFigure,
    difference: orNotEstimable(intervalSchema.extend({ z: z.number(), pValue: z.number() })),
    right: z.enum(["rules", "model", "neither"]),
  }),
  leads: z.array(
    z.strictObject({
      /** Share of all leads that each arm places below it. */
      rules: z.number(),
      model: z.number(),
      won: z.boolean(),
      right: z.enum(["rules", "model"]),
      lead: z.string(),
      points: z.number(),
      probability: z.number(),
    }),
  ),
});

const overall = z.strictObject({
  n: z.number(),
  won: z.number(),
  clusters: z.number().nullable(),
  ranksAlike: z.boolean(),
  auc: aucs,
  logLoss: losses,
  brier: losses,
  calibration: byArm(calibration),
  gains: byArm(z.array(z.strictObject({ share: z.number(), captured: z.number() }))),
  lift: byArm(orNotEstimable(intervalSchema)),
  tops: z.array(
    z.strictObject({
      top,
      comparison: topComparison,
    }),
  ),
  netBenefit: z.array(
    z.strictObject({
      price: z.number(),
      rules: netBenefit,
      model: netBenefit,
      difference: normalFigure,
    }),
  ),
  agreement: z.array(agreement),
  verdict: judgement,
  disagreement,
});

/** The further figures of one segment or period. */
const partFigures = z.strictObject({
  brier: sampledFigure,
  inTheLarge: byArm(normalFigure),
  slope: byArm(testedSampledFigure),
  lift: byArm(orNotEstimable(intervalSchema)),
  top: topComparison,
  netBenefit: normalFigure,
  agreement: agreement.nullable(),
});

const selectionFigures = z.strictObject({
  auc: aucs,
  top: topComparison,
  calibration: byArm(lineFigure),
});

const selection = z.strictObject({
  n: z.number(),
  worked: z.number(),
  naive: selectionFigures,
  weighted: orNotEstimable(selectionFigures),
  effective: z.number(),
  propensities: z.strictObject({
    source: z.enum(["stored", "estimated"]),
    least: z.number(),
    raised: z.number(),
  }),
  top: z.strictObject({ share: z.number() }),
  verdict: judgement.nullable(),
  warnings: z.array(z.string()),
});

/** Both arms on the same leads. */
export const shadowSchema = z.strictObject({
  basis: z.strictObject({
    kind: z.enum(["served", "held-out"]),
    leads: z.number(),
    from: z.number().nullable(),
    to: z.number().nullable(),
    waiting: z.number(),
    clusteredBy: z.enum(["account", "rep"]).nullable(),
    notes: z.array(z.string()),
  }),
  overall,
  leadsPerWeek: z.number().nullable(),
  cuts: z.array(z.strictObject({ name: z.string(), points: z.number(), probability: z.number() })),
  segments: z.array(parts.extend({ by: z.string(), figures: z.array(partFigures) })),
  periods: orNotEstimable(periods.extend({ figures: z.array(partFigures) })),
  measures: z
    .strictObject({
      top,
      price: z.number(),
      threshold: z
        .strictObject({ name: z.string(), rules: z.number(), model: z.number() })
        .nullable(),
    })
    .nullable(),
  selection: orNotEstimable(selection),
});
