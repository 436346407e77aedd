import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { approveVersion, recordMeeting } from "../../workflows/versions/approve-version.ts";
import { dryRunPublishing } from "../../workflows/versions/dry-run.ts";
import { publishScorecard, rollBackScorecard } from "../../workflows/versions/publish-scorecard.ts";
import { readScorecardVersion } from "../../workflows/versions/read-versions.ts";
import { meetingSchema } from "../contracts/meetings.ts";
import {
  dryRunSchema,
  planSchema,
  publishingSchema,
  toDryRunAnswer,
} from "../contracts/publishing.ts";
import {
  publishedSchema,
  scorecardVersionSchema,
  toPublishedAnswer,
  toVersionAnswer,
} from "../contracts/scorecards.ts";
import { versionParams, writeTime } from "../contracts/versions.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["scorecards"];
const publishers = { roles: ["revops"] } as const;

/** Versions that come to score. */
const liveRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/scorecards/:slug/versions/:version/publish",
    {
      config: publishers,
      schema: {
        summary: "Make a version the one that scores, and have all leads scored by it",
        description:
          "A draft must be back-tested, drafted from what is live, with thresholds in order, and approved where that is asked for. With dryRun nothing is changed, and the events that it would cause are told.",
        tags,
        params: versionParams,
        body: publishingSchema,
        response: { 200: z.union([publishedSchema, dryRunSchema]), default: problemResponse },
      },
    },
    async ({ params, body: { dryRun, ...plan }, caller }, reply) => {
      const asked = { ...params, ...plan };
      if (dryRun === true) {
        const told = await dryRunPublishing(context, caller, asked);
        return told instanceof Refusal ? sendRefusal(reply, told) : toDryRunAnswer(told);
      }
      const published = await publishScorecard(context, caller, asked);
      return published instanceof Refusal
        ? sendRefusal(reply, published)
        : toPublishedAnswer(published);
    },
  );
  app.post(
    "/v1/scorecards/:slug/versions/:version/rollback",
    {
      config: publishers,
      schema: {
        summary: "Make a version that was published before the one that scores again",
        description:
          "It needs nothing and may be done at any time. Where events of what it undoes are still held, drop its own.",
        tags,
        params: versionParams,
        body: planSchema,
        response: { 200: publishedSchema, default: problemResponse },
      },
    },
    async ({ params, body, caller }, reply) => {
      const published = await rollBackScorecard(context, caller, { ...params, ...body });
      return published instanceof Refusal
        ? sendRefusal(reply, published)
        : toPublishedAnswer(published);
    },
  );
  done();
};

/** What people say of a version. */
const agreeingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    "/v1/scorecards/:slug/versions/:version/approve",
    {
      config: publishers,
      schema: {
        summary: "Approve a draft as a second person",
        tags,
        params: versionParams,
        response: { 200: scorecardVersionSchema, default: problemResponse },
      },
    },
    async ({ params, caller }, reply) => {
      const approved = await approveVersion(context, caller, params);
      if (approved instanceof Refusal) return sendRefusal(reply, approved);
      const read = await readScorecardVersion(context, params);
      return read instanceof Refusal ? sendRefusal(reply, read) : toVersionAnswer(read);
    },
  );
  app.put(
    "/v1/scorecards/:slug/versions/:version/meeting",
    {
      config: publishers,
      schema: {
        summary: "Write down who from sales and marketing agreed to a version when they met",
        tags,
        params: versionParams,
        body: meetingSchema,
        response: { 200: scorecardVersionSchema, default: problemResponse },
      },
    },
    async ({ params, body: { heldAt, attendees, note = null }, caller }, reply) => {
      const meeting = { heldAt: writeTime(heldAt), attendees, note };
      const kept = await recordMeeting(context, caller, { ...params, ...meeting });
      if (kept instanceof Refusal) return sendRefusal(reply, kept);
      const read = await readScorecardVersion(context, params);
      return read instanceof Refusal ? sendRefusal(reply, read) : toVersionAnswer(read);
    },
  );
  done();
};

export const publishingRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(liveRoutes, options);
  app.register(agreeingRoutes, options);
  done();
};
