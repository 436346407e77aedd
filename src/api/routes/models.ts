import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import {
  startStoredTraining,
  startUploadTraining,
} from "../../workflows/training/start-training.ts";
import { compareModels } from "../../workflows/versions/compare-versions.ts";
import { modelComparisonSchema } from "../../workflows/versions/compared-figures.ts";
import { compareWithLive } from "../../workflows/versions/model-comparison.ts";
import { promoteModel } from "../../workflows/versions/promote-model.ts";
import {
  listModels,
  listModelVersions,
  readCalibration,
  readModel,
  readModelVersion,
} from "../../workflows/versions/read-versions.ts";
import {
  calibrationSchema,
  modelDiffSchema,
  modelLineageSchema,
  modelPageSchema,
  modelVersionPageSchema,
  modelVersionSchema,
  promotedSchema,
  startedSchema,
  toModelAnswer,
  toPromotedAnswer,
  toSummaryAnswer,
  toVersionAnswer,
  trainingSchema,
} from "../contracts/models.ts";
import { cutPage } from "../contracts/paging.ts";
import { planSchema } from "../contracts/publishing.ts";
import {
  diffQuery,
  slugPageQuery,
  slugParams,
  versionPageQuery,
  versionParams,
} from "../contracts/versions.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";
import { acceptUploads, readUpload, UPLOAD_FORM } from "../training-upload.ts";

const tags = ["models"];
const readers = { roles: ["revops", "sales", "data-science", "integration"] } as const;
const trainers = { roles: ["data-science", "revops"] } as const;
const promoters = { roles: ["revops"] } as const;

const UPLOADING =
  "As multipart/form-data it takes an export in place of what is stored, at most 64 MiB together. A scorecard in it that is new becomes a draft; one that data science sends, in a lineage `uploaded-…`.";

/** Models that are trained. */
const trainingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/models",
    {
      config: { ...trainers, formData: UPLOAD_FORM },
      preValidation: readUpload,
      schema: {
        summary: "Train a model, which becomes a candidate",
        description: UPLOADING,
        tags,
        body: trainingSchema,
        response: { 202: startedSchema, default: problemResponse },
      },
    },
    async ({ body, caller, uploads }, reply) => {
      const { from, scorecard, ...settings } = body;
      const job =
        from === "stored"
          ? await startStoredTraining(context, caller, { settings, scorecard })
          : await startUploadTraining(context, caller, {
              settings,
              scorecard,
              files: uploads ?? [],
              ownLineage: caller.role === "data-science",
            });
      if (job instanceof Refusal) return sendRefusal(reply, job);
      return reply.code(202).header("location", `/v1/jobs/${job}`).send({ job });
    },
  );
  done();
};

/** Models that are promoted. */
const promotingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/models/:slug/versions/:version/promote",
    {
      config: promoters,
      schema: {
        summary: "Make a model the one that scores beside the live scorecard, whose lines it fits",
        description: "Promoting an earlier version again undoes a later one.",
        tags,
        params: versionParams,
        body: planSchema,
        response: { 200: promotedSchema, default: problemResponse },
      },
    },
    async ({ params, body, caller }, reply) => {
      const promoted = await promoteModel(context, caller, { ...params, ...body });
      return promoted instanceof Refusal
        ? sendRefusal(reply, promoted)
        : toPromotedAnswer(promoted);
    },
  );
  done();
};

/** Models as they are kept. */
const readingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/models",
    {
      config: readers,
      schema: {
        summary: "List models",
        tags,
        querystring: slugPageQuery,
        response: { 200: modelPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after } }) => {
      const found = await listModels(context, { after, limit: limit + 1 });
      return cutPage(found, limit, ({ slug }) => [slug], toModelAnswer);
    },
  );
  app.get(
    "/v1/models/:slug",
    {
      config: readers,
      schema: {
        summary: "Read which versions of a model there are and which scores",
        tags,
        params: slugParams,
        response: { 200: modelLineageSchema, default: problemResponse },
      },
    },
    async ({ params: { slug } }, reply) => {
      const found = await readModel(context, slug);
      return found instanceof Refusal ? sendRefusal(reply, found) : toModelAnswer(found);
    },
  );
  app.get(
    "/v1/models/:slug/versions",
    {
      config: readers,
      schema: {
        summary: "List the versions of a model, the newest first",
        tags,
        params: slugParams,
        querystring: versionPageQuery,
        response: { 200: modelVersionPageSchema, default: problemResponse },
      },
    },
    async ({ params: { slug }, query: { limit, after } }, reply) => {
      const found = await listModelVersions(context, slug, { before: after, limit: limit + 1 });
      if (found instanceof Refusal) return sendRefusal(reply, found);
      return cutPage(found, limit, ({ version }) => [version], toSummaryAnswer);
    },
  );
  done();
};

/** Single versions, and two side by side. */
const versionRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/models/:slug/versions/:version",
    {
      config: readers,
      schema: {
        summary: "Read a version of a model",
        tags,
        params: versionParams,
        response: { 200: modelVersionSchema, default: problemResponse },
      },
    },
    async ({ params }, reply) => {
      const found = await readModelVersion(context, params);
      return found instanceof Refusal ? sendRefusal(reply, found) : toVersionAnswer(found);
    },
  );
  app.get(
    "/v1/models/:slug/versions/:version/calibration",
    {
      config: readers,
      schema: {
        summary: "Read every figure of the calibration that a model came from",
        tags,
        params: versionParams,
        response: { 200: calibrationSchema, default: problemResponse },
      },
    },
    async ({ params }, reply) => {
      const found = await readCalibration(context, params);
      return found instanceof Refusal ? sendRefusal(reply, found) : { ...found };
    },
  );
  app.get(
    "/v1/models/:slug/versions/:version/comparison",
    {
      config: readers,
      schema: {
        summary: "Hold a model against the one that scores, on deals that neither learnt from",
        tags,
        params: versionParams,
        response: { 200: modelComparisonSchema, default: problemResponse },
      },
    },
    async ({ params }, reply) => {
      const found = await compareWithLive(context, params);
      return found instanceof Refusal ? sendRefusal(reply, found) : found;
    },
  );
  app.get(
    "/v1/models/:slug/diff",
    {
      config: readers,
      schema: {
        summary: "Lay two versions of a model side by side",
        tags,
        params: slugParams,
        querystring: diffQuery,
        response: { 200: modelDiffSchema, default: problemResponse },
      },
    },
    async ({ params: { slug }, query: { from, to } }, reply) => {
      const diff = await compareModels(context, { slug, from, to });
      if (diff instanceof Refusal) return sendRefusal(reply, diff);
      return { slug, from, to, ...diff, lines: [...diff.lines] };
    },
  );
  done();
};

export const modelRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(async (scope) => {
    await acceptUploads(scope);
    await scope.register(trainingRoutes, options);
  });
  app.register(promotingRoutes, options);
  app.register(readingRoutes, options);
  app.register(versionRoutes, options);
  done();
};
