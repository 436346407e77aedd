import { expect, test } from "vitest";
import { CELLS } from "../../src/scorecard/schema.ts";
import { setRouting } from "../../src/workflows/settings/settings.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const ROUTE = { by: "round-robin", owners: ["ann", "ben"] };

function makeExperiment(parts: object = {}) {
  return {
    name: "Routing by the model",
    hypothesis: "Leads that the model asks for are won more often.",
    unit: "lead",
    shares: { rules: 0.5, model: 0.5 },
    handOver: { probability: 0.02, route: ROUTE },
    start: new Date().toISOString(),
    primary: { metric: "won", withinDays: 30 },
    minimumEffect: 0.02,
    plannedUnits: 4000,
    guardrails: [{ metric: "leads-per-rep", margin: 3 }],
    ...parts,
  };
}

function routeEverything({ context }: ServiceFixture) {
  const route = { by: "round-robin" as const, owners: ["ann", "ben"] };
  const everywhere = Object.fromEntries(CELLS.map((cell) => [cell, route]));
  return setRouting(context, { name: "person:1" }, everywhere);
}

test("an experiment is agreed, takes leads in, says what it knows, and is stopped", async () => {
  const service = await useService();
  await routeEverything(service);
  const revops = askAs(service, "revops");
  const created = await revops("POST", "/v1/experiments", makeExperiment());
  expect(created.status).toBe(201);
  const { id, definition } = created.body;
  expect(created.headers.location).toBe(`/v1/experiments/${id}`);
  expect(created.body).toMatchObject({
    state: "running",
    stopsAt: null,
    createdBy: expect.stringMatching(/^key:/),
  });
  expect(definition).toMatchObject({ coverage: 1, alpha: 0.05, salt: expect.any(String) });

  const leads = Array.from({ length: 40 }, (_, i) => ({ id: `lead-${i}`, attributes: {} }));
  expect((await revops("POST", "/v1/leads", { leads })).status).toBe(200);
  const sales = askAs(service, "sales");
  const read = await sales("GET", `/v1/experiments/${id}`);
  const { rules, model } = read.body.counts;
  expect(rules.leads + model.leads).toBe(40);
  expect(Math.min(rules.leads, model.leads)).toBeGreaterThan(5);
  expect((await sales("GET", "/v1/experiments")).body).toMatchObject({
    items: [{ id, state: "running", definition: { name: definition.name } }],
    next: null,
  });
  expect((await revops("GET", "/v1/experiments")).body.items[0].definition).toEqual(definition);

  const results = await sales("GET", `/v1/experiments/${id}/results`);
  expect(results.status).toBe(200);
  expect(results.body).toMatchObject({
    name: "Routing by the model",
    verdict: { verdict: "not-yet-known", reasons: ["No outcome window is over yet."] },
    arms: { rules: { enrolled: rules.units, leads: 0, rate: null } },
    waiting: 40,
    plain: { difference: { notEstimable: expect.any(String) } },
    handovers: {
      rules: { leads: rules.leads, handedOver: rules.handovers, share: { n: rules.leads } },
      model: { successRate: { notEstimable: expect.any(String) } },
      difference: { anytime: { low: expect.any(Number) } },
    },
    changes: { during: 0, duringAt: [], since: 0 },
    guardrails: [{ name: "leads per rep and week", margin: 3 }],
  });

  const stop = `/v1/experiments/${id}/stop`;
  expect((await revops("POST", stop, { note: "enough" })).body).toMatchObject({
    state: "stopped",
    stopNote: "enough",
  });
  expect(await revops("POST", stop)).toMatchObject({
    status: 409,
    body: { code: "experiment-stopped" },
  });
  expect(service.faults).toEqual([]);
});

test("results with units in both arms have their intervals", async () => {
  const service = await useService();
  await routeEverything(service);
  const revops = askAs(service, "revops");
  const { id } = (await revops("POST", "/v1/experiments", makeExperiment())).body;
  const leads = Array.from({ length: 120 }, (_, i) => ({ id: `lead-${i}`, attributes: {} }));
  await revops("POST", "/v1/leads", { leads });
  const { sql } = service.database;
  await sql`UPDATE experiment_assignment SET at = at - interval '40 days'`;
  await sql`
    INSERT INTO opportunity (external_id, lead_id, outcome, closed_at)
    SELECT 'D-' || lead_id, lead_id, 'won', at + interval '1 day' FROM experiment_assignment
    WHERE lead_id % 4 = 0`;
  const { status, body } = await revops("GET", `/v1/experiments/${id}/results`);
  expect(status).toBe(200);
  expect(body.plain.difference).toMatchObject({
    fixed: { low: expect.any(Number), degrees: expect.any(Number) },
    anytime: { high: expect.any(Number) },
  });
  expect(body.plain.difference.anytime.low).toBeLessThan(body.plain.difference.fixed.low);
  expect(body.arms.rules.rate).toBeGreaterThan(0.1);
  expect(service.faults).toEqual([]);
});

