import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { recordActivities } from "../../workflows/keeping/record-activities.ts";
import {
  activitiesRequestSchema,
  activityItemSchema,
  recordedSchema,
} from "../contracts/activities.ts";
import { BATCH_BODY_BYTES, checkBatch, listRefused, refuseBatch } from "../contracts/batch.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

/** What leads do. */
export const activityRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.post(
    "/v1/activities",
    {
      config: { roles: ["integration", "revops"] },
      bodyLimit: BATCH_BODY_BYTES,
      schema: {
        summary: "Keep up to 10,000 activities, each once, and score their leads again",
        tags: ["leads"],
        body: activitiesRequestSchema,
        response: { 200: recordedSchema, default: problemResponse },
      },
    },
    async ({ body: { activities }, caller }, reply) => {
      const batch = await checkBatch("activities", activityItemSchema, activities);
      const kept = await recordActivities(context, batch.items, "lead", caller);
      const refused = listRefused(batch, kept.refused);
      if (refused.length > 0 && refused.length === activities.length)
        return sendRefusal(reply, refuseBatch(refused));
      return { accepted: kept.accepted, repeated: kept.repeated, refused };
    },
  );
  done();
};
