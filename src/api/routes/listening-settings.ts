import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { setBlindShare, setCapacity } from "../../workflows/feedback/listening-settings.ts";
import { listReasonCodes, setReasonCodes } from "../../workflows/feedback/reason-codes.ts";
import {
  blindShareSchema,
  leadsPerWeekSchema,
  reasonCodesSchema,
} from "../contracts/listening-settings.ts";
import { problemResponse } from "../problem.ts";
import type { ServiceOptions } from "../service-options.ts";

const config = { roles: ["revops"] } as const;
const tags = ["settings"];

/** What a person sets about hearing sales. */
export const listeningSettingsRoutes: FastifyPluginCallbackZod<ServiceOptions> = (
  app,
  { context },
  done,
) => {
  app.get(
    "/v1/settings/reason-codes",
    {
      config: { roles: ["revops", "sales", "data-science", "integration"] },
      schema: {
        summary: "Read the reasons that feedback may give",
        tags,
        response: { 200: reasonCodesSchema, default: problemResponse },
      },
    },
    async () => ({ codes: [...(await listReasonCodes(context))] }),
  );
  app.put(
    "/v1/settings/reason-codes",
    {
      config,
      schema: {
        summary: "Set the reasons that feedback may give; what was given keeps its own",
        tags,
        body: reasonCodesSchema,
        response: { 200: reasonCodesSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => {
      const codes = await setReasonCodes(context, caller, body.codes);
      return { codes: [...codes] };
    },
  );
  app.put(
    "/v1/settings/blind-share",
    {
      config,
      schema: {
        summary: "Set how many of the leads handed over are judged without their score in sight",
        tags,
        body: blindShareSchema,
        response: { 200: blindShareSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => setBlindShare(context, caller, body),
  );
  app.put(
    "/v1/settings/leads-per-week",
    {
      config,
      schema: {
        summary: "Set how many leads a week sales can work over each threshold",
        tags,
        body: leadsPerWeekSchema,
        response: { 200: leadsPerWeekSchema, default: problemResponse },
      },
    },
    async ({ body, caller }) => ({ ...(await setCapacity(context, caller, body)) }),
  );
  done();
};
