import { expect, onTestFinished, test } from "vitest";
import { upsertLeads } from "../../src/workflows/keeping/upsert-leads.ts";
import { deliverDue } from "../../src/workflows/webhooks/deliver-due.ts";
import { type Receiver, startReceiver } from "../workflows/webhooks/receiver.ts";
import { verifySignature } from "../workflows/webhooks/verify-signature.ts";
import { type ServiceFixture, useService } from "./service-fixture.ts";

const URL = "https://crm.example.com/hooks/token-7?tenant=secret";
const NEVER = new AbortController().signal;

type Method = "GET" | "POST" | "PATCH" | "DELETE";

function ask({ app, asRole }: ServiceFixture) {
  return async (method: Method, url: string, payload?: object) => {
    const headers = asRole("integration");
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: reply.statusCode, body: reply.body === "" ? null : reply.json() };
  };
}

async function receive(...answer: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answer);
  onTestFinished(() => receiver.close());
  return receiver;
}

test("a webhook is made, listed, changed and deleted; its secret is shown once", async () => {
  const service = await useService();
  const send = ask(service);
  const made = await send("POST", "/v1/webhooks", { url: URL, kinds: ["cell", "cell"] });
  expect(made).toMatchObject({
    status: 201,
    body: { url: URL, kinds: ["cell"], enabled: true, createdBy: expect.stringMatching(/^key:/) },
  });
  const { id, secret, ...shown } = made.body;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);

  const read = await send("GET", `/v1/webhooks/${id}`);
  expect(read).toEqual({ status: 200, body: { id, ...shown } });
  const list = await send("GET", "/v1/webhooks");
  expect(list).toEqual({ status: 200, body: { items: [{ id, ...shown }], next: null } });

  const change = { enabled: false, kinds: ["threshold", "handover"] };
  const changed = await send("PATCH", `/v1/webhooks/${id}`, change);
  expect(changed.body).toMatchObject({ ...change, url: URL, disabledAt: expect.any(String) });
  const enabled = await send("PATCH", `/v1/webhooks/${id}`, { enabled: true });
  expect(enabled.body).toMatchObject({ enabled: true, disabledAt: null });

  expect(await send("DELETE", `/v1/webhooks/${id}`)).toEqual({ status: 204, body: null });
  for (const method of ["GET", "DELETE"] as const)
    expect(await send(method, `/v1/webhooks/${id}`)).toMatchObject({
      status: 404,
      body: { code: "webhook-unknown" },
    });
  const audit = await service.database.sql`
    SELECT action, object, detail FROM audit_log WHERE action LIKE 'webhook.%' ORDER BY id`;
  expect(audit.map((row) => row["action"])).toEqual([
    "webhook.create",
    "webhook.change",
    "webhook.change",
    "webhook.delete",
  ]);
  expect(audit[0]).toMatchObject({ object: `webhook:${id}`, detail: { host: "crm.example.com" } });
  for (const hidden of [secret.slice(6), "token-7", "tenant"])
    expect(JSON.stringify(audit)).not.toContain(hidden);
  expect(service.faults).toEqual([]);
});

test.each([
  "http://127.0.0.1:8080/",
  "http://[::1]/",
  "http://localhost/",
  "http://169.254.169.254/latest/meta-data",
  "http://10.1.2.3/",
  "http://2130706433/",
  "file:///etc/passwd",
  "https://user:word@crm.example.com/",
  "hooks",
])("refuses %s, when it is made and when it is changed", async (url) => {
  const send = ask(await useService({ allowPrivateWebhooks: false, publish: false }));
  const refused = { status: 422, body: { code: "webhook-invalid", details: [{ where: "/url" }] } };
  expect(await send("POST", "/v1/webhooks", { url, kinds: ["cell"] })).toMatchObject(refused);
  expect(await send("GET", "/v1/webhooks")).toMatchObject({ body: { items: [] } });
  const { body } = await send("POST", "/v1/webhooks", { url: URL, kinds: ["cell"] });
  expect(await send("PATCH", `/v1/webhooks/${body.id}`, { url })).toMatchObject(refused);
  expect(await send("GET", `/v1/webhooks/${body.id}`)).toMatchObject({ body: { url: URL } });
});

test.each([
  ["no kind", { url: URL, kinds: [] }],
  ["a kind that there is not", { url: URL, kinds: ["lead"] }],
  ["a NUL in the URL", { url: "https://crm.example.com/\0", kinds: ["cell"] }],
  ["a secret of the caller's own", { url: URL, kinds: ["cell"], secret: "x" }],
])("takes no webhook with %s", async (_what, payload) => {
  const service = await useService({ publish: false });
  const reply = await ask(service)("POST", "/v1/webhooks", payload);
  expect(reply).toMatchObject({ status: 400, body: { code: "request-invalid" } });
  expect(service.faults).toEqual([]);
});

