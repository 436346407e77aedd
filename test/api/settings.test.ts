import { expect, test } from "vitest";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const ROUTING = {
  A1: { by: "round-robin", owners: ["ann", "ben"] },
  B2: {
    by: "rule",
    rules: [
      { when: { is: "equals", attribute: "country", value: "Germany" }, owner: "dach" },
      {
        when: { is: "not", of: { is: "range", attribute: "employees", to: 10 } },
        owner: "cem",
      },
    ],
    otherwise: null,
  },
};

function put({ app, asRole }: ServiceFixture, name: string, payload: object) {
  return app.inject({
    method: "PUT",
    url: `/v1/settings/${name}`,
    headers: asRole("revops"),
    payload,
  });
}

async function read({ app, asRole }: ServiceFixture) {
  const reply = await app.inject({ url: "/v1/settings", headers: asRole("revops") });
  expect(reply.statusCode).toBe(200);
  return reply.json();
}

const UNTOUCHED = {
  routing: {},
  hysteresis: { points: 2 },
  blind: { share: 0.2 },
  leadsPerWeek: {},
};

test("settings are read as they were put, and each change is in the audit log", async () => {
  const service = await useService({ publish: false });
  const { reasonCodes, ...untouched } = await read(service);
  expect(untouched).toMatchObject(UNTOUCHED);
  expect(reasonCodes).toContainEqual({ code: "no-budget", name: "No budget" });
  const routing = await put(service, "routing", ROUTING);
  expect([routing.statusCode, routing.json()]).toEqual([200, ROUTING]);
  const hysteresis = await put(service, "hysteresis", { points: 0 });
  expect([hysteresis.statusCode, hysteresis.json()]).toEqual([200, { points: 0 }]);
  const blind = await put(service, "blind-share", { share: 0.5 });
  expect([blind.statusCode, blind.json()]).toEqual([200, { share: 0.5 }]);
  const capacity = await put(service, "leads-per-week", { mql: 40 });
  expect([capacity.statusCode, capacity.json()]).toEqual([200, { mql: 40 }]);
  expect(await read(service)).toMatchObject({
    routing: ROUTING,
    hysteresis: { points: 0 },
    blind: { share: 0.5 },
    leadsPerWeek: { mql: 40 },
  });
  const audit = await service.database.sql`
    SELECT action, detail FROM audit_log WHERE action LIKE 'settings.%' ORDER BY id`;
  expect(audit).toEqual([
    { action: "settings.routing", detail: { cells: { A1: "round-robin", B2: "rule" } } },
    { action: "settings.hysteresis", detail: { before: 2, points: 0 } },
    { action: "settings.blind-share", detail: { before: 0.2, share: 0.5 } },
    { action: "settings.leads-per-week", detail: { before: {}, after: { mql: 40 } } },
  ]);
  expect(service.faults).toEqual([]);
});

const broken = { is: "equals", attribute: "country", value: "\ud800" };

test.each([
  ["a cell that there is not", { E5: { by: "round-robin", owners: ["ann"] } }],
  ["no owners", { A1: { by: "round-robin", owners: [] } }],
  ["an owner twice", { A1: { by: "round-robin", owners: ["ann", "ann"] } }],
  ["an owner that no database can hold", { A1: { by: "round-robin", owners: ["a\0"] } }],
  ["a condition that is none", { A1: { by: "rule", rules: [{ when: {}, owner: "ann" }] } }],
  [
    "a condition on activities",
    {
      A1: {
        by: "rule",
        rules: [{ when: { is: "not", of: { is: "activity", match: {} } }, owner: "ann" }],
      },
    },
  ],
  [
    "text that no database can hold",
    { A1: { by: "rule", rules: [{ when: broken, owner: "ann" }] } },
  ],
])("takes no routing with %s", async (_what, routing) => {
  const service = await useService({ publish: false });
  const reply = await put(service, "routing", routing);
  expect(reply.json()).toMatchObject({ status: 400, code: "request-invalid" });
  expect((await read(service)).routing).toEqual({});
  expect(service.faults).toEqual([]);
});

test("takes no routing that is nested too deep to be checked", async () => {
  const service = await useService({ publish: false });
  const nest = (depth: number): object =>
    depth === 0 ? { is: "present", attribute: "a" } : { is: "not", of: nest(depth - 1) };
  const reply = await put(service, "routing", {
    A1: { by: "rule", rules: [{ when: nest(3000), owner: "ann" }] },
  });
  expect(reply.json()).toMatchObject({ status: 400, code: "request-invalid" });
  expect(service.faults).toEqual([]);
});

test.each([{ points: -1 }, { points: "2" }, {}])("takes no hysteresis of %j", async (payload) => {
  const service = await useService({ publish: false });
  expect((await put(service, "hysteresis", payload)).statusCode).toBe(400);
  expect((await read(service)).hysteresis).toEqual({ points: 2 });
});

test.each([
  ["blind-share", { share: 1.1 }],
  ["blind-share", {}],
  ["leads-per-week", { mql: 0 }],
  ["reason-codes", { codes: [] }],
  ["reason-codes", { codes: [{ code: "No Budget", name: "No budget" }] }],
])("takes no %s of %j", async (name, payload) => {
  const service = await useService({ publish: false });
  expect((await put(service, name, payload)).statusCode).toBe(400);
  expect(await read(service)).toMatchObject(UNTOUCHED);
});
