import { z } from "zod";
import { Refusal } from "../refusal.ts";
import type { CompiledScorecards } from "../scorecard/compiled.ts";
import { Z95 } from "../statistics/distributions.ts";
import { sigmoid } from "./prediction.ts";

/** Schema of model.json: everything that scoring with the model needs, in log-odds. */
export const modelSchema = z.strictObject({
  format: z.literal("counterweight/model@1"),
  scorecards: z.array(z.strictObject({ id: z.string(), version: z.int() })),
  intercept: z.number(),
  /** In the order of the scorecard's lines. */
  lines: z.array(
    z.strictObject({ key: z.string(), coefficient: z.number(), standardError: z.number() }),
  ),
  /** What a lead's log-odds shift by when a segment's scorecard applies, besides its lines. */
  segments: z.array(z.strictObject({ scorecard: z.string(), coefficient: z.number() })),
  /** (1 + lines + segments)², row-major, intercept first: H⁻¹ at the fit. */
  covariance: z.array(z.number()),
  /** Log-odds per point, and the log-odds at a score of 0: points = (log-odds − base) / unit. */
  scale: z.strictObject({ unit: z.number().positive(), base: z.number() }),
  trained: z.strictObject({
    deals: z.int(),
    won: z.int(),
    firstAsOf: z.string().nullable(),
    lastAsOf: z.string().nullable(),
    priorWidth: z.number(),
    seed: z.int(),
  }),
});

export type Model = z.infer<typeof modelSchema>;

export interface ModelContribution {
  readonly key: string;
  readonly label: string;
  readonly dose: number;
  /** Log-odds for a dose of 1. */
  readonly coefficient: number;
  /** Log-odds. */
  readonly contribution: number;
}

export interface ModelScore {
  readonly probability: number;
  /** 95 % interval of the probability, from the uncertainty of the coefficients. */
  readonly low: number;
  readonly high: number;
  readonly logOdds: number;
  /** The log-odds on the scorecard's scale. */
  readonly points: number;
  readonly intercept: number;
  /** Intercept and contributions, added in order, are the log-odds exactly. */
  readonly contributions: readonly ModelContribution[];
}

/** Whether a model was trained on these scorecards' lines; a refusal names what differs. */
export function checkModel(model: Model, compiled: CompiledScorecards): Refusal | null {
  const trained = model.lines.map((line) => line.key);
  const present = compiled.lines.map((line) => line.key);
  const unknown = present.filter((key) => !trained.includes(key));
  const gone = trained.filter((key) => !present.includes(key));
  const segments = compiled.scorecards.slice(0, -1).map(({ scorecard }) => scorecard.id);
  const sameSegments = segments.join() === model.segments.map((s) => s.scorecard).join();
  if (unknown.length + gone.length === 0 && sameSegments && trained.join() === present.join())
    return null;
  const describe = (reason: string) => (key: string) => ({ where: `line ${key}`, reason });
  return new Refusal(
    "model-invalid",
    "The model was trained on other lines than this scorecard has.",
    "Give the scorecard that the model was calibrated with, or run calibrate on this one.",
    [
      ...unknown.map(describe("the model has no coefficient for it")),
      ...gone.map(describe("the scorecard has no such line")),
    ],
  );
}

/**
 * The model's score of a lead from its doses.
 *
 * log-odds η = intercept + Σ coefficient × dose, added in line order; probability σ(η); the interval
 * is σ(η ± 1.96 √(x'Vx)) with x = (1, doses, segment) and V the covariance.
 *
 * @param doses     one a line, as `doseLead` gives them, in the order of the model's lines
 * @param scorecard index of the scorecard that applies
 * Cost O(lines + (nonzero doses)²).
 */
export function scoreModel(
  model: Model,
  compiled: CompiledScorecards,
  doses: Float64Array,
  scorecard: number,
): ModelScore {
  const contributions: ModelContribution[] = [];
  const x: [index: number, value: number][] = [[0, 1]];
  let logOdds = model.intercept;
  for (const [j, { key, coefficient }] of model.lines.entries()) {
    const dose = doses[j]!;
    if (dose === 0) continue;
    const contribution = coefficient * dose;
    logOdds += contribution;
    x.push([1 + j, dose]);
    const { label } = compiled.lines[j]!.line;
    contributions.push({ key, label, dose, coefficient, contribution });
  }
  const segment = model.segments[scorecard];
  if (segment !== undefined) {
    const { scorecard: key, coefficient } = segment;
    logOdds += coefficient;
    x.push([1 + model.lines.length + scorecard, 1]);
    const label = `Segment ${key}`;
    contributions.push({ key, label, dose: 1, coefficient, contribution: coefficient });
  }
  const halfWidth = Z95 * Math.sqrt(measureVariance(model, x));
  return {
    probability: sigmoid(logOdds),
    low: sigmoid(logOdds - halfWidth),
    high: sigmoid(logOdds + halfWidth),
    logOdds,
    points: (logOdds - model.scale.base) / model.scale.unit,
    intercept: model.intercept,
    contributions,
  };
}

/** x'Vx over the nonzero entries of x. */
function measureVariance(model: Model, x: readonly [number, number][]): number {
  const size = 1 + model.lines.length + model.segments.length;
  let variance = 0;
  for (const [i, xi] of x)
    for (const [j, xj] of x) variance += xi * xj * model.covariance[i * size + j]!;
  return Math.max(0, variance);
}
