import { expect, test } from "vitest";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { readExperimentFindings } from "../../../src/workflows/experimenting/experiment-findings.ts";
import { stopExperiment } from "../../../src/workflows/experimenting/stop-experiment.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import {
  ACTOR,
  BOTH_ASK,
  DAY,
  MODEL_ASKS,
  nameLeads,
  readEnrolments,
  readHandovers,
  START,
  startExperiment,
  tell,
  useArms,
} from "./experiment-fixture.ts";

async function readOnly(context: Context) {
  const [found] = await readExperimentFindings(context.database, {
    latest: 10,
    asOf: context.now(),
  });
  return found!;
}

/** Puts leads into arms as if they had come to take part. */
async function place(
  { database: { sql } }: Context,
  experimentId: number,
  placed: { readonly prefix: string; readonly arm: "rules" | "model"; readonly leads: number },
  at = START,
): Promise<readonly string[]> {
  const ids = nameLeads(placed.prefix, placed.leads);
  await sql`INSERT INTO lead (external_id) SELECT unnest(${ids as string[]}::text[])`;
  await sql`
    INSERT INTO experiment_assignment
      (experiment_id, lead_id, unit, arm, propensity, score_before, at)
    SELECT ${experimentId}, id, external_id, ${placed.arm}, 0.5, 0.2, ${new Date(at).toISOString()}
    FROM lead WHERE external_id = ANY(${ids as string[]})`;
  return ids;
}

function win(context: Context, leads: readonly string[], days: number, from = START) {
  const closedAt = from + days * DAY;
  return recordOutcomes(
    context,
    leads.map((lead) => ({ deal: `deal-${lead}`, lead, outcome: "won", closedAt })),
  );
}

test("without a unit it says so, and without a window that is over too", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  expect((await readOnly(context)).comparison.verdict).toMatchObject({
    verdict: "not-yet-known",
    reasons: ["No unit takes part yet."],
  });
  await place(context, id, { prefix: "r", arm: "rules", leads: 50 });
  const won = await place(context, id, { prefix: "m", arm: "model", leads: 50 });
  await win(context, won, 3);
  context.clock.now = START + 29 * DAY;
  const { comparison, state } = await readOnly(context);
  expect(state).toBe("running");
  expect(comparison.verdict.reasons).toEqual(["No outcome window is over yet."]);
  expect(comparison.tally).toMatchObject({ waiting: 100, arms: { model: { successes: 0 } } });
  expect(isEstimated(comparison.plain.difference)).toBe(false);
});

test("a win counts once its window is over, if it came within it and after the enrolment", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  const leads = await place(context, id, { prefix: "m", arm: "model", leads: 6 });
  await win(context, [leads[0]!], 30);
  await win(context, [leads[1]!], 30.001);
  await win(context, [leads[2]!], -1);
  await win(context, [leads[3]!], 0);
  const two = { outcome: "won" as const, lead: leads[4]! };
  await recordOutcomes(context, [
    { ...two, deal: "old", closedAt: START - DAY },
    { ...two, deal: "new", closedAt: START + DAY },
    { deal: "lost", lead: leads[5]!, outcome: "lost", closedAt: START + DAY },
  ]);
  context.clock.now = START + 30 * DAY;
  const { tally, verdict } = (await readOnly(context)).comparison;
  expect(tally.arms.model).toMatchObject({ leads: 6, successes: 3 });
  expect(tally.waiting).toBe(0);
  expect(verdict).toMatchObject({
    verdict: "not-yet-known",
    reasons: ["No unit of the rules' arm has its outcome window behind it."],
  });
});

test("accepted counts what sales said and did not take back", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context, {
    primary: { metric: "accepted", withinDays: 7 },
  });
  const leads = await place(context, id, { prefix: "m", arm: "model", leads: 4 });
  const say = (lead: string, accepted: boolean, day: number, withdrawn = false) =>
    context.database.sql`
      INSERT INTO feedback (key, lead_id, accepted, at, withdrawn_at)
      SELECT ${`${lead}-${day}`}, id, ${accepted}, ${new Date(START + day * DAY).toISOString()},
        ${withdrawn ? new Date(START + 9 * DAY).toISOString() : null}
      FROM lead WHERE external_id = ${lead}`;
  await say(leads[0]!, false, 1);
  await say(leads[0]!, true, 2);
  await say(leads[1]!, true, 2, true);
  await say(leads[2]!, true, 8);
  await say(leads[3]!, true, -1);
  context.clock.now = START + 20 * DAY;
  expect((await readOnly(context)).comparison.tally.arms.model.successes).toBe(1);
});

