import { expect, test } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { createExperiment } from "../../../src/workflows/experimenting/create-experiment.ts";
import { planExperiment } from "../../../src/workflows/experimenting/plan-experiment.ts";
import { readExperiment } from "../../../src/workflows/experimenting/read-experiments.ts";
import { stopExperiment } from "../../../src/workflows/experimenting/stop-experiment.ts";
import { recordOutcomes } from "../../../src/workflows/keeping/record-outcomes.ts";
import { useTestDatabase } from "../../database.ts";
import { makeRankingContext, publishRanking } from "../routing/ranked-leads.ts";
import {
  ACTOR,
  DAY,
  MODEL_ASKS,
  makeRequest,
  nameLeads,
  RULES_ASK,
  START,
  startExperiment,
  tell,
  useArms,
} from "./experiment-fixture.ts";

const day = (days: number) => new Date(START + days * DAY).toISOString();

async function refuse(context: Context, parts: object): Promise<Refusal> {
  const refused = await createExperiment(context, ACTOR, makeRequest(parts));
  if (!(refused instanceof Refusal)) expect.fail("it was not refused");
  return refused;
}

test("what was agreed is kept as it was sent, with a salt of its own and who agreed it", async () => {
  const context = await useArms();
  const asked = { salt: undefined, start: new Date(START - 59_000).toISOString(), stop: day(40) };
  const created = await startExperiment(context, asked);
  expect(created).toMatchObject({
    state: "running",
    createdBy: "person:1",
    startsAt: START - 59_000,
    stopsAt: START + 40 * DAY,
    definition: { plannedUnits: 1000, salt: expect.stringMatching(/^[0-9a-f]{32}$/) },
    counts: { rules: { units: 0, leads: 0, handovers: 0 } },
  });
  expect(created.definition).toEqual({
    ...makeRequest(asked),
    salt: created.definition.salt,
  });
  context.clock.now = START + DAY;
  const stopped = await stopExperiment(context, ACTOR, { id: created.id, note: "enough" });
  expect(stopped).toMatchObject({
    state: "stopped",
    stopsAt: START + DAY,
    stoppedBy: "person:1",
    stopNote: "enough",
  });
  expect(await stopExperiment(context, ACTOR, { id: created.id })).toMatchObject({
    code: "experiment-stopped",
  });
  const audit = await context.database.sql`
    SELECT actor, action, object, detail FROM audit_log WHERE action LIKE 'experiment.%' ORDER BY id`;
  expect(audit).toMatchObject([
    { actor: "person:1", action: "experiment.create", object: `experiment:${created.id}` },
    { action: "experiment.stop", object: `experiment:${created.id}`, detail: { was: "running" } },
  ]);
});

test("moments in the past are refused, and so is a comparison without a model", async () => {
  const context = await useArms();
  const early = { start: new Date(START - 61_000).toISOString() };
  expect(await refuse(context, early)).toMatchObject({
    code: "experiment-invalid",
    details: [{ where: "/start" }],
  });
  const over = {
    start: new Date(START - 50_000).toISOString(),
    stop: new Date(START - 1).toISOString(),
  };
  expect((await refuse(context, over)).details[0]!.where).toBe("/stop");
  const bare = makeRankingContext(await useTestDatabase(), { now: () => START });
  expect((await refuse(bare, {})).code).toBe("nothing-live");
  await publishRanking(bare.database);
  expect((await refuse(bare, {})).code).toBe("nothing-live");
});

test("two that are open at one time share a namespace and no stretch of it", async () => {
  const context = await useArms();
  const within = (from: number, to: number) => ({ namespace: { name: "routing", from, to } });
  const first = await startExperiment(context, { salt: "1", stop: day(10), ...within(0, 0.5) });
  for (const parts of [
    {},
    within(0.4, 0.6),
    { namespace: { name: "other", from: 0.5, to: 1 } },
    { ...within(0.5, 1), unit: "account" },
  ]) {
    const refused = await refuse(context, { salt: "2", ...parts });
    expect(refused).toMatchObject({ code: "experiment-overlapping", details: [{}] });
    expect(refused.remedy).toContain(`/v1/experiments/${first.id}/stop`);
  }
  await startExperiment(context, { salt: "2", stop: day(5), ...within(0.5, 1) });
  await startExperiment(context, { salt: "3", start: day(10) });
  expect(
    (await refuse(context, { salt: "1", start: day(5), stop: day(9), ...within(0.5, 1) })).details,
  ).toMatchObject([{ where: "/salt" }]);
});