test("a definition that is wrong is refused with where, what and what to do", async () => {
  const service = await useService();
  const ask = askAs(service, "data-science");
  const refuse = async (parts: object) =>
    (await ask("POST", "/v1/experiments", makeExperiment(parts))).body;
  expect(await refuse({ shares: { rules: 0.5, model: 0.4 } })).toMatchObject({
    status: 400,
    code: "request-invalid",
    details: [{ where: "/shares", reason: "the shares of the arms sum to 1" }],
    remedy: expect.stringMatching(/./),
  });
  expect(await refuse({ handOver: { probability: 0.4 } })).toMatchObject({
    status: 400,
    details: [{ where: "/handOver/route" }],
  });
  expect(await refuse({ hypothesis: undefined, id: "x" })).toMatchObject({ status: 400 });
  expect(await refuse({ start: "2020-01-01T00:00:00Z" })).toMatchObject({
    status: 422,
    code: "experiment-invalid",
    details: [{ where: "/start", reason: expect.any(String) }],
  });
  expect(await refuse({ plannedUnits: undefined })).toMatchObject({
    status: 422,
    code: "experiment-unplannable",
    details: [{ where: "/baseRate" }],
  });
  expect((await ask("POST", "/v1/experiments", makeExperiment())).status).toBe(201);
  expect(await refuse({})).toMatchObject({ status: 409, code: "experiment-overlapping" });
  expect(service.faults).toEqual([]);
});

test("a plan is told before the start, from what is given", async () => {
  const service = await useService({ publish: false });
  const ask = askAs(service, "revops");
  const { unit, shares, primary, minimumEffect } = makeExperiment();
  const plan = { unit, shares, primary, minimumEffect, handOver: { probability: 0.3 } };
  const told = await ask("POST", "/v1/experiments/plan", {
    ...plan,
    baseRate: 0.1,
    unitsPerWeek: 300,
  });
  expect(told.status).toBe(200);
  expect(told.body.anytime.units).toBeGreaterThan(told.body.fixed.units);
  expect(told.body.detectable[0]).toEqual({
    weeks: expect.any(Number),
    difference: expect.any(Number),
  });
  expect(await ask("POST", "/v1/experiments/plan", plan)).toMatchObject({
    status: 422,
    body: { code: "experiment-unplannable" },
  });
});

test("sales reads experiments and makes none; nothing tells sales which arm a lead is of", async () => {
  const service = await useService();
  await routeEverything(service);
  const revops = askAs(service, "revops");
  const sales = askAs(service, "sales");
  expect((await sales("POST", "/v1/experiments", makeExperiment())).status).toBe(403);
  const { id } = (await revops("POST", "/v1/experiments", makeExperiment())).body;
  expect((await sales("POST", `/v1/experiments/${id}/stop`)).status).toBe(403);
  expect((await sales("GET", "/v1/experiments/999999/results")).body.code).toBe(
    "experiment-unknown",
  );
  await revops("POST", "/v1/leads", { leads: [{ id: "a", attributes: {} }] });
  const [told] = (await revops("GET", "/v1/handovers")).body.items;
  expect(told).toMatchObject({
    because: "score",
    experiment: id,
    arm: expect.stringMatching(/^(rules|model)$/),
  });
  const [seen] = (await sales("GET", "/v1/handovers")).body.items;
  expect(seen).toEqual({ ...told, because: null, experiment: null, arm: null });
});

test("sales is not told the salt, from which the arms follow, and others are", async () => {
  const service = await useService();
  await routeEverything(service);
  const [revops, sales] = [askAs(service, "revops"), askAs(service, "sales")];
  const { id, definition } = (await revops("POST", "/v1/experiments", makeExperiment())).body;
  for (const url of ["", `/${id}`, `/${id}/results`]) {
    const { status, body } = await sales("GET", `/v1/experiments${url}`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`salt|${definition.salt}`));
  }
  const { salt, ...unsalted } = (await revops("GET", `/v1/experiments/${id}`)).body.definition;
  expect(salt).toBe(definition.salt);
  expect((await sales("GET", `/v1/experiments/${id}`)).body.definition).toEqual(unsalted);
  expect(service.faults).toEqual([]);
});

test("exploration is set with a route, keeps its salt, and is in the audit log", async () => {
  const service = await useService({ publish: false });
  const ask = askAs(service, "revops");
  expect((await ask("GET", "/v1/settings")).body.exploration).toEqual({
    share: 0,
    waitDays: 14,
    route: null,
    salt: null,
  });
  const url = "/v1/settings/exploration";
  expect(await ask("PUT", url, { share: 0.05 })).toMatchObject({
    status: 400,
    body: { details: [{ where: "/route" }] },
  });
  expect((await ask("PUT", url, { share: 1, route: ROUTE })).status).toBe(400);
  const set = await ask("PUT", url, { share: 0.05, route: ROUTE });
  expect(set.body).toEqual({ share: 0.05, waitDays: 14, route: ROUTE, salt: expect.any(String) });
  const again = await ask("PUT", url, { share: 0, waitDays: 7 });
  expect(again.body).toEqual({ share: 0, waitDays: 7, route: null, salt: set.body.salt });
  expect((await ask("GET", "/v1/settings")).body.exploration).toEqual(again.body);
  expect((await askAs(service, "sales")("PUT", url, { share: 0 })).status).toBe(403);
  const audit = await service.database.sql`
    SELECT detail FROM audit_log WHERE action = 'settings.exploration' ORDER BY id`;
  expect(audit).toMatchObject([
    { detail: { before: 0, share: 0.05, waitDays: 14 } },
    { detail: { before: 0.05, share: 0, waitDays: 7 } },
  ]);
});
