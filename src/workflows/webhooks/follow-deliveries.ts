import { Refusal } from "../../refusal.ts";
import { writeAudit } from "../../store/audit.ts";
import {
  type DeliveryQuery,
  type ListedDelivery,
  listDeliveries as list,
  replayDelivery as replay,
} from "../../store/deliveries.ts";
import { readWebhook } from "../../store/webhooks.ts";
import type { Actor, Context } from "../context.ts";
import { UNKNOWN_WEBHOOK } from "./subscribe.ts";

export type { ListedDelivery } from "../../store/deliveries.ts";

export const DELIVERY_STATES = ["waiting", "delivered", "dead", "held"] as const;

/** How deliveries to a webhook stand, latest events first. */
export async function listDeliveries(
  { database }: Context,
  query: DeliveryQuery,
): Promise<readonly ListedDelivery[] | Refusal> {
  const found = await list(database, query);
  if (found.length > 0 || (await readWebhook(database, query.webhookId)) !== null) return found;
  return UNKNOWN_WEBHOOK;
}

/** Sends a delivery again, whatever became of it, with all of its attempts before it. */
export async function replayDelivery(
  { database }: Context,
  actor: Actor,
  webhookId: number,
  id: string,
): Promise<ListedDelivery | Refusal> {
  return database.transact(async (session) => {
    const delivery = await replay(session, webhookId, id);
    if (delivery === null) return UNKNOWN_DELIVERY;
    await writeAudit(session, actor, "webhook.replay", `webhook:${webhookId}`, { delivery: id });
    return delivery;
  });
}

const UNKNOWN_DELIVERY = new Refusal(
  "delivery-unknown",
  "The webhook has no delivery of this id.",
  "GET /v1/webhooks/{id}/deliveries lists those that there are.",
);
