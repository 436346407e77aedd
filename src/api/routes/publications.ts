import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import {
  listPublications,
  readPublication,
  releasePublication,
} from "../../workflows/versions/publications.ts";
import { cutPage } from "../contracts/paging.ts";
import {
  publicationAnswerSchema,
  publicationPageQuery,
  publicationPageSchema,
  publicationParams,
  releasedSchema,
  releasingSchema,
  toPublicationAnswer,
  toReleasedAnswer,
} from "../contracts/publishing.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["publications"];
const readers = { roles: ["revops", "sales", "data-science", "integration"] } as const;

/** Changes of what is live, and the events that they caused. */
export const publicationRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/publications",
    {
      config: readers,
      schema: {
        summary: "List changes of what is live, the newest first",
        tags,
        querystring: publicationPageQuery,
        response: { 200: publicationPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after } }) => {
      const found = await listPublications(context, { before: after, limit: limit + 1 });
      return cutPage(found, limit, ({ id }) => [id], toPublicationAnswer);
    },
  );
  app.get(
    "/v1/publications/:id",
    {
      config: readers,
      schema: {
        summary: "Read a change of what is live, and what became of its events",
        tags,
        params: publicationParams,
        response: { 200: publicationAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const found = await readPublication(context, id);
      return found instanceof Refusal ? sendRefusal(reply, found) : toPublicationAnswer(found);
    },
  );
  app.post(
    "/v1/publications/:id/release",
    {
      config: { roles: ["revops"] },
      schema: {
        summary: "Let the held events of a publication go out, so many a minute",
        description: "Done again, those that have not gone out yet go at the new rate.",
        tags,
        params: publicationParams,
        body: releasingSchema,
        response: { 200: releasedSchema, default: problemResponse },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const released = await releasePublication(context, caller, { id, ...body });
      return released instanceof Refusal
        ? sendRefusal(reply, released)
        : toReleasedAnswer(released);
    },
  );
  done();
};
