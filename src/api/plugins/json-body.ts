import type { FastifyInstance } from "fastify";

/** Reads JSON as Fastify does, but lets it be empty where none is wanted: some clients name the type anyway. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string" },
    (request, body, done) => {
      if (body === "" && request.routeOptions.schema?.body === undefined) done(null);
      else return parse(request, body, done);
    },
  );
}
