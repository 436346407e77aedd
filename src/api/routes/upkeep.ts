import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { findObstacle } from "../../workflows/upkeep.ts";
import { answerAlways } from "../plugins/load-shedding.ts";
import type { Metrics } from "../plugins/metrics.ts";
import { problemResponse, sendProblem } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

interface UpkeepOptions extends ServiceOptions {
  readonly metrics: Metrics;
}

const tags = ["upkeep"];
const RETRY_SECONDS = 2;

/** What programs ask of a service before they use it, and while they do. */
export const upkeepRoutes: FastifyPluginCallbackZod<UpkeepOptions> = (app, options, done) => {
  const { context, metrics } = options;
  app.get(
    "/healthz",
    {
      config: { roles: ["public"], ...answerAlways },
      schema: {
        summary: "Whether the service is up",
        tags,
        response: { 200: z.strictObject({ status: z.literal("up") }) },
      },
    },
    async () => ({ status: "up" as const }),
  );
  app.get(
    "/readyz",
    {
      config: { roles: ["public"] },
      schema: {
        summary: "Whether the service can do its work: the database answers and is up to date",
        tags,
        response: { 200: z.strictObject({ status: z.literal("ready") }), default: problemResponse },
      },
    },
    async (_, reply) => {
      const detail = await findObstacle(context);
      if (detail === null) return { status: "ready" as const };
      return sendProblem(reply.header("retry-after", RETRY_SECONDS), { ...NOT_READY, detail });
    },
  );
  app.get(
    "/metrics",
    {
      config: { roles: ["integration"], ...answerAlways },
      schema: {
        summary: "Measures for Prometheus",
        tags,
        response: {
          200: {
            description: "In Prometheus' text format.",
            content: { "text/plain": { schema: z.string() } },
          },
          default: problemResponse,
        },
      },
      serializerCompiler: () => (text) => text as string,
    },
    async (_, reply) => {
      reply.type(metrics.contentType);
      return metrics.render();
    },
  );
  app.get("/openapi.json", { config: { roles: ["public"] }, schema: { hide: true } }, (_, reply) =>
    reply.send(app.swagger()),
  );
  done();
};

const NOT_READY = {
  status: 503,
  code: "not-ready",
  remedy: "Wait a little; where it lasts, look at DATABASE_URL and run counterweight migrate.",
};
