import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { listEvents } from "../../workflows/live/list-events.ts";
import { eventPageQuery, eventPageSchema, toEventAnswer } from "../contracts/events.ts";
import { cutPage } from "../contracts/paging.ts";
import { problemResponse } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

/** What leads crossed, what the watch found, and what experiments came to say. */
export const eventRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/events",
    {
      config: { roles: ["integration", "revops", "sales", "data-science"] },
      schema: {
        summary: "List crossings, changes of cell, handovers, alarms and verdicts, newest first",
        tags: ["events"],
        querystring: eventPageQuery,
        response: { 200: eventPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after = null, ...filter } }) => {
      const events = await listEvents(context, filter, limit + 1, after);
      return cutPage(events, limit, ({ at, id }) => [at, id], toEventAnswer);
    },
  );
  done();
};
