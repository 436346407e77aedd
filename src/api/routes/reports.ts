import type { FastifyReply } from "fastify";
import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import type { Caller } from "../../workflows/access/caller.ts";
import { askPicture } from "../../workflows/comparing/ask-picture.ts";
import {
  askReport,
  type ReportAnswer,
  type ReportForm,
  type ReportTopic,
} from "../../workflows/training/ask-report.ts";
import { DEFAULT_SEED } from "../../workflows/training/report-basis.ts";
import {
  abReportQuery,
  abReportResponse,
  chooseForm,
  feedbackReportQuery,
  feedbackReportResponse,
  MEDIA_TYPES,
  makingSchema,
  pictureParams,
  pictureQuery,
  pictureResponse,
  reportQuery,
  reportResponse,
  toComparison,
} from "../contracts/reports.ts";
import { problemResponse, sendProblem, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const WAIT_MS = 25_000;
const RETRY_SECONDS = 5;

const config = { roles: ["revops", "sales", "data-science"] } as const;
const tags = ["reports"];
const MADE_ONCE =
  "It is made once for the same data; a first answer may be 202 with the job that makes it.";

/** Reports on what is stored. */
export const reportRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { context, reportWaitMs: waitMs = WAIT_MS } = options;
  const closing = new AbortController();
  const { signal } = closing;
  app.addHook("preClose", async () => closing.abort());
  const ask = async (
    caller: Caller,
    reply: FastifyReply,
    of: ReportTopic,
    query: WantedReport,
  ): Promise<FastifyReply> => {
    const { form, seed } = query;
    if (isOthers(caller, seed)) return sendProblem(reply, OTHER_SEED);
    const wish = { of, form, seed, comparison: toComparison(query), waitMs, signal };
    const answer = await askReport(context, caller, wish);
    return send(reply, answer, `${MEDIA_TYPES[form]}; charset=utf-8`);
  };
  app.get(
    "/v1/reports/ab",
    {
      config,
      schema: {
        summary: "Read which score is better, rules or model, and how sure that is",
        description: `Both scores on the same leads by the outcomes that came, experiments, and what the daily watch found. ${MADE_ONCE} What was stored in the last three seconds may be missing.`,
        tags,
        querystring: abReportQuery,
        response: { 200: abReportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query, headers, caller }, reply) =>
      ask(caller, reply, "ab", { ...query, form: query.format ?? chooseForm(headers.accept) }),
  );
  app.get(
    "/v1/reports/ab/pictures/:name",
    {
      config,
      schema: {
        summary: "Read one picture of the report of rules against model",
        description: `A drawing as SVG, such as gains.svg. ${MADE_ONCE}`,
        tags,
        params: pictureParams,
        querystring: pictureQuery,
        response: { 200: pictureResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ params: { name }, query, caller }, reply) => {
      const { seed, theme } = query;
      if (isOthers(caller, seed)) return sendProblem(reply, OTHER_SEED);
      const wish = { name, theme, seed, comparison: toComparison(query), waitMs, signal };
      return send(reply, await askPicture(context, caller, wish), "image/svg+xml; charset=utf-8");
    },
  );
  app.get(
    "/v1/reports/calibration",
    {
      config,
      schema: {
        summary: "Read what the lines of the live scorecard are worth by stored leads and outcomes",
        description: `The report of calibrate under the live scorecard. ${MADE_ONCE} What was stored in the last three seconds may be missing.`,
        tags,
        querystring: reportQuery,
        response: { 200: reportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query, headers, caller }, reply) =>
      ask(caller, reply, "calibration", {
        ...query,
        form: query.format ?? chooseForm(headers.accept),
      }),
  );
  app.get(
    "/v1/reports/feedback",
    {
      config,
      schema: {
        summary: "Read what sales said, set against rules, model and outcomes",
        description: MADE_ONCE,
        tags,
        querystring: feedbackReportQuery,
        response: { 200: feedbackReportResponse, 202: makingSchema, default: problemResponse },
      },
    },
    async ({ query, caller }, reply) =>
      ask(caller, reply, "feedback", { ...query, form: query.format }),
  );
  done();
};

type WantedReport = Parameters<typeof toComparison>[0] & {
  readonly form: ReportForm;
  readonly seed: number;
};

/** Whether a seed is none of the caller's. */
function isOthers({ role }: Caller, seed: number): boolean {
  return role === "sales" && seed !== DEFAULT_SEED;
}

function send(
  reply: FastifyReply,
  answer: ReportAnswer | Refusal,
  mediaType: string,
): FastifyReply {
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
    .type(mediaType)
    .serializer((text: unknown) => String(text))
    .send(answer.report.text);
}

const OTHER_SEED = {
  status: 403,
  code: "caller-refused",
  detail: "The role sales may not ask for a report of another seed.",
  remedy: "Leave seed out, or use a key of the role admin or revops or data-science.",
};
