import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { problemResponse } from "../problem.ts";
import { scoreAnswerSchema, scoreRequestSchema, toAnswer } from "../score-contract.ts";
import type { ServiceOptions } from "../service-options.ts";

/** Scores one lead and writes down nothing of it. */
export const scoreRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { serving, now } = options;
  app.post(
    "/v1/score",
    {
      config: { roles: ["local"] },
      helmet: false,
      // The answer is typed, so that it need not be checked against its schema again on each call.
      serializerCompiler: () => JSON.stringify,
      schema: {
        summary: "Score a lead by rules and model",
        body: scoreRequestSchema,
        response: { 200: scoreAnswerSchema, default: problemResponse },
      },
    },
    async ({ body: { lead, asOf } }) => toAnswer(serving.score(lead, asOf ?? now())),
  );
  done();
};
