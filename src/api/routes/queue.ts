import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { readQueue } from "../../workflows/feedback/feedback-queue.ts";
import { cutPage } from "../contracts/paging.ts";
import { queuePageSchema, queueQuery, toQueueAnswer } from "../contracts/queue.ts";
import { problemResponse } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

/** Leads that wait for what sales says of them. */
export const queueRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/queue",
    {
      config: { roles: ["sales", "revops"] },
      schema: {
        summary: "List handed-over leads that wait for feedback, oldest first",
        description:
          "A part of them, drawn at random, is to be judged blind: without score, cell or ledger.",
        tags: ["feedback"],
        querystring: queueQuery,
        response: { 200: queuePageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, ...query }, caller }) => {
      const found = await readQueue(context, caller, { ...query, limit: limit + 1 });
      return cutPage(found, limit, ({ at, id }) => [at, id], toQueueAnswer);
    },
  );
  done();
};
