import { z } from "zod";
import { Refusal } from "../refusal.ts";
import type { CompiledScorecards } from "../scorecard/compiled.ts";

/** Schema of model.json: everything that scoring with the model needs, in log-odds. */
export const modelSchema = z
  .strictObject({
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
  })
  .refine(
    ({ covariance, lines, segments }) =>
      covariance.length === (1 + lines.length + segments.length) ** 2,
    { message: "expected (1 + lines + segments)² entries", path: ["covariance"] },
  );

export type Model = z.infer<typeof modelSchema>;

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
