import type { FastifyReply } from "fastify";
import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { renderFrontPage } from "../front-page.ts";
import { sendRefusal } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const NO_REPORT = new Refusal(
  "file-missing",
  "This service was started without a report.",
  "Start it with --report and the folder that counterweight calibrate wrote to.",
);

/** The pages for people: the front page, the report, and the figures beside it. */
export const pageRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { serving, now } = options;
  const { report } = serving;
  const route = { config: { roles: ["local"] }, schema: { hide: true } } as const;

  app.get("/", route, ({ protocol, host }, reply) =>
    sendPage(reply, renderFrontPage(serving, { origin: `${protocol}://${host}`, now: now() })),
  );
  app.get("/report", route, (_, reply) =>
    report === null ? sendRefusal(reply, NO_REPORT) : sendPage(reply, report.page),
  );
  app.get("/report/calibration.json", route, (_, reply) =>
    report === null
      ? sendRefusal(reply, NO_REPORT)
      : reply.type("application/json").header("cache-control", "no-store").send(report.calibration),
  );
  // The report links to the file beside it, which a browser looks for beside /report.
  app.get("/calibration.json", route, (_, reply) => reply.redirect("/report/calibration.json"));
  done();
};

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(page);
}
