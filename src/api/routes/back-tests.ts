import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { askBackTest, readBackTest } from "../../workflows/back-testing/ask-back-test.ts";
import { createWhatIf } from "../../workflows/back-testing/what-if.ts";
import {
  backTestSchema,
  loadingSchema,
  startedSchema,
  toBackTestAnswer,
  toWhatIfAnswer,
  whatIfAnswerSchema,
  whatIfSchema,
} from "../contracts/back-tests.ts";
import { versionParams } from "../contracts/versions.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

// Whoever may call these may read leads too: GET /v1/leads.
const config = { roles: ["revops", "data-science"] } as const;
const url = "/v1/scorecards/:slug/versions/:version/back-test";
const tags = ["scorecards"];

const WAIT_MS = 8_000;
const RETRY_SECONDS = 1;

/** What a version would do with all that is stored. */
const storedRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.post(
    url,
    {
      config,
      schema: {
        summary: "Have a version held against what is live, on all stored leads and closed deals",
        tags,
        params: versionParams,
        response: { 202: startedSchema, default: problemResponse },
      },
    },
    async ({ params, caller }, reply) => {
      const job = await askBackTest(context, caller, params);
      if (job instanceof Refusal) return sendRefusal(reply, job);
      return reply.code(202).header("location", `/v1/jobs/${job}`).send({ job });
    },
  );
  app.get(
    url,
    {
      config,
      schema: {
        summary: "Read what the last back-test of a version gave",
        tags,
        params: versionParams,
        response: { 200: backTestSchema, default: problemResponse },
      },
    },
    async ({ params }, reply) => {
      const told = await readBackTest(context, params);
      return told instanceof Refusal ? sendRefusal(reply, told) : toBackTestAnswer(told);
    },
  );
  done();
};

/** What changes would do, while they are being made. */
const whatIfRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { context, whatIfWaitMs = WAIT_MS } = options;
  const whatIf = createWhatIf(context.database.url);
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  app.addHook("onClose", () => whatIf.close());
  app.post(
    "/v1/what-if",
    {
      config,
      schema: {
        summary: "Read what other points, weights or cuts would do, at once",
        description:
          "The figures of a back-test, from doses that are held in memory. The first question has them read, and may be answered with 202; ask again then.",
        tags,
        body: whatIfSchema,
        response: { 200: whatIfAnswerSchema, 202: loadingSchema, default: problemResponse },
      },
    },
    async ({ body: { basedOn = null, doses, ...changes } }, reply) => {
      if (doses !== undefined) return sendRefusal(reply, OTHER_DOSES);
      const patience = { waitMs: whatIfWaitMs, signal: closing.signal };
      const answer = await whatIf.ask({ basedOn, changes }, patience);
      if (answer instanceof Refusal) return sendRefusal(reply, answer);
      if ("loading" in answer)
        return reply.code(202).header("retry-after", RETRY_SECONDS).send(answer);
      return reply.send(toWhatIfAnswer(answer));
    },
  );
  done();
};

const OTHER_DOSES = new Refusal(
  "option-invalid",
  "Other rules of dosing cannot be tried at once: every lead would have to be dosed anew.",
  "Keep them as a draft (POST /v1/scorecards) and back-test it (POST /v1/scorecards/{slug}/versions/{version}/back-test).",
  [{ where: "/doses", reason: "expected only points, stars, weights, thresholds and matrix" }],
);

export const backTestRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  app.register(storedRoutes, options);
  app.register(whatIfRoutes, options);
  done();
};
