import { Readable } from "node:stream";
import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import type { Context } from "../../workflows/context.ts";
import { askRescore, followJob, listJobs, readJob } from "../../workflows/working/jobs.ts";
import {
  jobAnswerSchema,
  jobPageQuery,
  jobPageSchema,
  jobParams,
  toJobAnswer,
} from "../contracts/jobs.ts";
import { cutPage } from "../contracts/paging.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const tags = ["jobs"];
const config = { roles: ["revops", "data-science"] } as const;
const params = jobParams;

/** Long work: what there is, how far it has come, and how it ended. */
export const jobRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, { context }, done) => {
  app.get(
    "/v1/jobs",
    {
      config,
      schema: {
        summary: "List jobs, newest first",
        tags,
        querystring: jobPageQuery,
        response: { 200: jobPageSchema, default: problemResponse },
      },
    },
    async ({ query: { limit, after, kind, state } }) => {
      const jobs = await listJobs(context, { kind, state, before: after }, limit + 1);
      return cutPage(jobs, limit, ({ id }) => [id], toJobAnswer);
    },
  );
  app.get(
    "/v1/jobs/:id",
    {
      config,
      schema: {
        summary: "Read a job",
        tags,
        params,
        response: { 200: jobAnswerSchema, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const job = await readJob(context, id);
      return job instanceof Refusal ? sendRefusal(reply, job) : toJobAnswer(job);
    },
  );
  app.post(
    "/v1/jobs/rescore",
    {
      config: { roles: ["revops"] },
      schema: {
        summary: "Score all leads again, as of now",
        description: "This happens by itself each day, at midnight UTC.",
        tags,
        response: { 202: jobAnswerSchema, default: problemResponse },
      },
    },
    async ({ caller }, reply) =>
      reply.code(202).send(toJobAnswer(await askRescore(context, caller))),
  );
  app.register(followRoutes, { context });
  done();
};

const EVENTS = {
  description: "Events `progress`, then one event `done` or `failed`; each holds the whole job.",
  content: { "text/event-stream": { schema: z.string() } },
};

const followRoutes: FastifyPluginCallbackZod<Pick<ServiceOptions, "context">> = (
  app,
  { context },
  done,
) => {
  const closing = new AbortController();
  app.addHook("preClose", (done) => {
    closing.abort();
    done();
  });
  app.get(
    "/v1/jobs/:id/events",
    {
      config,
      schema: {
        summary: "Follow a job as it goes on",
        description:
          "Server-sent events. The first tells the job as it is, so whoever comes again need not say what it saw last.",
        tags,
        params,
        response: { 200: EVENTS, default: problemResponse },
      },
    },
    async ({ params: { id } }, reply) => {
      const job = await readJob(context, id);
      if (job instanceof Refusal) return sendRefusal(reply, job);
      const gone = new AbortController();
      const signal = AbortSignal.any([closing.signal, gone.signal]);
      const events = Readable.from(writeEvents(context, id, signal));
      reply.raw.once("close", () => gone.abort());
      return reply
        .header("content-type", "text/event-stream; charset=utf-8")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no")
        .send(events as never);
    },
  );
  done();
};

const QUIET_MS = 15_000;

/** Comments keep proxies from taking a quiet line for a dead one. */
async function* writeEvents(
  context: Context,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const job of followJob(context, id, { quietMs: QUIET_MS, signal })) {
    if (job === null) yield ": still here\n\n";
    else {
      const event = job.state === "done" || job.state === "failed" ? job.state : "progress";
      yield `event: ${event}\ndata: ${JSON.stringify(toJobAnswer(job))}\n\n`;
    }
  }
}
