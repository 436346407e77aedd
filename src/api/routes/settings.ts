import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { setExploration } from "../../workflows/routing/exploration.ts";
import { readSettings, setHysteresis, setRouting } from "../../workflows/settings/settings.ts";
import { setApprovals } from "../../workflows/versions/approvals.ts";
import {
  approvalsSchema,
  explorationAnswerSchema,
  explorationSchema,
  hysteresisSchema,
  routingSchema,
  settingsSchema,
} from "../contracts/settings.ts";
import { refuseDeepBody } from "../plugins/nesting.ts";
import { problemResponse } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const config = { roles: ["revops"] } as const;
const tags = ["settings"];

/** What a person sets for everybody. */
export const settingsRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/settings",
    {
      config,
      schema: {
        summary: "Read all settings",
        tags,
        response: { 200: settingsSchema, default: problemResponse },
      },
    },
    async () => readSettings(context),
  );
  app.put(
    "/v1/settings/routing",
    {
      config,
      preValidation: refuseDeepBody,
      schema: {
        summary: "Set which cells hand leads over, and to whom",
        tags,
        body: routingSchema,
        response: { 200: routingSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => setRouting(context, caller, body),
  );
  app.put(
    "/v1/settings/hysteresis",
    {
      config,
      schema: {
        summary: "Set how far a score must fall below a cut to count as below it",
        tags,
        body: hysteresisSchema,
        response: { 200: hysteresisSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => setHysteresis(context, caller, body),
  );
  app.put(
    "/v1/settings/exploration",
    {
      config,
      preValidation: refuseDeepBody,
      schema: {
        summary: "Set how many leads are handed over regardless of score",
        description:
          "Without them nothing is known of the leads that no score asks for, and the report cannot say what was missed.",
        tags,
        body: explorationSchema,
        response: { 200: explorationAnswerSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => setExploration(context, caller, body),
  );
  app.put(
    "/v1/settings/approvals",
    {
      // Whoever publishes must not be the one who says that nobody else need look.
      config: { roles: ["admin"] },
      schema: {
        summary: "Set whether a second person must approve a draft before it is published",
        tags,
        body: approvalsSchema,
        response: { 200: approvalsSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => setApprovals(context, caller, body),
  );
  done();
};
