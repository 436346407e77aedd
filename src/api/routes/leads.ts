import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { eraseLead } from "../../workflows/keeping/erase-lead.ts";
import { upsertLeads } from "../../workflows/keeping/upsert-leads.ts";
import {
  type LeadOrder,
  listLeads,
  readLead,
  type SummarisedLead,
} from "../../workflows/live/list-leads.ts";
import { BATCH_BODY_BYTES, checkBatch, listRefused, refuseBatch } from "../contracts/batch.ts";
import {
  leadAnswerSchema,
  leadItemSchema,
  leadPageQuery,
  leadPageSchema,
  leadParams,
  leadsKeptSchema,
  leadsRequestSchema,
  toLeadAnswer,
  toListedAnswer,
} from "../contracts/leads.ts";
import { cutPage } from "../contracts/paging.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["leads"];
const readers = { roles: ["integration", "revops", "sales", "data-science"] } as const;
const writers = { roles: ["integration", "revops"] } as const;

/** Leads that come and go. */
const keepingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/leads",
    {
      config: writers,
      bodyLimit: BATCH_BODY_BYTES,
      schema: {
        summary: "Create or change up to 10,000 leads by their ids, and score them",
        tags,
        body: leadsRequestSchema,
        response: { 200: leadsKeptSchema, default: problemResponse },
      },
    },
    async ({ body: { leads }, caller }, reply) => {
      const batch = await checkBatch("leads", leadItemSchema, leads);
      const kept = await upsertLeads(context, batch.items, "lead", caller);
      const refused = listRefused(batch, kept.refused);
      if (refused.length > 0 && refused.length === leads.length)
        return sendRefusal(reply, refuseBatch(refused));
      return { ...kept, refused };
    },
  );
  app.delete(
    "/v1/leads/:id",
    {
      config: writers,
      schema: {
        summary: "Erase a lead: the person goes everywhere, counts stay",
        tags,
        params: leadParams,
        response: { 204: z.null().describe("It is gone."), default: problemResponse },
      },
    },
    async ({ params: { id }, caller }, reply) => {
      const refusal = await eraseLead(context, id, caller);
      return refusal === null ? reply.code(204).send(null) : sendRefusal(reply, refusal);
    },
  );
  done();
};

/** Leads as they are known. */
const readingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/leads",
    {
      config: readers,
      schema: {
        summary: "List leads with both scores",
        tags,
        querystring: leadPageQuery,
        response: { 200: leadPageSchema, default: problemResponse },
      },
    },
    async ({ query: { sort: by, direction, limit, after, ...filter } }) => {
      const place = after === undefined ? null : { value: after[2], leadId: after[3] };
      const leads = await listLeads(context, filter, { by, direction }, limit + 1, place);
      const keyOf = (lead: SummarisedLead) => [by, direction, valueOf(lead, by), lead.leadId];
      return cutPage(leads, limit, keyOf, toListedAnswer);
    },
  );
  app.get(
    "/v1/leads/:id",
    {
      config: readers,
      schema: {
        summary: "Read a lead",
        tags,
        params: leadParams,
        response: { 200: leadAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const lead = await readLead(context, id);
      return lead instanceof Refusal ? sendRefusal(reply, lead) : toLeadAnswer(lead);
    },
  );
  done();
};

function valueOf({ updatedAt, scores }: SummarisedLead, by: LeadOrder["by"]): number | null {
  if (by === "updated") return updatedAt;
  return (by === "score" ? scores?.rules.score : scores?.model?.probability) ?? null;
}

export const leadRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(keepingRoutes, options);
  app.register(readingRoutes, options);
  done();
};