test("deliveries are listed page by page and by state, and one is replayed", async () => {
  const service = await useService();
  const send = ask(service);
  const { sql } = service.database;
  let status = 500;
  const receiver = await receive((_request, response) => response.writeHead(status).end());
  const { body: webhook } = await send("POST", "/v1/webhooks", {
    url: receiver.url,
    kinds: ["cell"],
  });
  const leads = ["a", "b", "c"].map((id) => ({ id, attributes: {} }));
  await upsertLeads(service.context, leads);
  await deliverDue(service.context, NEVER);
  await sql`UPDATE delivery SET state = 'dead' WHERE event_id = (SELECT min(id) FROM event)`;

  const path = `/v1/webhooks/${webhook.id}/deliveries`;
  const first = await send("GET", `${path}?limit=2`);
  const second = await send("GET", `${path}?limit=2&after=${first.body.next}`);
  const items = [...first.body.items, ...second.body.items];
  expect(items.map(({ lead }) => lead)).toEqual(["c", "b", "a"]);
  expect(second.body.next).toBeNull();
  expect(first.body.items[0]).toMatchObject({
    type: "cell.changed",
    state: "waiting",
    attempts: 1,
    status: 500,
    reason: "The receiver answered 500.",
    dueAt: expect.any(String),
    deliveredAt: null,
  });
  const dead = await send("GET", `${path}?state=dead`);
  expect(dead.body.items).toMatchObject([{ id: items[2].id, state: "dead", dueAt: null }]);

  status = 200;
  const replayed = await send("POST", `${path}/${items[2].id}/replay`);
  expect(replayed).toMatchObject({ status: 200, body: { id: items[2].id, state: "waiting" } });
  await deliverDue(service.context, NEVER);
  const { headers, body } = receiver.received.at(-1)!;
  expect(headers["webhook-id"]).toBe(items[2].id);
  expect(verifySignature(headers, body, webhook.secret, Date.now())).toBe(true);
  const delivered = await send("GET", `${path}?state=delivered`);
  expect(delivered.body.items).toMatchObject([{ id: items[2].id, attempts: 1 }]);
  expect(service.faults).toEqual([]);
});

test("a delivery is found under its own webhook only", async () => {
  const service = await useService();
  const send = ask(service);
  const make = () => send("POST", "/v1/webhooks", { url: URL, kinds: ["cell"] });
  const [one, other] = [await make(), await make()];
  await upsertLeads(service.context, [{ id: "a", attributes: {} }]);
  const list = await send("GET", `/v1/webhooks/${one.body.id}/deliveries`);
  const [{ id }] = list.body.items;
  const replay = (webhook: number, delivery: string) =>
    send("POST", `/v1/webhooks/${webhook}/deliveries/${delivery}/replay`);
  expect(await replay(one.body.id, id)).toMatchObject({ status: 200 });
  const unknown = { status: 404, body: { code: "delivery-unknown" } };
  expect(await replay(other.body.id, id)).toMatchObject(unknown);
  const stranger = "3f0c8b1e-8a57-4c6e-9d0e-1c2b3a495867";
  expect(await replay(one.body.id, stranger)).toMatchObject(unknown);
  expect(await send("GET", "/v1/webhooks/999999/deliveries")).toMatchObject({
    status: 404,
    body: { code: "webhook-unknown" },
  });
  for (const path of ["x/deliveries", "1/deliveries?after=x", "1/deliveries?state=lost"])
    expect(await send("GET", `/v1/webhooks/${path}`)).toMatchObject({ status: 400 });
});

test("deleting takes an empty body that is said to be JSON for none; JSON that is broken is refused", async () => {
  const { app, asRole } = await useService({ publish: false });
  const headers = { ...asRole("admin"), "content-type": "application/json" };
  const url = "/v1/webhooks";
  const payload = JSON.stringify({ url: "http://127.0.0.1:9/", kinds: ["threshold"] });
  const { id } = (await app.inject({ method: "POST", url, headers, payload })).json();
  const one = `${url}/${id}`;
  expect((await app.inject({ method: "DELETE", url: one, headers })).statusCode).toBe(204);
  expect((await app.inject({ method: "POST", url, headers, payload: "" })).statusCode).toBe(400);
  expect((await app.inject({ method: "POST", url, headers, payload: "{" })).statusCode).toBe(400);
});