test("of many that are asked for at once, one is agreed", async () => {
  const context = await useArms();
  const asked = await Promise.all(
    nameLeads("salt", 6).map((salt) => createExperiment(context, ACTOR, makeRequest({ salt }))),
  );
  expect(asked.filter((each) => !(each instanceof Refusal))).toHaveLength(1);
});

test("a plan from given figures says units, days and what would be seen", async () => {
  const context = await useArms();
  const plan = await planExperiment(
    context.database,
    { ...makeRequest(), baseRate: 0.1, unitsPerWeek: 200 },
    START,
  );
  if (plan instanceof Refusal) expect.fail(plan.message);
  expect(plan.baseRate).toMatchObject({ value: 0.1, from: "given" });
  expect(plan.fixed.units).toBeGreaterThan(1300);
  expect(plan.fixed.units).toBeLessThan(1450);
  expect(plan.anytime.units).toBeGreaterThan(plan.fixed.units);
  expect(plan.anytime.days).toBe(plan.anytime.enrolmentDays + 30);
  expect(plan.summary).toContain(plan.anytime.units.toLocaleString("en-GB"));
});

test("what is not given is taken from the last 13 weeks, by rules and model alike", async () => {
  const context = await useArms();
  const ask = () => planExperiment(context.database, makeRequest(), context.clock.now);
  expect(await ask()).toMatchObject({
    code: "experiment-unplannable",
    details: [{ where: "/baseRate" }],
  });
  for (let week = 0; week < 10; week++) {
    context.clock.now = START + week * 7 * DAY;
    await tell(context, nameLeads(`r${week}`, 6), RULES_ASK);
    await tell(context, nameLeads(`m${week}`, 4), MODEL_ASKS);
    await tell(context, nameLeads(`c${week}`, 5), {});
    const at = { outcome: "won" as const, closedAt: context.clock.now + DAY };
    await recordOutcomes(context, [
      { deal: `r${week}`, lead: `r${week}-0`, ...at },
      { deal: `m${week}`, lead: `m${week}-0`, ...at },
      { deal: `c${week}`, lead: `c${week}-0`, ...at },
      { deal: `l${week}`, lead: `m${week}-1`, ...at, closedAt: at.closedAt + 30 * DAY },
    ]);
  }
  context.clock.now = START + 10 * 7 * DAY;
  const plan = await ask();
  if (plan instanceof Refusal) expect.fail(plan.message);
  expect(plan.unitsPerWeek).toMatchObject({ value: 10, from: "stored" });
  // Weeks 0 to 5 have their 30 days behind them.
  expect(plan.baseRate).toMatchObject({ value: 12 / 60, from: "stored" });
  expect(plan.baseRate.basis).toContain("Of 60 leads");
  const half = await planExperiment(
    context.database,
    makeRequest({ coverage: 0.5, unit: "account" }),
    context.clock.now,
  );
  expect(half).toMatchObject({ unitsPerWeek: { value: 5 } });

  const created = await startExperiment(context, {
    start: new Date(context.clock.now).toISOString(),
    plannedUnits: undefined,
  });
  expect(created.definition.plannedUnits).toBe(plan.anytime.units);
  expect(await readExperiment(context, created.id)).toMatchObject({ id: created.id });
});

test("what would take too long, or has no room, is refused in words", async () => {
  const context = await useArms();
  const ask = (parts: object) =>
    planExperiment(
      context.database,
      { ...makeRequest(), baseRate: 0.1, unitsPerWeek: 200, ...parts },
      START,
    );
  expect(await ask({ minimumEffect: 0.0001 })).toMatchObject({
    code: "experiment-unplannable",
    message: "It would take more than ten years.",
  });
  expect(await ask({ baseRate: 0.97 })).toMatchObject({ code: "experiment-unplannable" });
});
