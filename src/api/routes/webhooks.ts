import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { EVENT_TYPES } from "../../workflows/webhooks/event-types.ts";
import { listDeliveries, replayDelivery } from "../../workflows/webhooks/follow-deliveries.ts";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  readWebhook,
} from "../../workflows/webhooks/subscribe.ts";
import { cutPage } from "../contracts/paging.ts";
import {
  createdWebhookSchema,
  deliveryAnswerSchema,
  deliveryPageQuery,
  deliveryPageSchema,
  deliveryParams,
  newWebhookSchema,
  toDeliveryAnswer,
  toWebhookAnswer,
  webhookAnswerSchema,
  webhookChangeSchema,
  webhookPageQuery,
  webhookPageSchema,
  webhookParams,
} from "../contracts/webhooks.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const config = { roles: ["revops", "integration"] } as const;
const tags = ["webhooks"];

const DELIVERIES = `Each event is posted as JSON with id, type, event, at, lead, cause, subject, name, from, to, action, score, probability, scorecard {slug, version} and, for handovers, owner. Of alarms and experiments, which are of no lead, lead and score are null: from and to say what was wrong, or the verdict, before and now. Types: ${EVENT_TYPES.join(", ")}.

Deliveries are signed as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature). Answer with a status from 200 to 299 within 10 s. Else it is sent again, under the same id, after 5 s, 30 s, 2 min, 10 min, 1 h, 6 h and 24 h; then it is dead until it is replayed. The same id may come twice. 410 disables the webhook.`;

/** Subscriptions to events. */
const subscriptionRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/webhooks",
    {
      config,
      schema: {
        summary: "Subscribe a receiver to events",
        description: DELIVERIES,
        tags,
        body: newWebhookSchema,
        response: { 201: createdWebhookSchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const created = await createWebhook(context, caller, body);
      if (created instanceof Refusal) return sendRefusal(reply, created);
      return reply.code(201).send({ ...toWebhookAnswer(created), secret: created.secret });
    },
  );
  app.get(
    "/v1/webhooks",
    {
      config,
      schema: {
        summary: "List webhooks",
        tags,
        querystring: webhookPageQuery,
        response: { 200: webhookPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after = 0 } }) => {
      const found = await listWebhooks(context, { after, limit: limit + 1 });
      return cutPage(found, limit, ({ id }) => [id], toWebhookAnswer);
    },
  );
  app.get(
    "/v1/webhooks/:id",
    {
      config,
      schema: {
        summary: "Read a webhook",
        tags,
        params: webhookParams,
        response: { 200: webhookAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const webhook = await readWebhook(context, id);
      return webhook instanceof Refusal ? sendRefusal(reply, webhook) : toWebhookAnswer(webhook);
    },
  );
  app.patch(
    "/v1/webhooks/:id",
    {
      config,
      schema: {
        summary: "Change, disable or enable a webhook",
        tags,
        params: webhookParams,
        body: webhookChangeSchema,
        response: { 200: webhookAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const webhook = await changeWebhook(context, caller, id, body);
      return webhook instanceof Refusal ? sendRefusal(reply, webhook) : toWebhookAnswer(webhook);
    },
  );
  app.delete(
    "/v1/webhooks/:id",
    {
      config,
      schema: {
        summary: "End a subscription, with what waits for it",
        tags,
        params: webhookParams,
        response: { 204: z.null().describe("It is gone."), default: problemResponse },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const refusal = await deleteWebhook(context, caller, id);
      return refusal === null ? reply.code(204).send(null) : sendRefusal(reply, refusal);
    },
  );
  done();
};

/** What becomes of the deliveries of a subscription. */
const deliveryRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/webhooks/:id/deliveries",
    {
      config,
      schema: {
        summary: "List deliveries, latest events first",
        tags,
        params: webhookParams,
        querystring: deliveryPageQuery,
        response: { 200: deliveryPageSchema, default: problemResponse },
      },
    },
    async ({ params, query: { limit, after, state } }, reply) => {
      const query = { webhookId: params.id, state, before: after, limit: limit + 1 };
      const found = await listDeliveries(context, query);
      if (found instanceof Refusal) return sendRefusal(reply, found);
      return cutPage(found, limit, ({ eventId }) => [eventId], toDeliveryAnswer);
    },
  );
  app.post(
    "/v1/webhooks/:id/deliveries/:deliveryId/replay",
    {
      config,
      schema: {
        summary: "Send a delivery again under the same id",
        tags,
        params: deliveryParams,
        response: { 200: deliveryAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id, deliveryId }, caller }, reply) => {
      const delivery = await replayDelivery(context, caller, id, deliveryId);
      return delivery instanceof Refusal
        ? sendRefusal(reply, delivery)
        : toDeliveryAnswer(delivery);
    },
  );
  done();
};

export const webhookRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(subscriptionRoutes, options);
  app.register(deliveryRoutes, options);
  done();
};
