import { connect } from "node:net";
import { assert, asyncProperty, webPath } from "fast-check";
import { describe, expect, it } from "vitest";
import { EXAMPLE } from "../../src/api/example.ts";
import { listen } from "../../src/api/listening.ts";
import { problemSchema } from "../../src/api/problem.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const JSON_TYPE = { "content-type": "application/json" };

async function openService({ app }: ServiceFixture): Promise<string> {
  return (await listen(app, { host: "127.0.0.1", port: 0 })) as string;
}

/** What a service sends back for bytes that need not be HTTP. */
function sendBytes(address: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), "127.0.0.1", () => socket.write(bytes));
    let said = "";
    socket.on("data", (chunk) => (said += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(said));
  });
}

describe("the example of the front page", () => {
  it("is scored, and every attribute of it counts", async () => {
    const { app, asRole, faults } = await useService();
    const ask = { method: "POST", url: "/v1/score", payload: EXAMPLE } as const;
    const reply = await app.inject({ ...ask, headers: asRole("sales") });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().attributes.unused).toEqual([]);
    expect(reply.json().rules.score).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });
});

describe("what cannot be taken is answered with a problem", () => {
  it.each([
    ["an address that is not there", { url: "/nowhere" }, 404],
    ["an address that cannot be read", { url: "/%zz" }, 400],
    ["an address that climbs", { url: "/docs/static/../../../../etc/passwd" }, 404],
    ["a body that is not JSON", { ...JSON_TYPE, payload: "{" }, 400],
    ["a body that is not there", { ...JSON_TYPE, payload: "" }, 400],
    ["a body that sets a prototype", { ...JSON_TYPE, payload: '{"__proto__":{"x":1}}' }, 400],
    ["a body of another kind", { "content-type": "text/plain", payload: "x" }, 415],
    ["a body of no kind", { "content-type": "no kind", payload: "x" }, 415],
    ["a body that is too large", { ...JSON_TYPE, payload: `"${"x".repeat(1 << 20)}"` }, 413],
    ["a length that is none", { ...JSON_TYPE, "content-length": "1e3", payload: "{}" }, 400],
  ])(
    "%s",
    async (_, { url = "/v1/score", payload, ...headers }: Record<string, string>, status) => {
      const { app, asRole, faults } = await useService({ publish: false });
      const reply = await app.inject({
        method: payload === undefined ? "GET" : "POST",
        url,
        headers: { ...headers, ...asRole("admin") },
        ...(payload !== undefined && { payload }),
      });
      expect(reply.headers["content-type"]).toBe("application/problem+json");
      expect(problemSchema.parse(reply.json()).status).toBe(status);
      expect(reply.statusCode).toBe(status);
      expect(reply.body).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
      expect(faults).toEqual([]);
    },
  );

  it.each([
    ["/v1/score/?x=1", "GET", "POST"],
    ["/v1/keys/3", "PUT", "DELETE"],
    ["/healthz", "DELETE", "GET, HEAD"],
    ["/v1/me/", "OPTIONS", "GET, HEAD"],
  ] as const)("%s by %s, which names %s", async (url, method, allow) => {
    const { app } = await useService({ publish: false });
    const reply = await app.inject({ url, method });
    expect(reply.headers["allow"]?.split(", ").toSorted().join(", ")).toBe(allow);
    expect(problemSchema.parse(reply.json())).toMatchObject({ status: 405 });
  });

  it.each([
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ["what is not HTTP", "SCORE ME\r\n\r\n", 400],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
      400,
    ],
  ])("%s", async (_, bytes, status) => {
    const address = await openService(await useService({ publish: false }));
    const said = await sendBytes(address, bytes);
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(said).toContain("content-type: application/problem+json");
    expect(problemSchema.parse(JSON.parse(said.split("\r\n\r\n")[1]!)).status).toBe(status);
  });

  it("any address at all, without a fault of the service's own", async () => {
    const { app, faults } = await useService({ publish: false });
    await assert(
      asyncProperty(webPath(), async (path) => {
        const reply = await app.inject({ url: `/v1${path}` });
        expect(reply.statusCode).toBeLessThan(500);
        expect(reply.headers["content-type"]).toMatch(/^application\/(problem\+)?json/);
      }),
      { numRuns: 200 },
    );
    expect(faults).toEqual([]);
  });

  it("a fault of the service's own, of which only the service is told more", async () => {
    const { app, asRole, database, faults } = await useService({ publish: false });
    await database.sql`DROP TABLE person CASCADE`;
    const reply = await app.inject({ url: "/v1/people", headers: asRole("admin") });
    expect(problemSchema.parse(reply.json())).toMatchObject({ status: 500, code: "fault" });
    expect(reply.body).not.toContain("person");
    expect(faults).toHaveLength(1);
  });
});

