import { z } from "zod";
import { EXPERIMENT_STATES, VERDICTS } from "../../workflows/experimenting/definition.ts";
import type { ToldResults } from "../../workflows/experimenting/experiment-findings.ts";
import { writeTime, writeTimeIfAny } from "./versions.ts";

const notEstimableSchema = z.strictObject({
  notEstimable: z.string().describe("Why the data cannot support this figure."),
});
const interval = { value: z.number(), low: z.number(), high: z.number(), pValue: z.number() };
const differenceSchema = z
  .union([
    z.strictObject({
      value: z.number(),
      standardError: z.number(),
      fixed: z
        .strictObject({ ...interval, degrees: z.number() })
        .describe("Welch's t: holds for one look, once the planned units are there."),
      anytime: z.strictObject(interval).describe("Holds at every look, whenever one stops."),
    }),
    notEstimableSchema,
  ])
  .describe("Model less rules.");
const effect = {
  difference: differenceSchema.describe("Of the rates."),
  lift: differenceSchema.describe("As a part of the rules' rate."),
};

const armSchema = z.strictObject({
  enrolled: z.int().describe("Units that take part, whether or not their window is over."),
  units: z.int().describe("Units with a lead whose window is over."),
  leads: z.int().describe("Leads whose window is over; only these count."),
  successes: z.int().describe("Of them those who reached the primary metric within its days."),
  rate: z.number().nullable().describe("Null where no window is over."),
});

const proportionSchema = z.union([
  z.strictObject({ value: z.number(), low: z.number(), high: z.number(), n: z.number() }),
  notEstimableSchema,
]);
const armHandoversSchema = z.strictObject({
  units: z.int(),
  leads: z.int().describe("That take part, whether or not their window is over."),
  handedOver: z.int().describe("Of these leads."),
  share: proportionSchema.describe("Of these leads those handed over; for one look."),
  successRate: proportionSchema.describe(
    "Of leads handed over whose window is over, those that reached the primary metric.",
  ),
});
const { pValue: _, ...plainInterval } = interval;
const handoversSchema = z
  .strictObject({
    rules: armHandoversSchema,
    model: armHandoversSchema,
    difference: z
      .union([
        z.strictObject({
          fixed: z.strictObject({ ...interval, z: z.number() }).describe("Holds for one look."),
          anytime: z.strictObject(plainInterval).describe("Holds at every look."),
        }),
        notEstimableSchema,
      ])
      .describe("Of the shares handed over, model less rules."),
  })
  .describe("What each arm gave sales to work: an arm may win more by handing more over.");

export const resultsSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  state: z.enum(EXPERIMENT_STATES),
  stopsAt: z.iso.datetime().nullable(),
  asOf: z.iso.datetime(),
  verdict: z.strictObject({
    verdict: z.enum(VERDICTS).describe("Whether the model's arm does better than the rules'."),
    reasons: z.array(z.string()),
    cautions: z.array(z.string()).describe("What else one must know before acting on it."),
  }),
  arms: z.strictObject({ rules: armSchema, model: armSchema }),
  waiting: z.int().describe("Leads whose window is not over: they count nowhere."),
  inBothArms: z.int().describe("Units that were found in both arms, and are left out."),
  sampleRatio: z
    .strictObject({
      holds: z.boolean(),
      chiSquare: z.number(),
      degrees: z.int(),
      pValue: z.number(),
      limit: z.number().describe("The p-value below which it does not hold."),
      reason: z.string(),
    })
    .describe("Whether the arms got units in the shares that were set."),
  plannedUnits: z.int(),
  planReached: z.boolean().describe("Whether the fixed-horizon intervals may be read."),
  plain: z.strictObject(effect),
  adjusted: z
    .union([
      z.strictObject({
        explained: z
          .number()
          .describe("Share of the outcome's variance that the score before assignment foretells."),
        ...effect,
      }),
      notEstimableSchema,
    ])
    .describe("With less variance, by the score from before the assignment."),
  handovers: handoversSchema,
  changes: z
    .strictObject({
      during: z.int().describe("While it ran: what it compares changed in the middle."),
      duringAt: z.array(z.iso.datetime()),
      since: z.int().describe("Since it stopped; 0 too where what was live then is live again."),
    })
    .describe("How often other versions were made live."),
  guardrails: z.array(
    z.strictObject({
      name: z.string(),
      margin: z.number(),
      state: z.enum(["held", "breached", "not-yet-known"]),
      difference: differenceSchema,
    }),
  ),
});

export function toResultsAnswer({
  asOf,
  findings: { id, definition, state, stopsAt, comparison, handovers, changes },
}: ToldResults): z.infer<typeof resultsSchema> {
  const { tally, verdict, guardrails, ...figures } = comparison;
  const { rules, model } = tally.arms;
  return {
    id,
    name: definition.name,
    state,
    stopsAt: writeTimeIfAny(stopsAt),
    asOf: writeTime(asOf),
    verdict: {
      verdict: verdict.verdict,
      reasons: [...verdict.reasons],
      cautions: [...verdict.cautions],
    },
    arms: { rules: toArm(rules), model: toArm(model) },
    waiting: tally.waiting,
    inBothArms: tally.inBothArms,
    plannedUnits: definition.plannedUnits,
    handovers: { ...handovers.arms, difference: handovers.difference },
    changes: { ...changes, duringAt: changes.duringAt.map(writeTime) },
    guardrails: [...guardrails],
    ...figures,
  };
}

function toArm({
  enrolled,
  units,
  leads,
  successes,
}: ToldResults["findings"]["comparison"]["tally"]["arms"]["rules"]): z.infer<typeof armSchema> {
  return { enrolled, units, leads, successes, rate: leads === 0 ? null : successes / leads };
}
