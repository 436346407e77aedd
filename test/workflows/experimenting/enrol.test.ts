import { expect, test } from "vitest";
import { stopExperiment } from "../../../src/workflows/experimenting/stop-experiment.ts";
import { upsertLeads } from "../../../src/workflows/keeping/upsert-leads.ts";
import { closeHandover, listHandovers } from "../../../src/workflows/routing/handovers.ts";
import { makeModelOf, publishVersions, wrapCard } from "../../store/published-versions.ts";
import {
  ACTOR,
  BOTH_ASK,
  CARD,
  MODEL_ASKS,
  NOBODY_ASKS,
  nameLeads,
  RULES_ASK,
  readEnrolments,
  readHandovers,
  readTriage,
  START,
  startExperiment,
  tell,
  useArms,
} from "./experiment-fixture.ts";

test("each arm hands over whom it asks for, and both are enrolled", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  const routed = nameLeads("routed", 30);
  const likely = nameLeads("likely", 30);
  const both = nameLeads("both", 30);
  await tell(context, routed, RULES_ASK);
  await tell(context, likely, MODEL_ASKS);
  await tell(context, both, BOTH_ASK);
  await tell(context, nameLeads("cold", 5), {});

  const enrolled = await readEnrolments(context);
  expect(enrolled.map(({ lead }) => lead).toSorted()).toEqual(
    [...routed, ...likely, ...both].toSorted(),
  );
  expect(new Set(enrolled.map(({ arm }) => arm))).toEqual(new Set(["rules", "model"]));
  expect(enrolled.every(({ unit, lead, propensity }) => unit === lead && propensity === 0.5)).toBe(
    true,
  );
  const isIn = (arm: string) => (lead: string) =>
    enrolled.some((each) => each.lead === lead && each.arm === arm);
  const handovers = await readHandovers(context);
  expect(handovers.map(({ lead }) => lead).toSorted()).toEqual(
    [...routed.filter(isIn("rules")), ...likely.filter(isIn("model")), ...both].toSorted(),
  );
  for (const { lead, arm, owner, cell, because, experiment } of handovers) {
    expect(isIn(arm!)(lead)).toBe(true);
    expect([because, experiment]).toEqual(["score", id]);
    // In a routed cell its route decides, else that of the experiment.
    expect(cell).toBe(lead.startsWith("likely") ? "D4" : "A1");
    expect(lead.startsWith("likely") ? ["cem"] : ["ann", "ben"]).toContain(owner);
  }
});

test("the same leads are enrolled whatever the salt, so whatever their arm", async () => {
  const seen = new Map<string, string>();
  const leads = new Set<string>();
  for (const salt of ["one", "two"]) {
    const context = await useArms();
    await startExperiment(context, { salt });
    await tell(context, nameLeads("routed", 25), RULES_ASK);
    await tell(context, nameLeads("likely", 25), MODEL_ASKS);
    await tell(context, nameLeads("likely", 25), NOBODY_ASKS);
    await tell(context, nameLeads("likely", 25), RULES_ASK);
    const enrolled = await readEnrolments(context);
    leads.add(JSON.stringify(enrolled.map(({ lead, scoreBefore }) => [lead, scoreBefore])));
    seen.set(salt, JSON.stringify(enrolled.map(({ arm }) => arm)));
  }
  expect(leads.size).toBe(1);
  expect(seen.get("one")).not.toBe(seen.get("two"));
});

test("a lead keeps its arm: what the other arm asks for later hands it over to nobody", async () => {
  const context = await useArms();
  await startExperiment(context);
  const leads = nameLeads("lead", 20);
  await tell(context, leads, RULES_ASK);
  const arms = new Map((await readEnrolments(context)).map(({ lead, arm }) => [lead, arm]));
  await tell(context, leads, NOBODY_ASKS);
  await tell(context, leads, MODEL_ASKS);
  const handovers = await readHandovers(context);
  expect(handovers).toHaveLength(20);
  for (const { lead, arm, cell } of handovers) {
    expect(arm).toBe(arms.get(lead));
    expect(cell).toBe(arm === "rules" ? "A1" : "D4");
  }
});

