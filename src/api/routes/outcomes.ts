import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { recordOutcomes } from "../../workflows/keeping/record-outcomes.ts";
import { recordedSchema } from "../contracts/activities.ts";
import { BATCH_BODY_BYTES, checkBatch, listRefused, refuseBatch } from "../contracts/batch.ts";
import { outcomeItemSchema, outcomesRequestSchema } from "../contracts/outcomes.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

/** How deals stand and end. */
export const outcomeRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/outcomes",
    {
      config: { roles: ["integration", "revops"] },
      bodyLimit: BATCH_BODY_BYTES,
      schema: {
        summary: "Keep the outcomes of up to 10,000 deals",
        tags: ["leads"],
        body: outcomesRequestSchema,
        response: { 200: recordedSchema, default: problemResponse },
      },
    },
    async ({ body: { outcomes }, caller }, reply) => {
      const batch = await checkBatch("outcomes", outcomeItemSchema, outcomes);
      const kept = await recordOutcomes(context, batch.items, caller);
      const refused = listRefused(batch, kept.refused);
      if (refused.length > 0 && refused.length === outcomes.length)
        return sendRefusal(reply, refuseBatch(refused));
      return { accepted: kept.accepted, repeated: kept.repeated, refused };
    },
  );
  done();
};
