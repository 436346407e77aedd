import { expect } from "vitest";
import type { ExperimentRequest } from "../../../src/experiment/definition.ts";
import { experimentRequestSchema } from "../../../src/experiment/definition.ts";
import { Refusal } from "../../../src/refusal.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { createExperiment } from "../../../src/workflows/experimenting/create-experiment.ts";
import type { CountedExperiment } from "../../../src/workflows/experimenting/read-experiments.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import type { Routing } from "../../../src/workflows/routing/routing.ts";
import { setRouting } from "../../../src/workflows/settings/settings.ts";
import { useTestDatabase } from "../../database.ts";
import { makeBucket, makeScorecard, presentLine } from "../../scorecard/cards.ts";
import { makeModelOf, publishVersions, wrapCard } from "../../store/published-versions.ts";
import { makeRankingContext } from "../routing/ranked-leads.ts";

export const DAY = 86_400_000;
export const ACTOR = { name: "person:1" };
export const START = Date.parse("2025-06-01T08:00:00Z");

/** `fits` and `keen` take a lead to A1 and to 0.27; `hint` leaves it in D4 and takes it to 0.73. */
export const CARD = makeScorecard({
  id: "ranking",
  version: 1,
  buckets: [
    makeBucket("company", [presentLine("fits", 30), presentLine("hint", 0)]),
    makeBucket("interest", [presentLine("keen", 30)], { axis: "engagement" }),
  ],
});

const ROUTING: Routing = { A1: { by: "round-robin", owners: ["ann", "ben"] } };

export interface Clock {
  now: number;
}

/** Rules and a model that ask for different leads, with a clock that stands until it is set. */
export async function useArms(): Promise<Context & { readonly clock: Clock }> {
  const clock = { now: START };
  const database = await useTestDatabase();
  const context = makeRankingContext(database, { now: () => clock.now });
  const set = wrapCard(CARD);
  const model = makeModelOf(set);
  const coefficients: Readonly<Record<string, number>> = { fits: 1, keen: 1, hint: 4 };
  const lines = model.lines.map((line) => {
    const name = Object.keys(coefficients).find((each) => line.key.endsWith(each))!;
    return { ...line, coefficient: coefficients[name]! };
  });
  await publishVersions(database, { slug: "ranking", set, model: { ...model, lines } });
  await setRouting(context, ACTOR, ROUTING);
  return { ...context, clock };
}

const REQUEST = {
  format: "counterweight/experiment@1",
  name: "Summer",
  hypothesis: "Leads that the model asks for are won more often.",
  unit: "lead",
  salt: "summer",
  shares: { rules: 0.5, model: 0.5 },
  handOver: { probability: 0.5, route: { by: "round-robin", owners: ["cem"] } },
  start: new Date(START).toISOString(),
  primary: { metric: "won", withinDays: 30 },
  minimumEffect: 0.05,
  plannedUnits: 1000,
};

export function makeRequest(parts: object = {}): ExperimentRequest {
  return experimentRequestSchema.parse({ ...REQUEST, ...parts });
}

export async function startExperiment(
  context: Context,
  parts: object = {},
): Promise<CountedExperiment> {
  const created = await createExperiment(context, ACTOR, makeRequest(parts));
  if (created instanceof Refusal) expect.fail(created.message);
  return created;
}

export const RULES_ASK = { fits: true, keen: true };
export const MODEL_ASKS = { hint: true };
export const BOTH_ASK = { fits: true, keen: true, hint: true };
export const NOBODY_ASKS = { fits: null, keen: null, hint: null };

/** Tells leads of attributes in one transaction. */
export async function tell(
  context: Context,
  ids: readonly string[],
  attributes: Readonly<Record<string, boolean | null>>,
  account?: string,
): Promise<void> {
  const named = account === undefined ? {} : { account };
  await upsertLeads(
    context,
    ids.map((id) => ({ id, attributes, ...named })),
  );
}

export function nameLeads(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
}

export interface Enrolled {
  readonly lead: string;
  readonly unit: string;
  readonly arm: "rules" | "model";
  readonly propensity: number;
  readonly scoreBefore: number | null;
}

/** Who takes part, by the lead's name. */
export async function readEnrolments({ database }: Context): Promise<readonly Enrolled[]> {
  return database.sql<Enrolled[]>`
    SELECT external_id AS lead, unit, arm, propensity, score_before AS "scoreBefore"
    FROM experiment_assignment JOIN lead ON lead.id = lead_id ORDER BY external_id COLLATE "C"`;
}

/** Handovers with the lead's name, first to last. */
export async function readHandovers({ database }: Context) {
  return database.sql<
    {
      lead: string;
      owner: string | null;
      cell: string;
      because: string;
      arm: string | null;
      experiment: number | null;
    }[]
  >`
    SELECT external_id AS lead, handover.owner, cell, because, arm,
      experiment_id::float8 AS experiment
    FROM handover JOIN lead ON lead.id = lead_id ORDER BY handover.id`;
}

export async function readTriage({ database }: Context) {
  return database.sql<
    { lead: string; because: string; propensity: number; total: number; probability: number }[]
  >`
    SELECT external_id AS lead, because, propensity, total, probability
    FROM triage JOIN lead ON lead.id = lead_id ORDER BY external_id COLLATE "C"`;
}
