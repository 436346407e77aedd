import dns from "node:dns";
import type { Socket } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { type Delivery, sendDelivery } from "../../../src/workflows/webhooks/sending.ts";
import { type Receiver, startRawReceiver, startReceiver } from "./receiver.ts";
import { verifySignature } from "./verify-signature.ts";

const SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

const open: Receiver[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function receive(...answer: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answer);
  open.push(receiver);
  return receiver;
}

async function receiveRaw(...answer: Parameters<typeof startRawReceiver>): Promise<Receiver> {
  const receiver = await startRawReceiver(...answer);
  open.push(receiver);
  return receiver;
}

function send(url: string, more: Partial<Delivery> = {}) {
  return sendDelivery({
    url,
    secret: SECRET,
    id: "evt_1",
    timestampMs: 1_767_225_600_999,
    body: '{"lead":"Zoë"}',
    allowPrivate: true,
    ...more,
  });
}

it("posts a body that the receiver can verify, once", async () => {
  const receiver = await receive((_request, response) => response.writeHead(202).end("taken"));
  expect(await send(receiver.url)).toEqual({ outcome: "delivered", status: 202 });
  expect(receiver.received).toHaveLength(1);
  const { method, path, headers, body } = receiver.received[0]!;
  expect({ method, path, body }).toEqual({
    method: "POST",
    path: "/hook?tenant=7",
    body: '{"lead":"Zoë"}',
  });
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["content-length"]).toBe("15");
  expect(verifySignature(headers, body, SECRET, 1_767_225_600_000)).toBe(true);
});

it.each([200, 201, 204, 299])("takes %i for delivered", async (status) => {
  const receiver = await receive((_request, response) => response.writeHead(status).end());
  expect(await send(receiver.url)).toEqual({ outcome: "delivered", status });
});

it.each([
  [301, "The receiver answered 301: redirects are not followed."],
  [302, "The receiver answered 302: redirects are not followed."],
  [307, "The receiver answered 307: redirects are not followed."],
  [400, "The receiver answered 400."],
  [410, "The receiver answered 410 Gone: it wants no more deliveries."],
  [429, "The receiver answered 429."],
  [500, "The receiver answered 500."],
])("takes %i for failed, follows nothing and repeats nothing of it", async (status, reason) => {
  const other = await receive((_request, response) => response.end());
  const receiver = await receive((_request, response) =>
    response.writeHead(status, { location: other.url }).end("ann@example.com is no lead"),
  );
  expect(await send(receiver.url)).toEqual({ outcome: "failed", status, reason });
  expect(other.connections()).toBe(0);
});

it("cuts an endless answer after a few KB", async () => {
  let written = 0;
  const receiver = await receive((_request, response) => {
    response.writeHead(200);
    const write = () => {
      while (!response.destroyed && written < 2 ** 30) {
        written += 65_536;
        if (!response.write(Buffer.alloc(65_536))) break;
      }
    };
    response.on("drain", write);
    write();
  });
  expect(await send(receiver.url)).toEqual({ outcome: "delivered", status: 200 });
  expect(written).toBeLessThan(2 ** 26);
});

it("holds what a slow answer said before the time was up", async () => {
  const receiver = await receive((_request, response) => response.writeHead(200).write("so far"));
  expect(await send(receiver.url, { timeoutMs: 200 })).toEqual({
    outcome: "delivered",
    status: 200,
  });
});

it.each([
  ["is silent", () => {}],
  ["sends a header forever", (socket) => trickle(socket, "HTTP/1.1 200 OK\r\nx: ", "x")],
  ["only says to continue", (socket) => trickle(socket, "", "HTTP/1.1 100 Continue\r\n\r\n")],
] satisfies [string, Parameters<typeof startRawReceiver>[0]][])(
  "gives up on a receiver that %s",
  async (_what, answer) => {
    const receiver = await receiveRaw(answer);
    const start = performance.now();
    expect(await send(receiver.url, { timeoutMs: 200 })).toEqual({
      outcome: "failed",
      status: null,
      reason: "No answer came within 0.2 s.",
    });
    const elapsed = performance.now() - start;
    expect(elapsed).toBeGreaterThan(190);
    expect(elapsed).toBeLessThan(5000);
  },
);

it.each([
  ["hangs up", "The receiver closed the connection without an answer.", ""],
  ["speaks another protocol", "The receiver's answer is not HTTP.", "220 mail.example.com\r\n\r\n"],
  [
    "answers with endless headers",
    "The receiver's answer is not HTTP.",
    `HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}\r\n\r\n`,
  ],
  [
    "switches protocols",
    "The receiver closed the connection without an answer.",
    "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
  ],
])("fails where the receiver %s", async (_what, reason, answer) => {
  const receiver = await receiveRaw((socket) => socket.once("data", () => socket.end(answer)));
  expect(await send(receiver.url)).toEqual({ outcome: "failed", status: null, reason });
});

it("fails where nobody listens", async () => {
  const receiver = await startReceiver(() => {});
  await receiver.close();
  expect(await send(receiver.url)).toEqual({
    outcome: "failed",
    status: null,
    reason: "The receiver refused the connection.",
  });
});

it("speaks TLS to an https address", async () => {
  let first = 0;
  const receiver = await receiveRaw((socket) =>
    socket.once("data", (hello) => {
      first = hello[0]!;
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    }),
  );
  expect(await send(receiver.url.replace("http:", "https:"))).toEqual({
    outcome: "failed",
    status: null,
    reason: "The receiver does not speak TLS on this port.",
  });
  const handshake = 22;
  expect(first).toBe(handshake);
});

it("ends when it is told to, before or during the attempt", async () => {
  const ending = new AbortController();
  const receiver = await receive(() => ending.abort());
  const ended = {
    outcome: "failed",
    status: null,
    reason: "The attempt was ended before an answer came.",
  };
  expect(await send(receiver.url, { signal: ending.signal })).toEqual(ended);
  expect(receiver.connections()).toBe(1);
  expect(await send(receiver.url, { signal: ending.signal })).toEqual(ended);
  expect(receiver.received).toHaveLength(1);
});

it("connects to no private address unless that is allowed", async () => {
  const receiver = await receive((_request, response) => response.end());
  expect(await send(receiver.url, { allowPrivate: false })).toEqual({
    outcome: "failed",
    status: null,
    reason: "The webhook's URL leads to a private or reserved address.",
  });
  expect(receiver.connections()).toBe(0);
});

it("connects to no name that leads to a private address by the time it is used", async () => {
  const receiver = await receive((_request, response) => response.end());
  const lookup = (_name: string, _options: object, callback: (...given: unknown[]) => void) =>
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  vi.spyOn(dns, "lookup").mockImplementation(lookup as never);
  const url = `http://hooks.example.com:${receiver.port}/`;
  expect(await send(url, { allowPrivate: false })).toEqual({
    outcome: "failed",
    status: null,
    reason: "The name in the webhook's URL leads to a private or reserved address.",
  });
  expect(receiver.connections()).toBe(0);
  expect(await send(url)).toEqual({ outcome: "delivered", status: 200 });
});

it.each([
  ["an id that no header may hold", { id: "evt\r\nx: y" }],
  ["no URL", { url: "" }],
])("resolves even with %s", async (_what, more) => {
  const receiver = await receive((_request, response) => response.end());
  const sending = await send(receiver.url, more);
  expect(sending).toMatchObject({ outcome: "failed", status: null });
  expect(receiver.received).toHaveLength(0);
});

/** Sends a text, then another again and again until the connection closes. */
function trickle(socket: Socket, first: string, next: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(next), 20);
  socket.once("close", () => clearInterval(timer));
}
