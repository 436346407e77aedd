import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { askReport } from "../../workflows/training/ask-report.ts";
import {
  chooseForm,
  MEDIA_TYPES,
  makingSchema,
  reportQuery,
  reportResponse,
} from "../contracts/reports.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const WAIT_MS = 25_000;
const RETRY_SECONDS = 5;

/** The report on what is stored. */
export const reportRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { context, reportWaitMs = WAIT_MS } = options;
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  app.get(
    "/v1/reports/ab",
    {
      config: { roles: ["revops", "sales", "data-science"] },
      schema: {
        summary: "Read how rules and model do on the stored leads and outcomes",
        description:
          "The report of calibrate under the live scorecard. It is made once for the same data; a first answer may be 202 with the job that makes it.",
        tags: ["reports"],
        querystring: reportQuery,
        response: { 200: reportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query: { format, seed }, headers, caller }, reply) => {
      const form = format ?? chooseForm(headers.accept);
      const wanted = { form, seed, waitMs: reportWaitMs, signal: closing.signal };
      const answer = await askReport(context, caller, wanted);
      reply.header("vary", "accept").header("cache-control", "no-store");
      if (answer instanceof Refusal) return sendRefusal(reply, answer);
      if (answer.report === null)
        return reply
          .code(202)
          .header("location", `/v1/jobs/${answer.job}`)
          .header("retry-after", RETRY_SECONDS)
          .send({ job: answer.job });
      return reply
        .type(`${MEDIA_TYPES[form]}; charset=utf-8`)
        .serializer((text: unknown) => String(text))
        .send(answer.report.text);
    },
  );
  done();
};
