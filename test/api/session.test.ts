import { describe, expect, it } from "vitest";
import { useService } from "./service-fixture.ts";
import { addPerson, openSession, PASSWORD, signIn } from "./signed-in.ts";

const HOST = { host: "scores.example" };
const OWN = { ...HOST, origin: "http://scores.example" };

describe("signing in", () => {
  it("sets a cookie that scripts cannot read, and tells who it is", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "Ann@Example.org", "revops");
    const reply = await signIn(service, "ann@example.ORG");
    expect(reply.json().person).toMatchObject({ email: "ann@example.org", role: "revops" });
    const cookie = String(reply.headers["set-cookie"]);
    expect(cookie).toMatch(
      /^cw_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const headers = { cookie: cookie.split(";")[0]! };
    const me = await service.app.inject({ url: "/v1/me", headers });
    expect(me.json()).toMatchObject({ kind: "person", email: "ann@example.org", role: "revops" });
    const rows = await service.database.sql`SELECT hash FROM session`;
    expect(JSON.stringify(rows)).not.toContain(cookie.slice(11, 40));
  });

  it("by https gives a cookie that goes by https only, where a known proxy says so", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "sales");
    const https = { "x-forwarded-proto": "https" };
    const reply = await signIn(service, "ann@example.org", PASSWORD, https);
    expect(reply.headers["set-cookie"]).toContain("; Secure");
    const stranger = await service.app.inject({
      method: "POST",
      url: "/v1/session",
      headers: https,
      payload: { email: "ann@example.org", password: PASSWORD },
      remoteAddress: "192.0.2.1",
    });
    expect(stranger.headers["set-cookie"]).not.toContain("; Secure");
  });

  it("does not tell whether email or password is wrong", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "sales");
    const wrong = await signIn(service, "ann@example.org", "four other wrong words");
    const nobody = await signIn(service, "bob@example.org");
    expect(wrong.statusCode).toBe(401);
    expect(nobody.body).toBe(wrong.body);
    expect(wrong.json().code).toBe("sign-in-refused");
    expect(wrong.body).not.toContain("ann@");
  });

  it("is limited for an email, however its letters are written", async () => {
    const clock = { at: Date.now() };
    const service = await useService({ publish: false, now: () => clock.at });
    await addPerson(service, "ann@example.org", "sales");
    const tries = Array.from({ length: 10 }, (_, i) =>
      signIn(service, i % 2 ? "ann@example.org" : "ANN@example.org", "not the right one"),
    );
    for (const reply of await Promise.all(tries)) expect(reply.statusCode).toBe(401);
    const limited = await signIn(service, "ann@example.org");
    expect(limited.json()).toMatchObject({ status: 429, code: "too-often" });
    expect(Number(limited.headers["retry-after"])).toBe(900);
    clock.at += 15 * 60_000;
    expect((await signIn(service, "ann@example.org")).statusCode).toBe(200);
  });

  it("is refused to pages of other sites", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "sales");
    for (const headers of [
      { ...HOST, origin: "https://attacker.example" },
      { ...HOST, origin: "null" },
      { ...HOST, "sec-fetch-site": "cross-site" },
      { ...HOST, "sec-fetch-site": "same-site" },
    ]) {
      const reply = await signIn(service, "ann@example.org", PASSWORD, headers);
      expect(reply.json()).toMatchObject({ status: 403, code: "cross-site" });
      expect(reply.headers["set-cookie"]).toBeUndefined();
    }
    expect((await signIn(service, "ann@example.org", PASSWORD, OWN)).statusCode).toBe(200);
  });
});

