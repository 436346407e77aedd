import { describe, expect, it } from "vitest";
import { askAs } from "./asking.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";
import { addPerson, openSession, PASSWORD, signIn } from "./signed-in.ts";

async function change(service: ServiceFixture, id: number, payload: object) {
  return (await askAs(service, "admin")("PATCH", `/v1/people/${id}`, payload)).body;
}

describe("people", () => {
  it("are let in, listed without their passwords, and once each", async () => {
    const service = await useService({ publish: false });
    const ann = await addPerson(service, "ann@example.org", "sales");
    expect(await addPerson(service, "ANN@example.org", "admin")).toMatchObject({
      status: 409,
      code: "email-taken",
    });
    const list = await service.app.inject({ url: "/v1/people", headers: service.asRole("admin") });
    expect(list.json().items).toEqual([ann]);
    const [row] = await service.database.sql`SELECT password FROM person`;
    expect(row!["password"]).toMatch(/^scrypt\$/);
    expect(list.body).not.toContain("scrypt");
  });

  it.each([
    ["fewer than 12 characters", "elevenchars", 422],
    ["12 characters", "twelve chars", 201],
    ["1,025 characters", "x".repeat(1025), 422],
    ["more than is read", "x".repeat(5000), 400],
    ["a broken surrogate pair", `${"x".repeat(20)}\ud800`, 400],
  ])("may not choose any password: %s", async (_, password, status) => {
    const { app, asRole } = await useService({ publish: false });
    const payload = { email: "ann@example.org", name: "Ann", role: "sales", password };
    const headers = asRole("admin");
    const reply = await app.inject({ method: "POST", url: "/v1/people", headers, payload });
    expect(reply.statusCode).toBe(status);
    expect(reply.body).not.toContain(password);
  });

  it("have another role at once, also in sessions that are open", async () => {
    const service = await useService({ publish: false });
    const { id } = await addPerson(service, "ann@example.org", "sales");
    const headers = { cookie: await openSession(service, "ann@example.org") };
    const ask = async () => (await service.app.inject({ url: "/v1/keys", headers })).statusCode;
    expect(await ask()).toBe(403);
    expect(await change(service, id, { role: "admin" })).toMatchObject({ role: "admin" });
    expect(await ask()).toBe(200);
  });

  it.each([
    ["disabled", { disabled: true }],
    ["given another password", { password: "some other words" }],
  ])("are signed out when they are %s", async (_, payload) => {
    const service = await useService({ publish: false });
    const { id } = await addPerson(service, "ann@example.org", "sales");
    const headers = { cookie: await openSession(service, "ann@example.org") };
    expect((await service.app.inject({ url: "/v1/me", headers })).statusCode).toBe(200);
    await change(service, id, payload);
    expect((await service.app.inject({ url: "/v1/me", headers })).statusCode).toBe(401);
    expect((await signIn(service, "ann@example.org")).statusCode).toBe(401);
    await change(service, id, { disabled: false, password: PASSWORD });
    expect((await signIn(service, "ann@example.org")).statusCode).toBe(200);
  });

  it("keep an administrator, whoever asks at once", async () => {
    const service = await useService({ publish: false });
    const { id: ann } = await addPerson(service, "ann@example.org", "admin");
    for (const payload of [{ disabled: true }, { role: "sales" }])
      expect(await change(service, ann, payload)).toMatchObject({
        status: 409,
        code: "last-admin",
      });
    expect(await change(service, ann, { name: "Anna" })).toMatchObject({ name: "Anna" });
    const { id: bob } = await addPerson(service, "bob@example.org", "admin");
    await Promise.all([
      change(service, ann, { disabled: true }),
      change(service, bob, { role: "sales" }),
    ]);
    const [row] = await service.database.sql`
      SELECT count(*)::int AS admins FROM person WHERE role = 'admin' AND disabled_at IS NULL`;
    expect(row!["admins"]).toBe(1);
  });

  it("that are not there cannot be changed", async () => {
    const service = await useService({ publish: false });
    expect(await change(service, 999, { name: "x" })).toMatchObject({ code: "person-unknown" });
    expect(await change(service, 0, { name: "x" })).toMatchObject({
      status: 400,
      details: [{ where: "address/id" }],
    });
  });
});
