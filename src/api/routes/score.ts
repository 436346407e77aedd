import { Readable } from "node:stream";
import type { FastifySchemaCompiler } from "fastify";
import { type FastifyPluginCallbackZod, validatorCompiler } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import type { LiveScorer } from "../../workflows/live/live-scorer.ts";
import { scoreBriefly } from "../../workflows/live/score-briefly.ts";
import { keepPace } from "../../workflows/pace.ts";
import {
  BATCH_BODY_BYTES,
  type CheckedBatch,
  checkBatch,
  listRefused,
  refuseBatch,
} from "../contracts/batch.ts";
import { readPlainRequest } from "../contracts/plain-request.ts";
import {
  type InlineLead,
  inlineLeadSchema,
  scoreAnswerSchema,
  scoreRequestSchema,
  toAnswer,
} from "../contracts/score.ts";
import { toSummaryAnswer } from "../contracts/score-summary.ts";
import { scoresAnswerSchema, scoresQuery, scoresRequestSchema } from "../contracts/scores.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import { compileScoreWriter, type WriteScore } from "../score-writer.ts";
import type { ServiceOptions } from "../service-options.ts";

const config = { roles: ["integration", "revops", "sales", "data-science"] } as const;
const tags = ["scoring"];
const JSON_TYPE = "application/json; charset=utf-8";

/** Score leads and write down nothing of them. */
export const scoreRoutes: FastifyPluginCallbackZod<ServiceOptions> = (app, options, done) => {
  const { scorers, now } = options.context;
  app.post(
    "/v1/score",
    {
      config,
      helmet: false,
      validatorCompiler: readScoreRequest,
      schema: {
        summary: "Score a lead by rules and model",
        tags,
        body: scoreRequestSchema,
        response: { 200: scoreAnswerSchema, default: problemResponse },
      },
    },
    async ({ body: { lead, asOf } }, reply) => {
      const scorer = await scorers.current();
      if (scorer instanceof Refusal) return sendRefusal(reply, scorer);
      const write = writerOf(scorer);
      reply.scoresGiven = 1;
      return reply.type(JSON_TYPE).send(write(scorer.explain(lead, asOf ?? now())) as never);
    },
  );
  app.post(
    "/v1/scores",
    {
      config,
      bodyLimit: BATCH_BODY_BYTES,
      schema: {
        summary: "Score up to 10,000 leads by rules and model",
        tags,
        body: scoresRequestSchema,
        querystring: scoresQuery,
        response: { 200: scoresAnswerSchema, default: problemResponse },
      },
    },
    async ({ body: { leads, asOf = now() }, query: { ledger } }, reply) => {
      const scorer = await scorers.current();
      if (scorer instanceof Refusal) return sendRefusal(reply, scorer);
      const batch = await checkBatch("leads", inlineLeadSchema, leads);
      if (batch.items.length === 0 && leads.length > 0)
        return sendRefusal(reply, refuseBatch(batch.refused));
      const score = ledger ? explain(scorer, asOf) : summarise(scorer, asOf);
      reply.scoresGiven = batch.items.length;
      const answer = Readable.from(writeScores(batch, score));
      return reply.type(JSON_TYPE).send(answer as never);
    },
  );
  done();
};

/** Most requests are faultless; the schema is asked where one may not be. */
const readScoreRequest: FastifySchemaCompiler<unknown> = (route) => {
  const check = validatorCompiler(route as Parameters<typeof validatorCompiler>[0]);
  return (body) => {
    const value = readPlainRequest(body);
    return value === null ? check(body) : { value };
  };
};

const writers = new WeakMap<LiveScorer, WriteScore>();

function writerOf(scorer: LiveScorer): WriteScore {
  let write = writers.get(scorer);
  if (write === undefined) {
    write = compileScoreWriter(scorer);
    writers.set(scorer, write);
  }
  return write;
}

type Answering = (lead: InlineLead) => unknown;

function explain(scorer: LiveScorer, asOf: number): Answering {
  return (lead) => toAnswer(scorer.explain(lead, asOf));
}

function summarise(scorer: LiveScorer, asOf: number): Answering {
  return (lead) => ({ lead: lead.id, ...toSummaryAnswer(scoreBriefly(scorer, lead, asOf)) });
}

const CHUNK_CHARACTERS = 1 << 16;

/** The answer as JSON, piece by piece, so that neither time nor room is taken for all of it at once. */
async function* writeScores(batch: CheckedBatch<InlineLead>, score: Answering) {
  const pace = keepPace();
  let chunk = '{"items":[';
  for (const [i, lead] of batch.items.entries()) {
    chunk += `${i === 0 ? "" : ","}${JSON.stringify(score(lead))}`;
    if (chunk.length > CHUNK_CHARACTERS) {
      yield chunk;
      chunk = "";
    }
    await pace();
  }
  yield `${chunk}],"refused":${JSON.stringify(listRefused(batch))}}`;
}