describe("a session", () => {
  it("changes things only from the service's own pages", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "admin");
    const cookie = await openSession(service, "ann@example.org");
    const change = (headers: Readonly<Record<string, string>>) =>
      service.app.inject({
        method: "POST",
        url: "/v1/keys",
        headers: { cookie, ...headers },
        payload: { name: "x", role: "sales" },
      });
    for (const headers of [
      HOST,
      { ...HOST, origin: "http://attacker.example" },
      { ...HOST, origin: "http://scores.example.attacker.example" },
      { ...HOST, origin: "http://scores.example:8080" },
      { ...HOST, origin: "null" },
      { ...OWN, "sec-fetch-site": "cross-site" },
      { ...OWN, "sec-fetch-site": "same-site" },
      { ...OWN, "sec-fetch-site": "none" },
    ])
      expect((await change(headers)).json()).toMatchObject({ status: 403, code: "cross-site" });
    for (const headers of [OWN, { ...HOST, "sec-fetch-site": "same-origin" }])
      expect((await change(headers)).statusCode).toBe(201);
    const read = await service.app.inject({ url: "/v1/keys", headers: { cookie } });
    expect(read.statusCode).toBe(200);
  });

  it("does not make a wrong key good, and a right key needs no session", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "admin");
    const cookie = await openSession(service, "ann@example.org");
    const wrong = { cookie, authorization: "Bearer cw_wrong" };
    expect((await service.app.inject({ url: "/v1/keys", headers: wrong })).statusCode).toBe(401);
    const lesser = { cookie, ...service.asRole("sales") };
    expect((await service.app.inject({ url: "/v1/keys", headers: lesser })).statusCode).toBe(403);
  });

  it("ends by signing out", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "sales");
    const cookie = await openSession(service, "ann@example.org");
    const headers = { ...OWN, cookie };
    const out = await service.app.inject({ method: "DELETE", url: "/v1/session", headers });
    expect(out.statusCode).toBe(204);
    expect(out.headers["set-cookie"]).toMatch(/^cw_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await service.app.inject({ url: "/v1/me", headers })).statusCode).toBe(401);
  });

  it("ends after a week", async () => {
    const clock = { at: Date.now() };
    const service = await useService({ publish: false, now: () => clock.at });
    await addPerson(service, "ann@example.org", "sales");
    const cookie = await openSession(service, "ann@example.org");
    const ask = () => service.app.inject({ url: "/v1/me", headers: { cookie } });
    clock.at += 7 * 86_400_000 - 1;
    expect((await ask()).statusCode).toBe(200);
    clock.at += 1;
    expect((await ask()).statusCode).toBe(401);
  });

  it("goes on over a change of one's own password, while the others end", async () => {
    const service = await useService({ publish: false });
    await addPerson(service, "ann@example.org", "sales");
    const [own, other] = [
      await openSession(service, "ann@example.org"),
      await openSession(service, "ann@example.org"),
    ];
    const change = (current: string, password: string) =>
      service.app.inject({
        method: "PUT",
        url: "/v1/me/password",
        headers: { ...OWN, cookie: own },
        payload: { current, password },
      });
    expect((await change("not the right one", "some other words")).statusCode).toBe(401);
    expect((await change(PASSWORD, "short")).json().code).toBe("password-invalid");
    expect((await change(PASSWORD, "some other words")).statusCode).toBe(204);
    const ask = async (cookie: string) =>
      (await service.app.inject({ url: "/v1/me", headers: { cookie } })).statusCode;
    expect([await ask(own), await ask(other)]).toEqual([200, 401]);
    expect((await signIn(service, "ann@example.org")).statusCode).toBe(401);
    expect((await signIn(service, "ann@example.org", "some other words")).statusCode).toBe(200);
  });

  it("lets nobody guess its person's password without end, and keys have none", async () => {
    const clock = { at: Date.now() };
    const service = await useService({ publish: false, now: () => clock.at });
    await addPerson(service, "ann@example.org", "sales");
    const cookie = await openSession(service, "ann@example.org");
    const change = (current: string, headers: Readonly<Record<string, string>> = {}) =>
      service.app.inject({
        method: "PUT",
        url: "/v1/me/password",
        headers: { ...OWN, cookie, ...headers },
        payload: { current, password: "some other words" },
      });
    const tries = await Promise.all(Array.from({ length: 10 }, () => change("not the right one")));
    for (const reply of tries) expect(reply.statusCode).toBe(401);
    const limited = await change(PASSWORD);
    expect(limited.json()).toMatchObject({ status: 429, code: "too-often" });
    expect(limited.headers["retry-after"]).toBe("900");
    const byKey = await change(PASSWORD, service.asRole("sales"));
    expect(byKey.json()).toMatchObject({ status: 403, code: "caller-refused" });
    clock.at += 15 * 60_000;
    expect((await change(PASSWORD)).statusCode).toBe(204);
  });
});
