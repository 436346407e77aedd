import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller, Role } from "../workflows/access/caller.ts";
import { sendProblem } from "./problem.ts";

/** Who may call a route: roles, or `public` for everybody. An admin may call every route. */
export type Access = Role | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call this route. A route without it is refused when the service is built. */
    readonly roles?: readonly Access[];
  }
  interface FastifyRequest {
    /** Who calls; only public routes may be called by nobody. */
    caller: Caller;
  }
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly roles: readonly Access[];
}

interface Guard {
  /** Who calls; null where the request does not say, or says it wrongly. */
  readonly identify: (request: FastifyRequest) => Promise<Caller | "cross-site" | null>;
  /** Seconds after which a caller who asks too often may ask again; null for all others. */
  readonly limit: (request: FastifyRequest) => Promise<number | null>;
  /** Beneath it stand the pages of a plugin that cannot declare who may call them: everybody. */
  readonly publicPrefix: string;
}

/**
 * Lets every route be called only by the roles that it declares, and by nobody too often.
 *
 * @returns the routes, as they come to be declared
 * @throws RangeError where a route that is added later declares nobody
 */
export function guardRoutes(app: FastifyInstance, guard: Guard): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  app.decorateRequest("caller");
  app.addHook("onRoute", (route) => {
    const isOpen =
      route.url === guard.publicPrefix || route.url.startsWith(`${guard.publicPrefix}/`);
    const roles = route.config?.roles ?? (isOpen ? (["public"] as const) : []);
    if (roles.length === 0) throw new RangeError(`${route.url} does not declare who may call it`);
    route.config = { ...route.config, roles };
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, roles });
  });
  app.addHook("onRequest", async (request, reply) => {
    // An address that is not there has no roles.
    const roles = request.routeOptions.config.roles ?? ["public"];
    const isPublic = roles.includes("public");
    const caller = isPublic ? null : await guard.identify(request);
    if (caller !== null && caller !== "cross-site") request.caller = caller;
    const seconds = await guard.limit(request);
    if (seconds !== null) return sendProblem(reply.header("retry-after", seconds), TOO_OFTEN);
    return isPublic ? undefined : admit(caller, roles, reply);
  });
  return routes;
}

function admit(
  caller: Caller | "cross-site" | null,
  roles: readonly Access[],
  reply: FastifyReply,
): FastifyReply | undefined {
  if (caller === null) return sendProblem(reply.header("www-authenticate", "Bearer"), UNKNOWN);
  if (caller === "cross-site") return sendProblem(reply, CROSS_SITE);
  if (caller.role === "admin" || roles.includes(caller.role)) return undefined;
  return sendProblem(reply, {
    status: 403,
    code: "caller-refused",
    detail: `The role ${caller.role} may not do this.`,
    remedy: `Use a key of the role ${nameRoles(roles).join(" or ")}.`,
  });
}

/** Roles as a person is told them: the admin's goes without saying in a declaration. */
export function nameRoles(roles: readonly Access[]): readonly Access[] {
  return [...new Set<Access>(["admin", ...roles])];
}

const UNKNOWN = {
  status: 401,
  code: "caller-unknown",
  detail: "This needs a key or a signed-in person, and the request has neither that is valid.",
  remedy: "Send the header authorization: Bearer KEY; counterweight keys create makes a key.",
};

export const CROSS_SITE = {
  status: 403,
  code: "cross-site",
  detail: "The change may have been asked for by a page of another site.",
  remedy: "Ask for it from this service's own pages, or with a key.",
};

const TOO_OFTEN = {
  status: 429,
  code: "too-often",
  detail: "This caller has asked too often within a minute.",
  remedy: "Wait for the seconds that retry-after names; send several leads in one request.",
};
