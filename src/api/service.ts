import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import { type DeclaredRoute, guardRoutes } from "./access.ts";
import { describeError, sendProblem } from "./problem.ts";
import { pageRoutes } from "./routes/pages.ts";
import { scoreRoutes } from "./routes/score.ts";
import { upkeepRoutes } from "./routes/upkeep.ts";
import type { ServiceOptions } from "./service-options.ts";

export interface Service {
  readonly app: FastifyInstance;
  readonly routes: readonly DeclaredRoute[];
}

const BODY_LIMIT_BYTES = 1 << 20;
const REQUEST_LIMIT_MS = 30_000;

/** The HTTP service, ready to be asked, but not yet listening. It logs no requests. */
export async function buildService(options: ServiceOptions): Promise<Service> {
  const answerError = (error: unknown, _: FastifyRequest, reply: FastifyReply) => {
    const said = describeError(error);
    if (said !== null) return sendProblem(reply, said);
    options.onFault(error);
    return sendProblem(reply, FAULT);
  };
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: answerError,
  });
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.removeContentTypeParser("text/plain");
  await app.register(helmet, HEADERS);
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: INFO },
    transform: jsonSchemaTransform,
  });
  const routes = guardRoutes(app);
  app.setNotFoundHandler((request, reply) => answerUnknown(routes, request, reply));
  await app.register(scoreRoutes, options);
  await app.register(pageRoutes, options);
  await app.register(upkeepRoutes);
  await app.ready();
  return { app, routes };
}

const INFO = {
  title: "Counterweight",
  description: "Scores leads by a scorecard's rules and by a model that learnt from closed deals.",
  version: "1",
};

/** The pages have styles and pictures of their own and no scripts; all comes from this service. */
const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      imgSrc: ["data:"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: "deny" },
  // The service speaks plain HTTP on this computer; a promise of HTTPS would lock people out.
  strictTransportSecurity: false,
} as const;

const FAULT = {
  status: 500,
  code: "fault",
  detail: "The service has failed at this; the fault is its own, not the request's.",
  remedy: "Look at what it wrote where it was started, and report it.",
};

/** An address that is not there, or one that is there by other methods. */
function answerUnknown(
  routes: readonly DeclaredRoute[],
  { url }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = url.replace(/\?.*$/s, "").replace(/(?<=.)\/$/, "");
  const methods = routes.filter((route) => route.url === path).map(({ method }) => method);
  if (methods.length === 0)
    return sendProblem(reply, {
      status: 404,
      code: "address-unknown",
      detail: "There is nothing at this address.",
      remedy: "GET / names the addresses of this service.",
    });
  return sendProblem(reply.header("allow", methods.join(", ")), {
    status: 405,
    code: "method-unsupported",
    detail: "This address takes other methods.",
    remedy: `Use ${methods.join(" or ")}.`,
  });
}
