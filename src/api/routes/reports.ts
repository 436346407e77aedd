import type { FastifyReply } from "fastify";
import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import type { Caller } from "../../workflows/access/caller.ts";
import { askReport, type ReportWish } from "../../workflows/training/ask-report.ts";
import { DEFAULT_SEED } from "../../workflows/training/report-basis.ts";
import {
  chooseForm,
  feedbackReportQuery,
  feedbackReportResponse,
  MEDIA_TYPES,
  makingSchema,
  reportQuery,
  reportResponse,
} from "../contracts/reports.ts";
import { problemResponse, sendProblem, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const WAIT_MS = 25_000;
const RETRY_SECONDS = 5;

const config = { roles: ["revops", "sales", "data-science"] } as const;
const tags = ["reports"];

/** Reports on what is stored. */
export const reportRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { context, reportWaitMs = WAIT_MS } = options;
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  const ask = async (
    caller: Caller,
    reply: FastifyReply,
    { of, form, seed }: Required<Pick<ReportWish, "of" | "form" | "seed">>,
  ): Promise<FastifyReply> => {
    if (caller.role === "sales" && seed !== DEFAULT_SEED) return sendProblem(reply, OTHER_SEED);
    const wanted = { of, form, seed, waitMs: reportWaitMs, signal: closing.signal };
    const answer = await askReport(context, caller, wanted);
    reply.header("vary", "accept").header("cache-control", "no-store");
    if (answer instanceof Refusal) {
      if (answer.code === "jobs-too-many") reply.header("retry-after", RETRY_SECONDS);
      return sendRefusal(reply, answer);
    }
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
  };
  app.get(
    "/v1/reports/ab",
    {
      config,
      schema: {
        summary: "Read how rules and model do on the stored leads and outcomes",
        description:
          "The report of calibrate under the live scorecard. It is made once for the same data; a first answer may be 202 with the job that makes it. What was stored in the last three seconds may be missing.",
        tags,
        querystring: reportQuery,
        response: { 200: reportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query: { format, seed }, headers, caller }, reply) =>
      ask(caller, reply, { of: "ab", form: format ?? chooseForm(headers.accept), seed }),
  );
  app.get(
    "/v1/reports/feedback",
    {
      config,
      schema: {
        summary: "Read what sales said, set against rules, model and outcomes",
        description:
          "It is made once for the same data; a first answer may be 202 with the job that makes it.",
        tags,
        querystring: feedbackReportQuery,
        response: { 200: feedbackReportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query: { format, seed }, caller }, reply) =>
      ask(caller, reply, { of: "feedback", form: format, seed }),
  );
  done();
};

const OTHER_SEED = {
  status: 403,
  code: "caller-refused",
  detail: "The role sales may not ask for a report of another seed.",
  remedy: "Leave seed out, or use a key of the role admin or revops or data-science.",
};