describe("who asks too often", () => {
  it("is told to wait, by key, while others are served", async () => {
    const { app, asRole } = await useService({ publish: false, requestsPerMinute: 3 });
    const ask = (headers: object) => app.inject({ url: "/v1/me", headers: { ...headers } });
    for (let i = 0; i < 3; i++) expect((await ask(asRole("sales"))).statusCode).toBe(200);
    const limited = await ask(asRole("sales"));
    expect(problemSchema.parse(limited.json())).toMatchObject({ status: 429, code: "too-often" });
    expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(limited.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect((await ask(asRole("revops"))).statusCode).toBe(200);
  });

  it("is told to wait, by address, where there is no key that is good", async () => {
    const { app, asRole } = await useService({ publish: false, requestsPerMinute: 3 });
    const ask = async (remoteAddress: string, headers = {}) =>
      (await app.inject({ url: "/v1/me", remoteAddress, headers })).statusCode;
    const wrong = { authorization: "Bearer cw_wrong" };
    expect(await ask("192.0.2.1")).toBe(401);
    expect(await ask("192.0.2.1", wrong)).toBe(401);
    expect(await ask("::ffff:192.0.2.1", { authorization: "Bearer cw_other" })).toBe(401);
    expect(await ask("192.0.2.1", wrong)).toBe(429);
    expect(await ask("192.0.2.1", asRole("sales"))).toBe(200);
    expect(await ask("192.0.2.2")).toBe(401);
    for (const end of ["1", "2", "3:4"]) expect(await ask(`2001:db8:1:2::${end}`)).toBe(401);
    expect(await ask("2001:db8:1:2:5::")).toBe(429);
    expect(await ask("2001:db8:1:3::1")).toBe(401);
  });
});

describe("under way", () => {
  it("it says that it is up, ready, and what it has done", async () => {
    const { app, asRole, database } = await useService();
    expect((await app.inject({ url: "/healthz" })).json()).toEqual({ status: "up" });
    expect((await app.inject({ url: "/readyz" })).json()).toEqual({ status: "ready" });
    await database.sql`INSERT INTO job (kind, input, created_by) VALUES ('rescore', '{}', 'test')`;
    const payload = EXAMPLE;
    await app.inject({ method: "POST", url: "/v1/score", headers: asRole("sales"), payload });
    await app.inject({ url: "/v1/keys/1234" });
    await app.inject({ url: "/nowhere/1234" });
    const { body, headers } = await app.inject({ url: "/metrics", headers: asRole("integration") });
    expect(headers["content-type"]).toMatch(/^text\/plain; version=/);
    expect(body).toContain('counterweight_jobs{state="queued"} 1\n');
    expect(body).toContain("counterweight_deliveries_waiting 0\n");
    expect(body).toMatch(/route="\/v1\/score",status="200"\} 1\n/);
    expect(body).toContain("counterweight_scores_total 1\n");
    expect(body).toMatch(/process_resident_memory_bytes \d+/);
    expect(body).not.toMatch(/\/(keys|nowhere)\/1234/);
  });

  it("it is not ready while its database lacks migrations, or does not answer", async () => {
    const { app, asRole, database } = await useService({ publish: false });
    await database.sql`DELETE FROM drizzle.__drizzle_migrations
      WHERE created_at = (SELECT max(created_at) FROM drizzle.__drizzle_migrations)`;
    const lacking = problemSchema.parse((await app.inject({ url: "/readyz" })).json());
    expect(lacking).toMatchObject({ status: 503, detail: expect.stringContaining("migrations") });
    await app.inject({ url: "/v1/me", headers: asRole("admin") });
    await database.close();
    const people = await app.inject({ url: "/v1/people", headers: asRole("admin") });
    expect(people.json()).toMatchObject({ status: 503, code: "database-unavailable" });
    const silent = await app.inject({ url: "/readyz" });
    expect(silent.json()).toMatchObject({ status: 503, detail: expect.stringContaining("answer") });
    expect(silent.headers["retry-after"]).toBe("2");
    expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
  });

  it("it refuses work while it is far behind, but says that it is up", async () => {
    const { app } = await useService({ publish: false, mostDelayMs: 1e-6 });
    const ask = () => app.inject({ url: "/openapi.json" });
    let reply = await ask();
    while (reply.statusCode === 200) {
      await new Promise((resolve) => setImmediate(resolve));
      reply = await ask();
    }
    expect(problemSchema.parse(reply.json())).toMatchObject({ status: 503, code: "overloaded" });
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
    expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
  });

  it("its pages may load nothing from elsewhere, and are never forced to HTTPS", async () => {
    const { app } = await useService({ publish: false });
    const { headers } = await app.inject({ url: "/" });
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });
});
