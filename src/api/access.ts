import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendProblem } from "./problem.ts";

/** Who a caller may be. `local`: a program on this computer; others come with keys. */
export type Role = "local";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call this route. A route without it is refused when the service is built. */
    readonly roles?: readonly Role[];
  }
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly roles: readonly Role[];
}

/**
 * Lets every route be called only by the roles that it declares.
 *
 * @returns the routes, as they come to be declared
 * @throws RangeError where a route that is added later declares nobody
 */
export function guardRoutes(app: FastifyInstance): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  app.addHook("onRoute", ({ method, url, config }) => {
    const roles = config?.roles ?? [];
    if (roles.length === 0) throw new RangeError(`${url} does not declare who may call it`);
    for (const each of [method].flat()) routes.push({ method: each, url, roles });
  });
  app.addHook("onRequest", async (request, reply) => {
    const role = identifyCaller(request);
    const isRoute = !request.is404;
    if (role !== null && (!isRoute || request.routeOptions.config.roles?.includes(role))) return;
    return sendProblem(reply, {
      status: 403,
      code: "caller-refused",
      detail: "This service has no keys yet and answers only to programs on its own computer.",
      remedy: "Call it on that computer, by the name localhost or the address 127.0.0.1.",
    });
  });
  return routes;
}

/** Whether a host name can only mean this computer. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The name by which a caller calls counts too: a page from elsewhere may lead a browser on this
 * computer to this address, but only by a name of its own.
 */
function identifyCaller({ socket, host }: FastifyRequest): Role | null {
  const from = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return isLoopback(from) && isLoopback(name.toLowerCase()) ? "local" : null;
}
