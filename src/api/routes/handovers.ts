import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { closeHandover, listHandovers } from "../../workflows/routing/handovers.ts";
import {
  handoverAnswerSchema,
  handoverChangeSchema,
  handoverPageQuery,
  handoverPageSchema,
  handoverParams,
  toHandoverAnswer,
} from "../contracts/handovers.ts";
import { cutPage } from "../contracts/paging.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const config = { roles: ["revops", "sales"] } as const;
const tags = ["handovers"];

/** Leads that were handed over to sales. */
export const handoverRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/handovers",
    {
      config,
      schema: {
        summary: "List handovers, latest first",
        tags,
        querystring: handoverPageQuery,
        response: { 200: handoverPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after, owner, open }, caller }) => {
      const found = await listHandovers(context, { owner, open, before: after, limit: limit + 1 });
      return cutPage(
        found,
        limit,
        ({ id }) => [id],
        (handover) => toHandoverAnswer(handover, caller),
      );
    },
  );
  app.patch(
    "/v1/handovers/:id",
    {
      config,
      schema: {
        summary: "Close a handover",
        tags,
        params: handoverParams,
        body: handoverChangeSchema,
        response: { 200: handoverAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const closed = await closeHandover(context, caller, id);
      return closed instanceof Refusal
        ? sendRefusal(reply, closed)
        : toHandoverAnswer(closed, caller);
    },
  );
  done();
};