test("all leads of an account fall to one arm, and leads without one stand alone", async () => {
  const context = await useArms();
  await startExperiment(context, { unit: "account" });
  for (let account = 0; account < 12; account++)
    await tell(context, nameLeads(`of-${account}`, 4), MODEL_ASKS, `account-${account}`);
  await tell(context, ["alone"], MODEL_ASKS);
  const enrolled = await readEnrolments(context);
  expect(enrolled).toHaveLength(49);
  const arms = new Map<string, Set<string>>();
  for (const { lead, unit, arm } of enrolled) {
    const account = lead.slice(3, lead.lastIndexOf("-"));
    expect(unit).toBe(lead === "alone" ? "lead:alone" : `account:account-${account}`);
    arms.set(unit, (arms.get(unit) ?? new Set()).add(arm));
  }
  expect([...arms.values()].every(({ size }) => size === 1)).toBe(true);
  expect(new Set(enrolled.map(({ arm }) => arm)).size).toBe(2);
});

test("a lead has one handover while it is open, and is enrolled once", async () => {
  const context = await useArms();
  await startExperiment(context);
  const leads = nameLeads("lead", 10);
  for (let round = 0; round < 3; round++) {
    await tell(context, leads, BOTH_ASK);
    await tell(context, leads, NOBODY_ASKS);
  }
  expect(await readHandovers(context)).toHaveLength(10);
  expect(await readEnrolments(context)).toHaveLength(10);
  for (const { id } of await listHandovers(context, { limit: 100 }))
    await closeHandover(context, ACTOR, id);
  await tell(context, leads, BOTH_ASK);
  expect(await readHandovers(context)).toHaveLength(20);
  expect(await readEnrolments(context)).toHaveLength(10);
});

test("who was handed over before the start, and is still, takes no part", async () => {
  const context = await useArms();
  await startExperiment(context, { start: new Date(START + 60_000).toISOString() });
  await tell(context, ["early"], RULES_ASK);
  context.clock.now += 120_000;
  await tell(context, ["early"], MODEL_ASKS);
  await tell(context, ["late"], RULES_ASK);
  expect((await readEnrolments(context)).map(({ lead }) => lead)).toEqual(["late"]);
  expect((await readHandovers(context))[0]).toMatchObject({ lead: "early", arm: null });
});

test("what imports and new versions bring enrols nobody", async () => {
  const context = await useArms();
  await startExperiment(context);
  await upsertLeads(context, [{ id: "imported", attributes: BOTH_ASK }], "import");
  await tell(context, ["a"], {});
  await upsertLeads(context, [{ id: "a", attributes: BOTH_ASK }], "version");
  // A lead that a later model finds likely did nothing for it, though it does something else.
  await tell(context, ["b"], { fits: true });
  const set = wrapCard(CARD);
  const model = makeModelOf(set);
  await publishVersions(context.database, {
    slug: "later",
    set,
    model: { ...model, intercept: 3 },
  });
  await tell(context, ["b"], { fits: true, hint: true });
  expect(await readEnrolments(context)).toEqual([]);
  expect(await readHandovers(context)).toEqual([]);
  await tell(context, ["c"], { fits: true });
  expect((await readEnrolments(context)).map(({ lead }) => lead)).toEqual(["c"]);
});

test("a new model of the same scorecard enrols nobody by its own verdict", async () => {
  const context = await useArms();
  await startExperiment(context);
  await tell(context, ["a", "b"], { fits: true });
  const document = { ...makeModelOf(wrapCard(CARD)), intercept: -1 };
  const { sql } = context.database;
  await sql`
    WITH later AS (
      INSERT INTO model_version
        (model_id, version, scorecard_version_id, document, created_by, promoted_by, promoted_at)
      SELECT model_id, 2, scorecard_version_id, ${JSON.stringify(document)}::jsonb, 'test', 'test',
        now() FROM model_version RETURNING id)
    UPDATE live SET model_version_id = later.id FROM later`;
  // 0.62 now, and before too by the later model.
  await tell(context, ["a"], { hint: true });
  expect(await readEnrolments(context)).toEqual([]);
  await tell(context, ["c"], { fits: true });
  expect(await readEnrolments(context)).toMatchObject([{ lead: "c" }]);
});