test("arms that do not have their shares are broken, whatever they brought", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  await place(context, id, { prefix: "r", arm: "rules", leads: 300 });
  const many = await place(context, id, { prefix: "m", arm: "model", leads: 200 });
  await win(context, many, 1);
  context.clock.now = START + 60 * DAY;
  const { verdict, sampleRatio } = (await readOnly(context)).comparison;
  expect(verdict.verdict).toBe("broken");
  expect(verdict.reasons[0]).toContain("300 and 200");
  expect(sampleRatio.holds).toBe(false);
});

test("arms that bring the same are not told apart, and nothing is NaN", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context, {
    guardrails: [
      { metric: "leads-per-rep", margin: 2 },
      { metric: "response-hours", margin: 4 },
    ],
  });
  for (const arm of ["rules", "model"] as const) {
    const leads = await place(context, id, { prefix: arm, arm, leads: 100 });
    await win(context, leads.slice(0, 20), 1);
  }
  context.clock.now = START + 60 * DAY;
  const found = await readOnly(context);
  const { comparison } = found;
  expect(comparison.plain.difference).toMatchObject({ value: 0 });
  expect(comparison.adjusted).toEqual({ notEstimable: expect.stringContaining("scores") });
  expect(comparison.verdict.verdict).toBe("not-yet-known");
  expect(comparison.verdict.cautions).toContain(
    "Whether leads per rep and week keeps within its margin is not yet known.",
  );
  // JSON has no NaN: it would turn up as null.
  const numbers = JSON.stringify(comparison.plain);
  expect(numbers).not.toContain("null");
});

test("guardrails read what reps are given and how soon they respond, by arm", async () => {
  const context = await useArms();
  await startExperiment(context, {
    shares: { rules: 0.25, model: 0.75 },
    coverage: 0.8,
    guardrails: [
      { metric: "leads-per-rep", margin: 2 },
      { metric: "response-hours", margin: 4 },
    ],
  });
  await tell(context, nameLeads("both", 300), BOTH_ASK);
  await tell(context, nameLeads("model", 100), MODEL_ASKS);
  const { sql } = context.database;
  const handovers = (await readHandovers(context)).filter(({ arm }) => arm !== null);
  const enrolled = await readEnrolments(context);
  await sql`
    UPDATE handover SET closed_at = at + CASE arm WHEN 'rules' THEN 2 ELSE 30 + id % 3 END
      * interval '1 hour' WHERE id % 2 = 0`;
  await sql`
    INSERT INTO opportunity (external_id, lead_id, outcome, opened_at)
    SELECT 'deal-' || id, lead_id, 'open', at + interval '1 hour' FROM handover
    WHERE arm = 'rules' AND id % 4 = 0`;
  context.clock.now = START + 14 * DAY;
  const [perRep, response] = (await readOnly(context)).comparison.guardrails;
  const perUnit = (arm: string) =>
    handovers.filter((each) => each.arm === arm).length /
    enrolled.filter((each) => each.arm === arm).length;
  expect(new Set(handovers.map(({ owner }) => owner))).toEqual(new Set(["ann", "ben", "cem"]));
  const unitsPerRepAndWeek = enrolled.length / 0.8 / 2 / 3;
  const expected = unitsPerRepAndWeek * (perUnit("model") - perUnit("rules"));
  expect(expected).toBeGreaterThan(5);
  expect(perRep!.name).toBe("leads per rep and week");
  expect(isEstimated(perRep!.difference) && perRep!.difference.value).toBeCloseTo(expected, 9);
  expect(response).toMatchObject({ name: "hours until sales respond", state: "breached" });
  expect(isEstimated(response!.difference) && response!.difference.value).toBeGreaterThan(28);
});

