import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { createCallers } from "../workflows/access/callers.ts";
import { isDatabaseAway, isDeadlock, measureBacklog } from "../workflows/upkeep.ts";
import { type DeclaredRoute, guardRoutes } from "./access.ts";
import { answerClientError } from "./client-errors.ts";
import { closeAfterLastAnswer } from "./plugins/closing.ts";
import { DOCS, describeService, showDocumentation } from "./plugins/documentation.ts";
import { setHeaders } from "./plugins/headers.ts";
import { identify } from "./plugins/identity.ts";
import { readJsonBodies } from "./plugins/json-body.ts";
import { shedLoad } from "./plugins/load-shedding.ts";
import { type Metrics, measureRequests } from "./plugins/metrics.ts";
import { countRequests } from "./plugins/rate-limit.ts";
import { describeError, sendProblem } from "./problem.ts";
import { activityRoutes } from "./routes/activities.ts";
import { auditRoutes } from "./routes/audit.ts";
import { backTestRoutes } from "./routes/back-tests.ts";
import { decisionRoutes } from "./routes/decisions.ts";
import { eventRoutes } from "./routes/events.ts";
import { experimentRoutes } from "./routes/experiments.ts";
import { feedbackRoutes } from "./routes/feedback.ts";
import { handoverRoutes } from "./routes/handovers.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { keyRoutes } from "./routes/keys.ts";
import { leadScoreRoutes } from "./routes/lead-scores.ts";
import { leadRoutes } from "./routes/leads.ts";
import { listeningSettingsRoutes } from "./routes/listening-settings.ts";
import { modelRoutes } from "./routes/models.ts";
import { outcomeRoutes } from "./routes/outcomes.ts";
import { pageRoutes } from "./routes/pages.ts";
import { peopleRoutes } from "./routes/people.ts";
import { publicationRoutes } from "./routes/publications.ts";
import { publishingRoutes } from "./routes/publishing.ts";
import { queueRoutes } from "./routes/queue.ts";
import { recommendationRoutes } from "./routes/recommendations.ts";
import { reportRoutes } from "./routes/reports.ts";
import { scoreRoutes } from "./routes/score.ts";
import { scorecardRoutes } from "./routes/scorecards.ts";
import { sessionRoutes } from "./routes/session.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { upkeepRoutes } from "./routes/upkeep.ts";
import { watchRoutes } from "./routes/watch.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import type { AccessOptions, ServiceOptions } from "./service-options.ts";
import { answerUnknown } from "./unknown-address.ts";

export interface Service {
  readonly app: FastifyInstance;
  readonly routes: readonly DeclaredRoute[];
}

const BODY_LIMIT_BYTES = 1 << 20;
const REQUEST_LIMIT_MS = 30_000;
/** Characters of an id in an address: 200, each of which may be written as nine. */
const LONGEST_ID = 1800;
const REQUESTS_PER_MINUTE = 6000;
const MOST_DELAY_MS = 1000;
const RETRY_SECONDS = 2;

/** The HTTP service, ready to be asked, but not yet listening. It logs no requests. */
export async function buildService(options: ServiceOptions): Promise<Service> {
  const { context, requestsPerMinute = REQUESTS_PER_MINUTE, mostDelayMs = MOST_DELAY_MS } = options;
  const app = makeApp(options);
  closeAfterLastAnswer(app);
  await shedLoad(app, mostDelayMs);
  await setHeaders(app);
  await app.register(cookie, { hook: false });
  await describeService(app);
  const metrics = measureRequests(app, () => measureBacklog(context));
  const callers = createCallers(context);
  const routes = guardRoutes(app, {
    identify: (request) => identify(callers, request),
    limit: await countRequests(app, requestsPerMinute),
    publicPrefix: DOCS,
  });
  app.setNotFoundHandler((request, reply) => answerUnknown(routes, request, reply));
  await showDocumentation(app);
  await registerRoutes(app, { ...options, callers, metrics });
  await app.ready();
  return { app, routes };
}

function makeApp({ onFault, proxies = [] }: ServiceOptions): FastifyInstance {
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const said = describeError(error);
    if (said !== null) return sendProblem(reply, said);
    if (isDeadlock(error))
      return sendProblem(reply.header("retry-after", RETRY_SECONDS), CONTENDED);
    onFault(error, `${request.method} ${request.routeOptions?.url ?? "elsewhere"}`);
    return sendProblem(reply, isDatabaseAway(error) ? DATABASE_AWAY : FAULT);
  };
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_ID },
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
    // A proxy that is known is believed for whom it asks, and whether by https.
    trustProxy: ["loopback", ...proxies],
    // Requests that are under way when the service is stopped are answered, and the last on their line.
    return503OnClosing: false,
  });
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.removeContentTypeParser("text/plain");
  readJsonBodies(app);
  return app;
}

interface RouteOptions extends AccessOptions {
  readonly metrics: Metrics;
}

async function registerRoutes(app: FastifyInstance, options: RouteOptions): Promise<void> {
  await app.register(scoreRoutes, options);
  await app.register(leadRoutes, options);
  await app.register(leadScoreRoutes, options);
  await app.register(activityRoutes, options);
  await app.register(outcomeRoutes, options);
  await app.register(eventRoutes, options);
  await app.register(pageRoutes, options);
  await app.register(upkeepRoutes, options);
  await app.register(keyRoutes, options);
  await app.register(peopleRoutes, options);
  await app.register(sessionRoutes, options);
  await app.register(auditRoutes, options);
  await app.register(webhookRoutes, options);
  await app.register(handoverRoutes, options);
  await app.register(settingsRoutes, options);
  await app.register(listeningSettingsRoutes, options);
  await app.register(feedbackRoutes, options);
  await app.register(queueRoutes, options);
  await app.register(scorecardRoutes, options);
  await app.register(decisionRoutes, options);
  await app.register(publishingRoutes, options);
  await app.register(publicationRoutes, options);
  await app.register(backTestRoutes, options);
  await app.register(modelRoutes, options);
  await app.register(reportRoutes, options);
  await app.register(recommendationRoutes, options);
  await app.register(experimentRoutes, options);
  await app.register(watchRoutes, options);
  await app.register(jobRoutes, options);
}

const CONTENDED = {
  status: 503,
  code: "overloaded",
  detail: "Too many requests change the same at once.",
  remedy:
    "Wait for the seconds that retry-after names, then send it again: nothing of it was kept.",
};

const DATABASE_AWAY = {
  status: 503,
  code: "database-unavailable",
  detail: "The service cannot reach its database.",
  remedy: "Ask again in a while; where it lasts, see whether the database runs.",
};

const FAULT = {
  status: 500,
  code: "fault",
  detail: "The service has failed at this; the fault is its own, not the request's.",
  remedy: "Look at what it wrote where it was started, and report it.",
};
