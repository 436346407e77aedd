import { onTestFinished } from "vitest";
import { Refusal } from "../../../src/refusal.ts";
import type { Database } from "../../../src/store/database.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { deliverDue } from "../../../src/workflows/webhooks/deliver-due.ts";
import {
  type ListedDelivery,
  listDeliveries,
} from "../../../src/workflows/webhooks/follow-deliveries.ts";
import { type CreatedWebhook, createWebhook } from "../../../src/workflows/webhooks/subscribe.ts";
import { useTestDatabase } from "../../database.ts";
import { makeRankingContext, publishRanking } from "../routing/ranked-leads.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

export const ACTOR = { name: "person:1" };
const NEVER = new AbortController().signal;

export interface DeliveryFixture {
  readonly context: Context;
  readonly database: Database;
  receive(...answer: Parameters<typeof startReceiver>): Promise<Receiver>;
  /** A webhook that wants to know of thresholds, unless told. */
  subscribe(url: string, kinds?: CreatedWebhook["kinds"]): Promise<CreatedWebhook>;
  /** Sends what is due; how many attempts were begun. */
  deliver(parts?: Partial<Context>): Promise<number>;
  /** Makes all that waits due, as if the time had passed. */
  bringForward(): Promise<void>;
  /** Deliveries of a webhook, latest events first. */
  read(webhookId: number): Promise<readonly ListedDelivery[]>;
}

export async function useDeliveries(): Promise<DeliveryFixture> {
  const database = await useTestDatabase();
  const context = makeRankingContext(database);
  await publishRanking(database);
  return {
    context,
    database,
    receive: async (answer) => {
      const receiver = await startReceiver(answer);
      onTestFinished(() => receiver.close());
      return receiver;
    },
    subscribe: async (url, kinds = ["threshold"]) =>
      expectNone(await createWebhook(context, ACTOR, { url, kinds })),
    deliver: (parts = {}) => deliverDue({ ...context, ...parts }, NEVER),
    bringForward: async () => {
      await database.sql`UPDATE delivery SET due_at = now() WHERE state = 'waiting'`;
    },
    read: async (webhookId) =>
      expectNone(await listDeliveries(context, { webhookId, limit: 1000 })),
  };
}

export function expectNone<T>(value: T | Refusal): T {
  if (value instanceof Refusal) throw new Error(value.message);
  return value;
}
