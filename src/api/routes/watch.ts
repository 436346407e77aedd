import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { askWatch, listWatchHistory, readWatch } from "../../workflows/watching/ask-watch.ts";
import { jobAnswerSchema, toJobAnswer } from "../contracts/jobs.ts";
import { cutPage } from "../contracts/paging.ts";
import {
  toSummaryAnswer,
  toWatchAnswer,
  watchPageQuery,
  watchPageSchema,
  watchSchema,
} from "../contracts/watch.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["watch"];
const readers = { roles: ["revops", "sales", "data-science"] } as const;

/** Whether what is live is still what it was when it was made. */
export const watchRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/watch",
    {
      config: readers,
      schema: {
        summary: "Read what the last watch found: drift, power, inflation, whether to retrain",
        description: "A watch is made by itself each day (UTC). Alarms are told as events too.",
        tags,
        response: { 200: watchSchema, default: problemResponse },
      },
    },
    async (_request, reply) => {
      const found = await readWatch(context);
      return found instanceof Refusal ? sendRefusal(reply, found) : toWatchAnswer(found);
    },
  );
  app.get(
    "/v1/watch/history",
    {
      config: readers,
      schema: {
        summary: "List watches with the alarms that stood, newest first",
        description: "The latest 400 are kept.",
        tags,
        querystring: watchPageQuery,
        response: { 200: watchPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after } }) => {
      const found = await listWatchHistory(context, { before: after, limit: limit + 1 });
      return cutPage(found, limit, ({ id }) => [id], toSummaryAnswer);
    },
  );
  app.post(
    "/v1/watch",
    {
      config: { roles: ["revops", "data-science"] },
      schema: {
        summary: "Have what is live watched now",
        description: "While one waits to begin, the job that waits is answered.",
        tags,
        response: { 202: jobAnswerSchema, default: problemResponse },
      },
    },
    async ({ caller }, reply) => {
      const job = await askWatch(context, caller);
      if (job instanceof Refusal) return sendRefusal(reply, job);
      return reply.code(202).header("location", `/v1/jobs/${job.id}`).send(toJobAnswer(job));
    },
  );
  done();
};
