import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { decide, listDecisions } from "../../workflows/deciding/decide.ts";
import { draftDecided } from "../../workflows/deciding/draft-decided.ts";
import { readScorecardVersion } from "../../workflows/versions/read-versions.ts";
import {
  decisionAnswerSchema,
  decisionListSchema,
  decisionSchema,
  draftingSchema,
  recommendationParams,
  subjectParams,
  toDecisionAnswer,
} from "../contracts/decisions.ts";
import { scorecardVersionSchema, toVersionAnswer } from "../contracts/scorecards.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["recommendations"];
const readers = { roles: ["revops", "sales", "data-science"] } as const;
const deciders = { roles: ["revops"] } as const;

/** What people decide on a recommendation, and the draft that comes of it. */
export const decisionRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/recommendations/:id/decisions",
    {
      config: readers,
      schema: {
        summary: "List what was decided on a recommendation",
        tags,
        params: recommendationParams,
        response: { 200: decisionListSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const found = await listDecisions(context, id);
      return found instanceof Refusal
        ? sendRefusal(reply, found)
        : { items: found.map(toDecisionAnswer) };
    },
  );
  app.put(
    "/v1/recommendations/:id/decisions/:subject",
    {
      config: deciders,
      schema: {
        summary: "Accept, edit or reject one line, threshold, grade or band",
        description:
          "Where somebody has decided meanwhile, 409 tells what, and nothing is changed.",
        tags,
        params: subjectParams,
        body: decisionSchema,
        response: { 200: decisionAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id, subject }, body, caller }, reply) => {
      const decision = await decide(context, caller, { recommendation: id, subject, ...body });
      return decision instanceof Refusal
        ? sendRefusal(reply, decision)
        : toDecisionAnswer(decision);
    },
  );
  app.post(
    "/v1/recommendations/:id/draft",
    {
      config: deciders,
      schema: {
        summary: "Draft the live scorecard with what was decided; the rest stays as it is",
        tags,
        params: recommendationParams,
        body: draftingSchema,
        response: { 201: scorecardVersionSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const draft = await draftDecided(context, caller, { recommendation: id, ...body });
      if (draft instanceof Refusal) return sendRefusal(reply, draft);
      const read = await readScorecardVersion(context, draft);
      if (read instanceof Refusal) return sendRefusal(reply, read);
      const location = `/v1/scorecards/${draft.slug}/versions/${draft.version}`;
      return reply.code(201).header("location", location).send(toVersionAnswer(read));
    },
  );
  done();
};
