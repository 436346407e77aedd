import { expect, test } from "vitest";
import { runDueJobs } from "../../src/jobs/worker.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { simulateHanded, storeHanded } from "../workflows/comparing/served-fixture.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

type Role = Parameters<ServiceFixture["asRole"]>[0];

/** A service that handed leads over; what it is asked to make is made when the test says so. */
async function useHanded(): Promise<ServiceFixture> {
  const service = await useService({ now: () => NOW, reportWaitMs: 0 });
  await storeHanded(service.database, simulateHanded({ leads: 120, from: NOW - 200 * DAY }));
  return service;
}

function ask({ app, asRole }: ServiceFixture, url: string, role: Role = "sales", accept = "*/*") {
  return app.inject({ method: "GET", url, headers: { ...asRole(role), accept } });
}

/** Asks, has what was asked for made, and asks again. */
async function askTwice(service: ServiceFixture, url: string) {
  expect((await ask(service, url)).statusCode).toBe(202);
  await runDueJobs(service.context, undefined, (fault) => void service.faults.push(fault));
  expect(service.faults).toEqual([]);
  return ask(service, url);
}

const AB = "/v1/reports/ab";

test("the report comes as JSON, as a page and as Markdown, once for the same data", async () => {
  const service = await useHanded();
  const json = await askTwice(service, AB);
  expect(json.statusCode).toBe(200);
  expect(json.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(json.json()).toMatchObject({
    format: "counterweight/ab-report@1",
    asOf: NOW,
    scorecard: { version: 1 },
    shadow: { basis: { kind: "served", leads: 120 } },
  });
  const page = await ask(service, AB, "sales", "text/html");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.body).toMatch(/^<!doctype html>/i);
  expect(page.body).not.toContain("<script");
  const text = await ask(service, `${AB}?format=md`);
  expect(text.headers["content-type"]).toBe("text/markdown; charset=utf-8");
  const jobs = await service.database.sql`SELECT id FROM job WHERE kind = 'report'`;
  expect(jobs).toHaveLength(1);
});

test("another basis, other clusters and another day make another report", async () => {
  const service = await useHanded();
  const basisOf = async (query: string) => {
    return (await askTwice(service, `${AB}${query}`)).json().shadow;
  };
  expect(await basisOf("?cluster=rep")).toMatchObject({ basis: { clusteredBy: "rep" } });
  expect(await basisOf("?basis=held-out")).toMatchObject({
    basis: { kind: "held-out", clusteredBy: null },
  });
  const { sql } = service.database;
  const bases = await sql`SELECT basis FROM report`;
  expect(bases.map(({ basis }) => basis.startsWith("seeded:"))).toEqual([true, true]);
});

test("each picture is an SVG, on white or on black, and an unknown one is refused", async () => {
  const service = await useHanded();
  const unknown = await askTwice(service, `${AB}/pictures/cat.svg`);
  expect(unknown.statusCode).toBe(404);
  expect(unknown.json()).toMatchObject({ code: "picture-unknown" });
  const [light, dark] = await Promise.all([
    ask(service, `${AB}/pictures/gains.svg`),
    ask(service, `${AB}/pictures/gains.svg?theme=dark`),
  ]);
  for (const picture of [light, dark]) {
    expect(picture.statusCode).toBe(200);
    expect(picture.headers["content-type"]).toBe("image/svg+xml; charset=utf-8");
    expect(picture.body).toMatch(/^<svg /);
  }
  expect(light.body).not.toBe(dark.body);
  expect(unknown.json().remedy).toContain("gains.svg");
});

test("who may not call, and what cannot be asked for, is refused", async () => {
  const service = await useService({ reportWaitMs: 0 });
  expect((await ask(service, AB, "integration")).statusCode).toBe(403);
  expect((await ask(service, `${AB}/pictures/gains.svg`, "integration")).statusCode).toBe(403);
  for (const address of [`${AB}?seed=2`, `${AB}/pictures/gains.svg?seed=2`])
    expect((await ask(service, address)).json()).toMatchObject({
      status: 403,
      code: "caller-refused",
    });
  for (const address of [
    `${AB}?basis=guessed`,
    `${AB}?cluster=city`,
    `${AB}?format=pdf`,
    `${AB}/pictures/gains.svg?theme=green`,
    `${AB}/pictures/..%2Fsecret.svg`,
  ])
    expect((await ask(service, address)).statusCode, address).toBe(400);
  const { statusCode, headers } = await ask(service, `${AB}/pictures/gains.svg`);
  expect(statusCode).toBe(202);
  expect(headers["location"]).toMatch(/^\/v1\/jobs\/\d+$/);
});

test("nothing live is refused", async () => {
  const service = await useService({ publish: false });
  expect((await ask(service, AB)).json()).toMatchObject({ status: 409, code: "nothing-live" });
});
