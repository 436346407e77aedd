import { z } from "zod";
import { EVENT_KINDS } from "../../workflows/live/list-events.ts";
import { EVENT_TYPES, nameEventType } from "../../workflows/webhooks/event-types.ts";
import {
  DELIVERY_STATES,
  type ListedDelivery,
} from "../../workflows/webhooks/follow-deliveries.ts";
import type { StoredWebhook } from "../../workflows/webhooks/subscribe.ts";
import { idPageQuery, rowIdSchema } from "./id-paging.ts";
import { pageOf } from "./paging.ts";
import { nameSchema } from "./text.ts";

const kindsSchema = z
  .array(z.enum(EVENT_KINDS))
  .min(1, "expected at least one kind of event")
  .max(20, "expected each kind of event once")
  .describe("Which events to tell of.");
const urlSchema = nameSchema.describe("Where deliveries are posted to; https, or http.");

export const newWebhookSchema = z.strictObject({ url: urlSchema, kinds: kindsSchema });

export const webhookChangeSchema = z
  .strictObject({
    url: urlSchema.optional(),
    kinds: kindsSchema.optional(),
    enabled: z.boolean().optional().describe("False keeps deliveries back; true sends them."),
  })
  .refine((change) => Object.keys(change).length > 0, "expected url, kinds or enabled");

const webhookSchema = z.strictObject({
  id: z.int(),
  url: z.string(),
  kinds: z.array(z.enum(EVENT_KINDS)),
  enabled: z.boolean(),
  disabledAt: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});

export const createdWebhookSchema = webhookSchema.extend({
  secret: z
    .string()
    .describe("Signs the deliveries (Standard Webhooks); shown this once, so keep it."),
});

export const webhookParams = z.strictObject({ id: rowIdSchema });
export const webhookAnswerSchema = webhookSchema;
export const webhookPageSchema = pageOf(webhookSchema);
export const webhookPageQuery = z.strictObject(idPageQuery);

export function toWebhookAnswer(webhook: StoredWebhook): z.infer<typeof webhookSchema> {
  const { id, url, kinds, createdBy, createdAt, disabledAt } = webhook;
  return {
    id,
    url,
    kinds: [...kinds],
    enabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}

export const deliveryParams = z.strictObject({ id: rowIdSchema, deliveryId: z.uuid() });
export const deliveryPageQuery = z.strictObject({
  ...idPageQuery,
  state: z.enum(DELIVERY_STATES).optional().describe("dead: no attempt is left."),
});

export const deliveryAnswerSchema = z.strictObject({
  id: z.string().describe("The same on every attempt: the header webhook-id."),
  type: z.enum(EVENT_TYPES),
  event: z.int(),
  lead: z.string().nullable().describe("Null once the lead is erased, and of events of no lead."),
  at: z.string().describe("When the event happened."),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int().describe("Those made so far, one that runs included."),
  dueAt: z.string().nullable().describe("When the next attempt is due; null when none is."),
  status: z.int().nullable().describe("Of the latest answer; null when none came."),
  reason: z.string().nullable().describe("Why the latest attempt failed."),
  createdAt: z.string(),
  deliveredAt: z.string().nullable(),
});
export const deliveryPageSchema = pageOf(deliveryAnswerSchema);

export function toDeliveryAnswer(delivery: ListedDelivery): z.infer<typeof deliveryAnswerSchema> {
  const { id, eventId, lead, at, state, attempts, dueAt, status, reason } = delivery;
  return {
    id,
    type: nameEventType(delivery),
    event: eventId,
    lead,
    at: at.toISOString(),
    state,
    attempts,
    dueAt: state === "waiting" ? dueAt.toISOString() : null,
    status,
    reason,
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}
