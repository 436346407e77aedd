import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { renderFrontPage } from "../front-page.ts";
import type { ServiceOptions } from "../service-options.ts";

/** The page for whoever comes by; it shows only what a stranger may see. */
export const pageRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, _, done) => {
  app.get(
    "/",
    { config: { roles: ["public"] }, schema: { hide: true } },
    ({ protocol, host }, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .header("cache-control", "no-store")
        .send(renderFrontPage(`${protocol}://${host}`)),
  );
  done();
};
