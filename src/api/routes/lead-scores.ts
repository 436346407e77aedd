import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { explainStored } from "../../workflows/live/explain-stored.ts";
import { readActivities, readHistory } from "../../workflows/live/lead-history.ts";
import {
  activityPageSchema,
  historyPageSchema,
  ledgerAnswerSchema,
  toActivityAnswer,
  toLedgerAnswer,
  toPastAnswer,
} from "../contracts/lead-history.ts";
import { leadParams } from "../contracts/leads.ts";
import { cutPage, timePageQuery } from "../contracts/paging.ts";
import { scoreAnswerSchema, toAnswer } from "../contracts/score.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["leads"];
const config = { roles: ["integration", "revops", "sales", "data-science"] } as const;
const params = leadParams;

/** The scores of a stored lead and what they come from. */
export const leadScoreRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/leads/:id/score",
    {
      config,
      schema: {
        summary: "Read both scores of a lead as they are stored, with all that explains them",
        tags,
        params,
        response: { 200: scoreAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const score = await explainStored(context, id);
      return score instanceof Refusal ? sendRefusal(reply, score) : toAnswer(score);
    },
  );
  app.get(
    "/v1/leads/:id/ledger",
    {
      config,
      schema: {
        summary: "Read what both scores of a lead are made of",
        tags,
        params,
        response: { 200: ledgerAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const score = await explainStored(context, id);
      return score instanceof Refusal ? sendRefusal(reply, score) : toLedgerAnswer(toAnswer(score));
    },
  );
  app.register(pastRoutes, { context });
  done();
};

const querystring = z.strictObject(timePageQuery);

const pastRoutes: FastifyPluginCallbackZod<Pick<ServiceOptions, "context">> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/leads/:id/history",
    {
      config,
      schema: {
        summary: "List what the scores of a lead were, newest first",
        tags,
        params,
        querystring,
        response: { 200: historyPageSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, query: { limit, after = null } }, reply) => {
      const past = await readHistory(context, id, limit + 1, after);
      if (past instanceof Refusal) return sendRefusal(reply, past);
      return cutPage(past, limit, ({ asOf, id }) => [asOf, id], toPastAnswer);
    },
  );
  app.get(
    "/v1/leads/:id/activities",
    {
      config,
      schema: {
        summary: "List what a lead did, newest first",
        tags,
        params,
        querystring,
        response: { 200: activityPageSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, query: { limit, after = null } }, reply) => {
      const done = await readActivities(context, id, limit + 1, after);
      if (done instanceof Refusal) return sendRefusal(reply, done);
      return cutPage(done, limit, ({ at, id }) => [at, id], toActivityAnswer);
    },
  );
  done();
};
