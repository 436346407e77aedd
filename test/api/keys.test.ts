import { describe, expect, it, onTestFinished, vi } from "vitest";
import { buildService } from "../../src/api/service.ts";
import { hashSecret } from "../../src/workflows/access/secrets.ts";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const DAY = 86_400_000;

async function makeKey(service: ServiceFixture, payload: object) {
  return (await askAs(service, "admin")("POST", "/v1/keys", payload)).body;
}

async function tryKey({ app }: Pick<ServiceFixture, "app">, key: string) {
  const reply = await app.inject({ url: "/v1/me", headers: { authorization: `Bearer ${key}` } });
  return reply.statusCode;
}

function settableClock() {
  const clock = { at: Date.now(), now: () => clock.at };
  return clock;
}

describe("a key", () => {
  it("is shown once, kept as its hash, and opens what its role may do", async () => {
    const service = await useService({ publish: false });
    const made = await makeKey(service, { name: "CRM", role: "sales" });
    expect(made).toMatchObject({ name: "CRM", role: "sales", expiresAt: null, revokedAt: null });
    expect(made.key).toMatch(/^cw_[\w-]{43}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    const list = await service.app.inject({ url: "/v1/keys", headers: service.asRole("admin") });
    expect(list.body).toContain(made.prefix);
    expect(list.body).not.toContain(made.key);
    const [row] = await service.database.sql`SELECT * FROM api_key WHERE id = ${made.id}`;
    expect(row!["hash"]).toBe(hashSecret(made.key));
    expect(JSON.stringify(row)).not.toContain(made.key);
    const headers = { authorization: `bearer ${made.key}` };
    const me = await service.app.inject({ url: "/v1/me", headers });
    expect(me.json()).toMatchObject({ kind: "key", name: "CRM", role: "sales" });
    expect((await service.app.inject({ url: "/v1/keys", headers })).statusCode).toBe(403);
  });

  it("counts in the header only, and whole", async () => {
    const service = await useService({ publish: false });
    const key = await service.keyOf("admin");
    const { app } = service;
    for (const [url, authorization] of [
      [`/v1/me?key=${key}`, undefined],
      [`/v1/me?authorization=Bearer%20${key}`, undefined],
      ["/v1/me", key],
      ["/v1/me", `Basic ${key}`],
      ["/v1/me", `Bearer ${key.slice(0, -1)}`],
      ["/v1/me", "Bearer"],
      ["/v1/me", `Bearer ${key} ${key}`],
    ] as const) {
      const reply = await app.inject({ url, headers: authorization ? { authorization } : {} });
      expect([url, reply.statusCode]).toEqual([url, 401]);
      expect(reply.headers["www-authenticate"]).toBe("Bearer");
      expect(reply.body).not.toContain(key.slice(11));
    }
  });

  it("ends when it was to end, though it was used just before", async () => {
    const clock = settableClock();
    const service = await useService({ publish: false, now: clock.now });
    const expiresAt = new Date(clock.at + DAY).toISOString();
    const { key } = await makeKey(service, { name: "trial", role: "sales", expiresAt });
    clock.at += DAY - 1;
    expect(await tryKey(service, key)).toBe(200);
    clock.at += 1;
    expect(await tryKey(service, key)).toBe(401);
  });

  it("cannot be made to have ended already", async () => {
    const service = await useService({ publish: false });
    const expiresAt = "2024-01-01T00:00:00Z";
    const problem = await makeKey(service, { name: "late", role: "sales", expiresAt });
    expect(problem).toMatchObject({ status: 422, details: [{ where: "/expiresAt" }] });
  });

  it("is refused at once where it was revoked, and by other processes within 5 seconds", async () => {
    const clock = settableClock();
    const service = await useService({ publish: false, now: clock.now });
    const other = await buildService({ context: service.context, onFault: () => {} });
    onTestFinished(() => other.app.close());
    const { key, id } = await makeKey(service, { name: "lost", role: "sales" });
    expect([await tryKey(service, key), await tryKey(other, key)]).toEqual([200, 200]);
    const revoke = { method: "DELETE", url: `/v1/keys/${id}` } as const;
    const revoked = await service.app.inject({ ...revoke, headers: service.asRole("admin") });
    expect(revoked.statusCode).toBe(204);
    expect(await tryKey(service, key)).toBe(401);
    clock.at += 5000;
    expect(await tryKey(other, key)).toBe(401);
    const again = await service.app.inject({ ...revoke, headers: service.asRole("admin") });
    expect(again.json()).toMatchObject({ status: 404, code: "key-unknown" });
  });

  it("is known for some seconds without asking the database", async () => {
    const clock = settableClock();
    const { app, asRole, database } = await useService({ publish: false, now: clock.now });
    const ask = async () =>
      (await app.inject({ url: "/v1/keys", headers: asRole("sales") })).statusCode;
    expect(await ask()).toBe(403);
    await database.sql`ALTER TABLE api_key RENAME TO api_key_away`;
    expect(await ask()).toBe(403);
    clock.at += 5000;
    expect(await ask()).toBe(500);
    await database.sql`ALTER TABLE api_key_away RENAME TO api_key`;
    expect(await ask()).toBe(403);
  });

  it("is noted to have been used, once a minute at most", async () => {
    const clock = settableClock();
    const service = await useService({ publish: false, now: clock.now });
    const { key, id } = await makeKey(service, { name: "CRM", role: "sales" });
    const readUse = async () => {
      const [row] = await service.database.sql<{ at: number | null }[]>`
        SELECT (extract(epoch FROM last_used_at) * 1000)::float8 AS at FROM api_key WHERE id = ${id}`;
      return row!.at;
    };
    expect(await readUse()).toBeNull();
    await tryKey(service, key);
    const first = await vi.waitUntil(readUse);
    clock.at += 5000;
    await tryKey(service, key);
    await service.database.sql`UPDATE api_key SET last_used_at = now() - interval '61 seconds'
      WHERE id = ${id}`;
    expect(await readUse()).toBeLessThan(first);
    clock.at += 5000;
    await tryKey(service, key);
    await vi.waitUntil(async () => (await readUse())! >= first);
  });

  it.each([
    [{ name: "x", role: "owner" }, "/role"],
    [{ name: "", role: "sales" }, "/name"],
    [{ name: "a\0b", role: "sales" }, "/name"],
    [{ role: "sales" }, "/name"],
    [{ name: "x", role: "sales", expiresAt: "tomorrow" }, "/expiresAt"],
  ])("is not made of %o", async (payload, where) => {
    const problem = await makeKey(await useService({ publish: false }), payload);
    expect(problem).toMatchObject({ status: 400, details: [{ where }] });
  });
});
