import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";

/** What programs ask of a service before they use it. */
export const upkeepRoutes: FastifyPluginCallbackZod = (app, _, done) => {
  app.get(
    "/healthz",
    {
      config: { roles: ["local"] },
      schema: {
        summary: "Whether the service is up",
        response: { 200: z.strictObject({ status: z.literal("up") }) },
      },
    },
    async () => ({ status: "up" as const }),
  );
  app.get("/openapi.json", { config: { roles: ["local"] }, schema: { hide: true } }, (_, reply) =>
    reply.send(app.swagger()),
  );
  done();
};
