import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import type { TcpNetConnectOpts } from "node:net";
import { checkWebhookUrl, lookupPublic } from "./address.ts";
import { describeFault, describeStatus } from "./failure-reasons.ts";
import { type SignedContent, signDelivery } from "./signature.ts";

const TIMEOUT_MS = 10_000;
const CONNECT_ATTEMPT_MS = 2500;

/** Bytes of an answer's body that are read before the connection is cut. */
const LONGEST_ANSWER = 4096;

export interface Delivery extends SignedContent {
  readonly url: string;
  /** Whether it may go to addresses that are not public. */
  readonly allowPrivate: boolean;
  /** For the whole attempt, from resolving the name to the answer. Default 10,000. */
  readonly timeoutMs?: number;
  /** Ends the attempt, as when the service stops. */
  readonly signal?: AbortSignal;
}

export type Sending =
  | { readonly outcome: "delivered"; readonly status: number }
  | {
      readonly outcome: "failed";
      /** Null when no answer came. 410 means that the receiver wants no more of them. */
      readonly status: number | null;
      /** One sentence without URL, body or anything that the receiver wrote. */
      readonly reason: string;
    };

/**
 * One attempt at a delivery: a signed POST, delivered when a status from 200 to 299 comes back in
 * time. Follows no redirect, keeps nothing of the answer's body, and never rejects.
 */
export async function sendDelivery(delivery: Delivery): Promise<Sending> {
  const refusal = checkWebhookUrl(delivery.url, delivery);
  if (refusal !== null) return fail(refusal.message);
  const { signal } = delivery;
  const timeoutMs = delivery.timeoutMs ?? TIMEOUT_MS;
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  try {
    const status = await post(delivery, ending.signal);
    return status >= 200 && status <= 299
      ? { outcome: "delivered", status }
      : { outcome: "failed", status, reason: describeStatus(status) };
  } catch (error) {
    if (signal?.aborted) return fail("The attempt was ended before an answer came.");
    if (ending.signal.aborted) return fail(`No answer came within ${timeoutMs / 1000} s.`);
    return fail(describeFault(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

/** The status of the answer, once the connection is closed. */
async function post(delivery: Delivery, signal: AbortSignal): Promise<number> {
  const body = Buffer.from(delivery.body);
  const send = new URL(delivery.url).protocol === "https:" ? requestHttps : requestHttp;
  const options: RequestOptions & Partial<TcpNetConnectOpts> = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": body.length,
      "user-agent": "Counterweight",
      ...signDelivery(delivery),
    },
    agent: false,
    signal,
    // Node's 250 ms for each address of a name is short for a far receiver.
    autoSelectFamilyAttemptTimeout: CONNECT_ATTEMPT_MS,
    ...(delivery.allowPrivate ? {} : { lookup: lookupPublic }),
  };
  const request = send(delivery.url, options);
  const answered = awaitAnswer(request);
  request.end(body);
  const answer = await answered;
  await drain(answer);
  request.destroy();
  return answer.statusCode!;
}

function awaitAnswer(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    // Stays: a connection may also break after the answer, which then counts.
    request.on("error", reject);
    request.once("close", () =>
      reject(Object.assign(new Error("closed without an answer"), { code: "ECONNRESET" })),
    );
  });
}

/** Reads a short answer to its end, so that the receiver sees it taken; cuts a long or slow one. */
function drain(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let length = 0;
    answer.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > LONGEST_ANSWER) answer.destroy();
    });
    // The status has come; how its body ends changes nothing.
    answer.on("error", () => {});
    answer.once("close", resolve);
  });
}

function fail(reason: string): Sending {
  return { outcome: "failed", status: null, reason };
}