test("what each arm hands over is counted of all that take part, and of whom it won", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  await tell(context, nameLeads("both", 60), BOTH_ASK);
  await tell(context, nameLeads("model", 60), MODEL_ASKS);
  const enrolled = await readEnrolments(context);
  const of = (arm: string, prefix: string) =>
    enrolled.filter((each) => each.arm === arm && each.lead.startsWith(prefix));
  const won = of("model", "both").map(({ lead }) => lead);
  await win(context, [...won, of("rules", "model")[0]!.lead], 3);
  await context.database.sql`
    UPDATE handover SET experiment_id = NULL, arm = NULL
    WHERE lead_id = (SELECT id FROM lead WHERE external_id = ${won[0]!})`;
  context.clock.now = START + 40 * DAY;
  const { handovers, comparison, definition } = await readOnly(context);
  const leads = enrolled.filter(({ arm }) => arm === "model").length;
  expect(handovers.arms.model).toMatchObject({
    leads,
    handedOver: leads - 1,
    share: { value: (leads - 1) / leads, n: leads },
    successRate: { value: (won.length - 1) / (leads - 1), n: leads - 1 },
  });
  expect(handovers.arms.rules).toMatchObject({
    handedOver: of("rules", "both").length,
    successRate: { value: 0, n: of("rules", "both").length },
  });
  expect(isEstimated(handovers.difference) && handovers.difference.anytime.low).toBeGreaterThan(0);
  expect(comparison.verdict.cautions[0]).toMatch(/^The model's arm handed more leads over\. /);
  expect(definition).not.toHaveProperty("salt");
  expect(await stored(context, id)).toMatchObject({ salt: "summer" });
});

async function stored({ database: { sql } }: Context, id: number): Promise<object> {
  const [row] = await sql<{ definition: object }[]>`
    SELECT definition FROM experiment WHERE id = ${id}`;
  return row!.definition;
}

test("those that run come first, those that were cancelled not at all", async () => {
  const context = await useArms();
  const first = await startExperiment(context, { salt: "1" });
  context.clock.now += DAY;
  await stopExperiment(context, ACTOR, { id: first.id });
  const day = (days: number) => new Date(START + days * DAY).toISOString();
  const second = await startExperiment(context, { salt: "2", start: day(1), stop: day(5) });
  const third = await startExperiment(context, { salt: "3", start: day(6), stop: day(9) });
  const fourth = await startExperiment(context, { salt: "4", start: day(9) });
  await stopExperiment(context, ACTOR, { id: fourth.id });
  const list = async (latest: number) =>
    (await readExperimentFindings(context.database, { latest, asOf: context.now() })).map(
      ({ id, state }) => [id, state],
    );
  expect(await list(10)).toEqual([
    [second.id, "running"],
    [third.id, "planned"],
    [first.id, "stopped"],
  ]);
  expect(await list(1)).toEqual([[second.id, "running"]]);
});

test("through the service, the arm that brings more comes out better", async () => {
  const context = await useArms();
  await startExperiment(context, { plannedUnits: 600 });
  for (let day = 0; day < 6; day++) {
    context.clock.now = START + day * DAY;
    await tell(context, nameLeads(`d${day}`, 100), BOTH_ASK);
  }
  const enrolled = await readEnrolments(context);
  const winners = enrolled.filter(({ arm }, i) => i % 20 < (arm === "model" ? 9 : 3));
  await recordOutcomes(
    context,
    winners.map(({ lead }) => ({
      deal: `deal-${lead}`,
      lead,
      outcome: "won",
      closedAt: START + 10 * DAY,
    })),
  );
  context.clock.now = START + 40 * DAY;
  const { comparison } = await readOnly(context);
  expect(comparison.verdict.verdict).toBe("better");
  expect(comparison.planReached).toBe(true);
  expect(comparison.sampleRatio.holds).toBe(true);
  const { rules, model } = comparison.tally.arms;
  expect(rules.leads + model.leads).toBe(600);
  expect(rules.successes + model.successes).toBe(winners.length);
});

test("100,000 leads are read and compared within seconds", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context, {
    guardrails: [{ metric: "response-hours", margin: 4 }],
  });
  const { sql } = context.database;
  await sql`INSERT INTO lead (external_id) SELECT 'L-' || i FROM generate_series(1, 100000) i`;
  await sql`
    INSERT INTO experiment_assignment
      (experiment_id, lead_id, unit, arm, propensity, score_before, at)
    SELECT ${id}, id, external_id, CASE WHEN id % 2 = 0 THEN 'rules' ELSE 'model' END, 0.5,
      (id * 7919 % 1000) / 1000.0, ${new Date(START).toISOString()} FROM lead`;
  await sql`
    INSERT INTO opportunity (external_id, lead_id, outcome, closed_at)
    SELECT 'D-' || id, id, 'won', ${new Date(START + DAY).toISOString()} FROM lead WHERE id % 9 < 2`;
  context.clock.now = START + 60 * DAY;
  const began = performance.now();
  const { comparison } = await readOnly(context);
  expect(performance.now() - began).toBeLessThan(8000);
  expect(comparison.verdict.verdict).toBe("no-difference-worth-having");
});
