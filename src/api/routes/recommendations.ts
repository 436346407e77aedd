import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { askRecommendation } from "../../workflows/recommending/ask-recommendation.ts";
import {
  listRecommendations,
  readDecidable,
} from "../../workflows/recommending/read-recommendations.ts";
import { showRecommendation } from "../../workflows/recommending/show-recommendation.ts";
import { startedSchema } from "../contracts/models.ts";
import { cutPage } from "../contracts/paging.ts";
import {
  askRecommendationSchema,
  recommendationPageQuery,
  recommendationPageSchema,
  recommendationParams,
  recommendationReportQuery,
  recommendationSchema,
  toRecommendationAnswer,
  toSummaryAnswer,
} from "../contracts/recommendations.ts";
import { chooseForm, MEDIA_TYPES, reportResponse } from "../contracts/reports.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["recommendations"];
const readers = { roles: ["revops", "sales", "data-science"] } as const;

/** Runs of the recommendation, and what there is to decide on. */
const runRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/recommendations",
    {
      config: { roles: ["revops", "data-science"] },
      schema: {
        summary: "Ask what to change on the live scorecard",
        tags,
        body: askRecommendationSchema,
        response: { 202: startedSchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const job = await askRecommendation(context, caller, body);
      if (job instanceof Refusal) return sendRefusal(reply, job);
      return reply.code(202).header("location", `/v1/jobs/${job}`).send({ job });
    },
  );
  app.get(
    "/v1/recommendations",
    {
      config: readers,
      schema: {
        summary: "List recommendations, the newest first",
        tags,
        querystring: recommendationPageQuery,
        response: { 200: recommendationPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after } }) => {
      const found = await listRecommendations(context, { before: after, limit: limit + 1 });
      return cutPage(found, limit, ({ id }) => [id], toSummaryAnswer);
    },
  );
  app.get(
    "/v1/recommendations/:id",
    {
      config: readers,
      schema: {
        summary: "Read what there is to decide on, with its evidence",
        tags,
        params: recommendationParams,
        response: { 200: recommendationSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const found = await readDecidable(context, id);
      return found instanceof Refusal
        ? sendRefusal(reply, found)
        : toRecommendationAnswer(found.run, found.items);
    },
  );
  done();
};

const showingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/recommendations/:id/report",
    {
      config: readers,
      schema: {
        summary: "Read the report of a recommendation",
        tags,
        params: recommendationParams,
        querystring: recommendationReportQuery,
        response: { 200: reportResponse, default: problemResponse },
      },
    },
    async ({ params: { id }, query: { format }, headers }, reply) => {
      const form = format ?? chooseForm(headers.accept);
      const text = await showRecommendation(context, id, form);
      reply.header("vary", "accept").header("cache-control", "no-store");
      if (text instanceof Refusal) return sendRefusal(reply, text);
      return reply
        .type(`${MEDIA_TYPES[form]}; charset=utf-8`)
        .serializer((given: unknown) => String(given))
        .send(text);
    },
  );
  done();
};

export const recommendationRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  options,
  done,
) => {
  app.register(runRoutes, options);
  app.register(showingRoutes, options);
  done();
};
