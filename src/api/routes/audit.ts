import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { readAudit } from "../../workflows/access/audit.ts";
import { auditEntrySchema, toAuditAnswer } from "../contracts/access.ts";
import { pageOf, pageQuery, readCursor, writeCursor } from "../contracts/paging.ts";
import { textSchema } from "../contracts/text.ts";
import { problemResponse } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const cursorSchema = z.tuple([z.int().positive()]);
const querySchema = z.strictObject({
  ...pageQuery,
  actor: textSchema.optional().describe("Such as person:12."),
  action: textSchema.optional().describe("Such as key.create."),
  object: textSchema.optional().describe("Such as key:3."),
});

/** Who changed what. */
export const auditRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/audit",
    {
      config: { roles: ["admin"] },
      schema: {
        summary: "Who changed what, newest first",
        tags: ["access"],
        querystring: querySchema,
        response: { 200: pageOf(auditEntrySchema), default: problemResponse },
      },
    },
    async ({ query: { after, limit, ...asked } }) => {
      // A word that is no place of ours has nothing after it.
      const place = after === undefined ? [undefined] : (readCursor(cursorSchema, after) ?? [0]);
      const found = await readAudit(context, { ...asked, limit: limit + 1, before: place[0] });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last !== undefined ? writeCursor([last.id]) : null;
      return { items: items.map(toAuditAnswer), next };
    },
  );
  done();
};
