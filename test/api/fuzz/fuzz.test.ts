import * as fc from "fast-check";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { startWorker } from "../../../src/jobs/worker.ts";
import { roles } from "../../../src/store/schema/people.ts";
import { type ServiceFixture, useService } from "../service-fixture.ts";
import { findHalfWritten } from "./half-written.ts";
import { type OpenApi, requestsOf } from "./requests.ts";
import { KNOWN_WORDS } from "./schema-values.ts";

/** `npm run fuzz` asks for many more. */
const REQUESTS = Number(process.env["FUZZ_REQUESTS"] ?? 600);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_261_122);

/** Long work is a job's; what a request waits for is over by then. */
const LONGEST_MS = 20_000;

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => void process.off("unhandledRejection", note));

it(`answers ${REQUESTS} requests made from its own description without a fault`, {
  timeout: 60_000 + 20 * REQUESTS,
}, async () => {
  const service = await useService({ reportWaitMs: 0 });
  const { app, context, database, faults } = service;
  const worker = startWorker({ context, onFault: (error) => faults.push(error) });
  onTestFinished(() => worker.stop());
  await sendLeads(service);
  const description = (await app.inject({ url: "/openapi.json" })).json<OpenApi>();
  const keys = await makeKeys(service);
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requestsOf(description, keys), async (request) => {
      const signal = AbortSignal.timeout(LONGEST_MS);
      const answer = await app.inject({ ...request, signal } as InjectOptions);
      seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1);
      expect(answer.statusCode, answer.body).toBeLessThan(500);
      expect(answer.body).not.toMatch(/\bat .+\.(ts|js|mjs):\d+/);
      if (answer.statusCode >= 400)
        expect(answer.headers["content-type"]).toContain("application/problem+json");
    }),
    { numRuns: REQUESTS, seed: SEED, endOnFailure: true },
  );
  expect(faults).toEqual([]);
  expect(unhandled).toEqual([]);
  expect(await findHalfWritten(database)).toEqual([]);
  expect([...seen.keys()].some((status) => status < 300)).toBe(true);
  console.info(`statuses: ${JSON.stringify(Object.fromEntries([...seen].toSorted()))}`);
});

async function sendLeads({ app, asRole }: ServiceFixture): Promise<void> {
  const leads = KNOWN_WORDS.slice(0, 3).map((id) => ({ id, attributes: { country: "Germany" } }));
  const headers = asRole("integration");
  await app.inject({ method: "POST", url: "/v1/leads", headers, payload: { leads } });
}

/** Keys that the requests do not know the numbers of, and so cannot revoke; most are an admin's. */
async function makeKeys({ app, asRole }: ServiceFixture): Promise<readonly string[]> {
  const made = roles.map(async (role) => {
    const payload = { name: "fuzzer", role };
    const headers = asRole("admin");
    const answer = await app.inject({ method: "POST", url: "/v1/keys", headers, payload });
    return { role, authorization: `Bearer ${answer.json<{ key: string }>().key}` };
  });
  const keys = await Promise.all(made);
  return keys.flatMap(({ role, authorization }) =>
    Array.from({ length: role === "admin" ? 20 : 1 }, () => authorization),
  );
}
