import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { createExperiment } from "../../workflows/experimenting/create-experiment.ts";
import { readResults } from "../../workflows/experimenting/experiment-findings.ts";
import { planExperiment } from "../../workflows/experimenting/plan-experiment.ts";
import {
  listExperiments,
  readExperiment,
  type ToldExperiment,
} from "../../workflows/experimenting/read-experiments.ts";
import { stopExperiment } from "../../workflows/experimenting/stop-experiment.ts";
import { resultsSchema, toResultsAnswer } from "../contracts/experiment-results.ts";
import {
  countedExperimentSchema,
  experimentPageQuery,
  experimentPageSchema,
  experimentParams,
  experimentRequestSchema,
  planAnswerSchema,
  planRequestSchema,
  stoppingSchema,
  toCountedAnswer,
  toExperimentAnswer,
  toPlanAnswer,
} from "../contracts/experiments.ts";
import { cutPage } from "../contracts/paging.ts";
import { refuseDeepBody } from "../plugins/nesting.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["experiments"];
const makers = { roles: ["revops", "data-science"] } as const;
const readers = { roles: ["revops", "data-science", "sales"] } as const;

const CREATING = `Leads take part from when either arm would first hand them over, whichever arm they are in: the rules' when they come into a cell that PUT /v1/settings/routing routes, the model's when their probability comes to reach handOver.probability. Then their own arm alone decides. What imports and new versions bring takes no part.

Nothing but the stop can be changed afterwards. salt may be left out, and plannedUnits, which POST /v1/experiments/plan then tells from what is stored.`;

/** Experiments that are planned and begun. */
const makingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/experiments/plan",
    {
      config: makers,
      schema: {
        summary: "Read how many units and days an experiment needs, before it starts",
        tags,
        body: planRequestSchema,
        response: { 200: planAnswerSchema, default: problemResponse },
      },
    },
    async ({ body }, reply) => {
      const plan = await planExperiment(context.database, body, context.now());
      return plan instanceof Refusal ? sendRefusal(reply, plan) : toPlanAnswer(plan);
    },
  );
  app.post(
    "/v1/experiments",
    {
      config: makers,
      preValidation: refuseDeepBody,
      schema: {
        summary: "Agree an experiment of rules against model on leads to come",
        description: CREATING,
        tags,
        body: experimentRequestSchema,
        response: { 201: countedExperimentSchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const created = await createExperiment(context, caller, body);
      if (created instanceof Refusal) return sendRefusal(reply, created);
      return reply
        .code(201)
        .header("location", `/v1/experiments/${created.id}`)
        .send(toCountedAnswer(created, caller));
    },
  );
  app.post(
    "/v1/experiments/:id/stop",
    {
      config: makers,
      schema: {
        summary: "Stop an experiment, or cancel one that has not begun",
        description:
          "Nobody comes to take part any more, and leads go where the rules say. Who takes part still counts once their window is over.",
        tags,
        params: experimentParams,
        body: stoppingSchema,
        response: { 200: countedExperimentSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const stopped = await stopExperiment(context, caller, { id, ...body });
      return stopped instanceof Refusal
        ? sendRefusal(reply, stopped)
        : toCountedAnswer(stopped, caller);
    },
  );
  done();
};

/** What became of them. */
const readingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/experiments",
    {
      config: readers,
      schema: {
        summary: "List experiments, the newest first",
        tags,
        querystring: experimentPageQuery,
        response: { 200: experimentPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after }, caller }) => {
      const found = await listExperiments(context, { before: after, limit: limit + 1 });
      const tell = (experiment: ToldExperiment) => toExperimentAnswer(experiment, caller);
      return cutPage(found, limit, ({ id }) => [id], tell);
    },
  );
  app.get(
    "/v1/experiments/:id",
    {
      config: readers,
      schema: {
        summary: "Read an experiment, and how many take part so far",
        tags,
        params: experimentParams,
        response: { 200: countedExperimentSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const found = await readExperiment(context, id);
      return found instanceof Refusal ? sendRefusal(reply, found) : toCountedAnswer(found, caller);
    },
  );
  app.get(
    "/v1/experiments/:id/results",
    {
      config: readers,
      schema: {
        summary: "Read what an experiment says so far",
        description:
          "It may be read every day: the verdict rests on intervals that hold at every look, so that stopping early raises no false alarms.",
        tags,
        params: experimentParams,
        response: { 200: resultsSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const results = await readResults(context, id);
      return results instanceof Refusal ? sendRefusal(reply, results) : toResultsAnswer(results);
    },
  );
  done();
};

export const experimentRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(makingRoutes, options);
  app.register(readingRoutes, options);
  done();
};
