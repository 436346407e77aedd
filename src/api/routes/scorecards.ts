import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { compareScorecards } from "../../workflows/versions/compare-versions.ts";
import { draftScorecard } from "../../workflows/versions/draft-scorecard.ts";
import {
  listScorecards,
  listScorecardVersions,
  readScorecard,
  readScorecardVersion,
} from "../../workflows/versions/read-versions.ts";
import { cutPage } from "../contracts/paging.ts";
import {
  newScorecardSchema,
  scorecardDiffSchema,
  scorecardLineageSchema,
  scorecardPageSchema,
  scorecardVersionPageSchema,
  scorecardVersionSchema,
  toScorecardAnswer,
  toSummaryAnswer,
  toVersionAnswer,
} from "../contracts/scorecards.ts";
import {
  diffQuery,
  slugPageQuery,
  slugParams,
  versionPageQuery,
  versionParams,
} from "../contracts/versions.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["scorecards"];
const readers = { roles: ["revops", "sales", "data-science", "integration"] } as const;
const writers = { roles: ["revops"] } as const;

/** Scorecards that are drafted. */
const draftingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/scorecards",
    {
      config: writers,
      schema: {
        summary: "Keep a scorecard as the next version of its lineage, a draft",
        tags,
        body: newScorecardSchema,
        response: { 201: scorecardVersionSchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const draft = await draftScorecard(context, caller, body);
      if (draft instanceof Refusal) return sendRefusal(reply, draft);
      const read = await readScorecardVersion(context, draft);
      if (read instanceof Refusal) return sendRefusal(reply, read);
      const location = `/v1/scorecards/${draft.slug}/versions/${draft.version}`;
      return reply.code(201).header("location", location).send(toVersionAnswer(read));
    },
  );
  done();
};

/** Scorecards as they are kept. */
const readingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/scorecards",
    {
      config: readers,
      schema: {
        summary: "List scorecards",
        tags,
        querystring: slugPageQuery,
        response: { 200: scorecardPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after } }) => {
      const found = await listScorecards(context, { after, limit: limit + 1 });
      return cutPage(found, limit, ({ slug }) => [slug], toScorecardAnswer);
    },
  );
  app.get(
    "/v1/scorecards/:slug",
    {
      config: readers,
      schema: {
        summary: "Read which versions of a scorecard there are and which scores",
        tags,
        params: slugParams,
        response: { 200: scorecardLineageSchema, default: problemResponse },
      },
    },
    async ({ params: { slug } }, reply) => {
      const found = await readScorecard(context, slug);
      return found instanceof Refusal ? sendRefusal(reply, found) : toScorecardAnswer(found);
    },
  );
  app.get(
    "/v1/scorecards/:slug/versions",
    {
      config: readers,
      schema: {
        summary: "List the versions of a scorecard, the newest first",
        tags,
        params: slugParams,
        querystring: versionPageQuery,
        response: { 200: scorecardVersionPageSchema, default: problemResponse },
      },
    },
    async ({ params: { slug }, query: { limit, after } }, reply) => {
      const page = { before: after, limit: limit + 1 };
      const found = await listScorecardVersions(context, slug, page);
      if (found instanceof Refusal) return sendRefusal(reply, found);
      return cutPage(found, limit, ({ version }) => [version], toSummaryAnswer);
    },
  );
  done();
};

/** Single versions, and two side by side. */
const versionRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/scorecards/:slug/versions/:version",
    {
      config: readers,
      schema: {
        summary: "Read a version of a scorecard",
        tags,
        params: versionParams,
        response: { 200: scorecardVersionSchema, default: problemResponse },
      },
    },
    async ({ params }, reply) => {
      const found = await readScorecardVersion(context, params);
      return found instanceof Refusal ? sendRefusal(reply, found) : toVersionAnswer(found);
    },
  );
  app.get(
    "/v1/scorecards/:slug/diff",
    {
      config: readers,
      schema: {
        summary: "Read what changed from one version of a scorecard to another",
        tags,
        params: slugParams,
        querystring: diffQuery,
        response: { 200: scorecardDiffSchema, default: problemResponse },
      },
    },
    async ({ params: { slug }, query: { from, to } }, reply) => {
      const changes = await compareScorecards(context, { slug, from, to });
      return changes instanceof Refusal
        ? sendRefusal(reply, changes)
        : { slug, from, to, changes: [...changes] };
    },
  );
  done();
};

export const scorecardRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(draftingRoutes, options);
  app.register(readingRoutes, options);
  app.register(versionRoutes, options);
  done();
};
