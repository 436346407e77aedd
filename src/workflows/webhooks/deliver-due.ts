import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { writeAudit } from "../../store/audit.ts";
import {
  type Outcome,
  type TakenDelivery,
  takeDeliveries,
  writeOutcome,
} from "../../store/delivery-attempts.ts";
import { disableWebhook } from "../../store/webhooks.ts";
import type { Context } from "../context.ts";
import { chooseRetryDelay } from "./backoff.ts";
import { writeDeliveryBody } from "./delivery-body.ts";
import { type Sending, sendDelivery } from "./sending.ts";

const AT_ONCE = 32;
/** So few that a subscriber who keeps each waiting to the end leaves room for the others. */
const AT_ONCE_PER_WEBHOOK = 4;
/** Of a webhook beside which none has work. What is left is room for those whose work comes later. */
const AT_ONCE_ALONE = 24;
/** Well beyond the longest attempt. */
const LEASE_MS = 60_000;
/** While deliveries run, how often to look for others that came due. */
const LOOK_MS = 500;

const GONE = 410;
const ERASED = "The lead was erased, so nothing is told of it.";

interface Running {
  readonly webhookId: number;
  readonly done: Promise<void>;
}

/**
 * Sends deliveries until none is due and none runs, or the signal ends it; those that run then are
 * left to the next call. Any number of processes may do so at once.
 *
 * @returns how many attempts were begun
 */
export async function deliverDue(context: Context, signal: AbortSignal): Promise<number> {
  const running = new Set<Running>();
  const faults: unknown[] = [];
  let begun = 0;
  // Each attempt listens to it; Node takes more than ten for a leak.
  setMaxListeners(0, signal);
  try {
    while (!signal.aborted && faults.length === 0) {
      for (const taken of await takeRoom(context, running)) {
        begun += 1;
        const done = attempt(context, taken, signal)
          .catch((error: unknown) => void faults.push(error))
          .finally(() => running.delete(entry));
        const entry: Running = { webhookId: taken.webhookId, done };
        running.add(entry);
      }
      if (running.size === 0) break;
      await waitForAny(running);
    }
  } finally {
    await Promise.all([...running].map(({ done }) => done));
  }
  if (faults.length > 0) throw faults[0];
  return begun;
}

/** Due deliveries for which there is room beside those that run. */
async function takeRoom(
  { database }: Context,
  running: ReadonlySet<Running>,
): Promise<readonly TakenDelivery[]> {
  const limit = AT_ONCE - running.size;
  if (limit === 0) return [];
  const taking = { limit, leaseMs: LEASE_MS };
  const perWebhook = AT_ONCE_PER_WEBHOOK;
  const taken = await takeDeliveries(database, {
    ...taking,
    perWebhook,
    running: countByWebhook(running),
  });
  const all = countByWebhook([...running, ...taken]);
  const [count = 0] = all.values();
  if (all.size !== 1 || count < perWebhook || count >= AT_ONCE_ALONE) return taken;
  const more = { limit: AT_ONCE_ALONE - count, perWebhook: AT_ONCE_ALONE, running: all };
  return [...taken, ...(await takeDeliveries(database, { ...taking, ...more }))];
}

function countByWebhook(
  deliveries: Iterable<Pick<Running, "webhookId">>,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { webhookId } of deliveries) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return counts;
}

/** Until a delivery ends, or it is time to look for others. */
async function waitForAny(running: ReadonlySet<Running>): Promise<void> {
  const looking = new AbortController();
  const look = wait(LOOK_MS, undefined, { signal: looking.signal }).catch(() => {});
  await Promise.race([look, ...[...running].map(({ done }) => done)]);
  looking.abort();
}

async function attempt(context: Context, taken: TakenDelivery, signal: AbortSignal): Promise<void> {
  const body = writeDeliveryBody(taken);
  if (body === null)
    return writeOutcome(context.database, taken, { is: "dead", status: null, reason: ERASED });
  const sending = await sendDelivery({
    url: taken.url,
    secret: taken.secret,
    id: taken.id,
    timestampMs: context.now(),
    body,
    allowPrivate: context.allowPrivateWebhooks,
    signal,
  });
  if (sending.outcome === "failed" && sending.status === GONE)
    return endWebhook(context, taken, sending);
  await writeOutcome(context.database, taken, judge(sending, taken.attempts, signal));
}

function judge(sending: Sending, attempts: number, signal: AbortSignal): Outcome {
  if (sending.outcome === "delivered") return { is: "delivered", status: sending.status };
  const { status, reason } = sending;
  if (status === null && signal.aborted) return { is: "released" };
  const waitMs = chooseRetryDelay(attempts, Math.random());
  if (waitMs === null) return { is: "dead", status, reason };
  return { is: "waiting", status, reason, waitMs };
}

/** The receiver wants no more: what else waits for it stays until a person enables it again. */
async function endWebhook(
  { database, now }: Context,
  taken: TakenDelivery,
  { status, reason }: Extract<Sending, { outcome: "failed" }>,
): Promise<void> {
  await database.transact(async (session) => {
    await writeOutcome(session, taken, { is: "dead", status, reason });
    if (await disableWebhook(session, taken.webhookId, new Date(now())))
      await writeAudit(session, RECEIVER, "webhook.disable", `webhook:${taken.webhookId}`, {
        reason,
      });
  });
}

const RECEIVER = { name: "receiver" };