test("a stopped experiment enrols nobody, and the rules decide again", async () => {
  const context = await useArms();
  const { id } = await startExperiment(context);
  context.clock.now += 1000;
  await stopExperiment(context, ACTOR, { id, note: "enough" });
  context.clock.now += 1000;
  await tell(context, nameLeads("routed", 10), RULES_ASK);
  await tell(context, nameLeads("likely", 10), MODEL_ASKS);
  expect(await readEnrolments(context)).toEqual([]);
  const handovers = await readHandovers(context);
  expect(handovers.map(({ lead }) => lead).toSorted()).toEqual(nameLeads("routed", 10));
  expect(handovers.every(({ arm, experiment }) => arm === null && experiment === null)).toBe(true);
});

test("who does not take part goes where the rules say", async () => {
  const context = await useArms();
  await startExperiment(context, { coverage: 0.4 });
  const routed = nameLeads("routed", 60);
  await tell(context, routed, RULES_ASK);
  await tell(context, nameLeads("likely", 60), MODEL_ASKS);
  const enrolled = await readEnrolments(context);
  expect(enrolled.length).toBeGreaterThan(25);
  expect(enrolled.length).toBeLessThan(75);
  expect(enrolled.every(({ propensity }) => propensity === 0.2)).toBe(true);
  const taking = new Set(enrolled.map(({ lead }) => lead));
  const handovers = await readHandovers(context);
  const outside = handovers.filter(({ lead }) => !taking.has(lead));
  expect(outside.map(({ lead }) => lead).toSorted()).toEqual(
    routed.filter((lead) => !taking.has(lead)).toSorted(),
  );
  expect(outside.every(({ arm }) => arm === null)).toBe(true);
});

test("two experiments side by side share no lead", async () => {
  const context = await useArms();
  const share = (from: number, to: number) => ({ namespace: { name: "routing", from, to } });
  await startExperiment(context, { salt: "left", ...share(0, 0.5) });
  await startExperiment(context, {
    salt: "right",
    ...share(0.5, 1),
    handOver: { probability: 0.9, route: { by: "round-robin", owners: ["dee"] } },
  });
  await tell(context, nameLeads("likely", 60), MODEL_ASKS);
  await tell(context, nameLeads("routed", 60), RULES_ASK);
  const enrolled = await context.database.sql<{ leads: number; rows: number }[]>`
    SELECT count(DISTINCT lead_id)::int AS leads, count(*)::int AS rows
    FROM experiment_assignment`;
  // Of the leads at 0.73 those of the second, whose cut lies at 0.9, are not asked for.
  expect(enrolled[0]!.rows).toBe(enrolled[0]!.leads);
  expect(enrolled[0]!.rows).toBeGreaterThan(70);
  expect(enrolled[0]!.rows).toBeLessThan(110);
});

test("a triage keeps what was decided, with which chance and by which scores", async () => {
  const context = await useArms();
  await tell(context, ["before"], RULES_ASK);
  await startExperiment(context, { shares: { rules: 0.25, model: 0.75 } });
  await tell(context, nameLeads("routed", 20), RULES_ASK);
  await tell(context, nameLeads("likely", 20), MODEL_ASKS);
  await tell(context, nameLeads("xboth", 5), BOTH_ASK);
  const triage = await readTriage(context);
  expect(triage).toHaveLength(46);
  const handed = new Set((await readHandovers(context)).map(({ lead }) => lead));
  const chances = { b: 1, r: 0.25, l: 0.75, x: 1 };
  for (const { lead, because, propensity, total, probability } of triage) {
    expect(because).toBe(handed.has(lead) ? "score" : "neither");
    expect(propensity).toBe(chances[lead[0] as "b"]);
    expect([total, probability]).toEqual([
      lead.startsWith("likely") ? 0 : 60,
      expect.closeTo(
        lead.startsWith("b") || lead.startsWith("r")
          ? 0.2689
          : lead.startsWith("l")
            ? 0.7311
            : 0.9526,
        3,
      ),
    ]);
  }
});
