import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { nameGiver } from "../../workflows/feedback/giver.ts";
import {
  changeFeedback,
  listFeedback,
  withdrawFeedback,
} from "../../workflows/feedback/own-feedback.ts";
import { recordFeedback } from "../../workflows/feedback/record-feedback.ts";
import { BATCH_BODY_BYTES, checkBatch, listRefused, refuseBatch } from "../contracts/batch.ts";
import {
  feedbackAnswerSchema,
  feedbackChangeSchema,
  feedbackItemSchema,
  feedbackPageQuery,
  feedbackPageSchema,
  feedbackParams,
  feedbackRecordedSchema,
  feedbackRequestSchema,
  toFeedbackAnswer,
} from "../contracts/feedback.ts";
import { cutPage } from "../contracts/paging.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const giving = { roles: ["sales", "revops", "integration"] } as const;
const reading = { roles: ["sales", "revops", "data-science", "integration"] } as const;
const tags = ["feedback"];

/** What sales says of leads. */
export const feedbackRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.post(
    "/v1/feedback",
    {
      config: giving,
      bodyLimit: BATCH_BODY_BYTES,
      schema: {
        summary: "Keep what sales says of leads, up to 10,000 pieces, each once",
        tags,
        body: feedbackRequestSchema,
        response: { 200: feedbackRecordedSchema, default: problemResponse },
      },
    },
    async ({ body: { feedback }, caller }, reply) => {
      const batch = await checkBatch("feedback", feedbackItemSchema, feedback);
      const giver = await nameGiver(context, caller);
      const { accepted, repeated, ...found } = await recordFeedback(context, batch.items, giver);
      const refused = listRefused(batch, found.refused);
      if (refused.length > 0 && refused.length === feedback.length)
        return sendRefusal(reply, refuseBatch(refused));
      return { accepted, repeated, refused, kept: [...found.kept] };
    },
  );
  app.get(
    "/v1/feedback",
    {
      config: reading,
      schema: {
        summary: "List feedback, latest given first",
        description: "Sales and integrations see what they gave themselves.",
        tags,
        querystring: feedbackPageQuery,
        response: { 200: feedbackPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after, ...filter }, caller }) => {
      const page = { ...filter, before: after, limit: limit + 1 };
      const found = await listFeedback(context, caller, page);
      return cutPage(found, limit, ({ id }) => [id], toFeedbackAnswer);
    },
  );
  app.patch(
    "/v1/feedback/:id",
    {
      config: giving,
      schema: {
        summary: "Change feedback that you gave",
        tags,
        params: feedbackParams,
        body: feedbackChangeSchema,
        response: { 200: feedbackAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const changed = await changeFeedback(context, caller, id, body);
      return changed instanceof Refusal ? sendRefusal(reply, changed) : toFeedbackAnswer(changed);
    },
  );
  app.delete(
    "/v1/feedback/:id",
    {
      config: giving,
      schema: {
        summary: "Withdraw feedback: it stays as withdrawn, and counts no longer",
        tags,
        params: feedbackParams,
        response: { 200: feedbackAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const found = await withdrawFeedback(context, caller, id);
      return found instanceof Refusal ? sendRefusal(reply, found) : toFeedbackAnswer(found);
    },
  );
  done();
};
