import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { createKey, readKeys, withdrawKey } from "../../workflows/access/keys.ts";
import {
  createdKeySchema,
  idParams,
  keyRequestSchema,
  keysSchema,
  toKeyAnswer,
} from "../contracts/access.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { AccessOptions } from "../service-options.ts";

const config = { roles: ["admin"] } as const;
const tags = ["access"];

/** Keys for programs: made, listed, withdrawn. */
export const keyRoutes: FastifyPluginCallbackZod<AccessOptions> = (app, options, done) => {
  const { context, callers } = options;
  app.post(
    "/v1/keys",
    {
      config,
      schema: {
        summary: "Make a key; it is shown this once",
        tags,
        body: keyRequestSchema,
        response: { 201: createdKeySchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const created = await createKey(context, caller, {
        ...body,
        expiresAt: body.expiresAt ?? null,
      });
      if (created instanceof Refusal) return sendRefusal(reply, created);
      reply.header("cache-control", "no-store").code(201);
      return { ...toKeyAnswer(created), key: created.key };
    },
  );
  app.get(
    "/v1/keys",
    {
      config,
      schema: {
        summary: "All keys, without what they are",
        tags,
        response: { 200: keysSchema, default: problemResponse },
      },
    },
    async () => ({ items: (await readKeys(context)).map(toKeyAnswer) }),
  );
  app.delete(
    "/v1/keys/:id",
    {
      config,
      schema: {
        summary: "Revoke a key for good",
        description: "Other processes of the service refuse it no later than 5 seconds after.",
        tags,
        params: idParams,
        response: { 204: z.null(), default: problemResponse },
      },
    },
    async ({ params, caller }, reply) => {
      const refusal = await withdrawKey(context, caller, params.id);
      callers.forget();
      return refusal === null ? reply.code(204).send(null) : sendRefusal(reply, refusal);
    },
  );
  done();
};
