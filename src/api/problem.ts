import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal, type RefusalCode } from "../refusal.ts";

/** An error reply: application/problem+json, RFC 9457. It never repeats a value of the request. */
export const problemSchema = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string().describe("The name of the status."),
  status: z.int(),
  detail: z.string().describe("What is wrong, in one sentence."),
  code: z.string().describe("What is wrong, for programs."),
  remedy: z.string().describe("What to do about it."),
  details: z.array(
    z.strictObject({
      where: z
        .string()
        .describe("A JSON Pointer into the request's body, or a place in its address or a file."),
      reason: z.string().describe("What was expected there."),
    }),
  ),
});

type Problem = z.infer<typeof problemSchema>;
type Said = Pick<Problem, "status" | "code" | "detail" | "remedy"> & {
  readonly details?: Problem["details"];
};

/** How routes describe their error replies. */
export const problemResponse = {
  description: "What is wrong, and what to do about it.",
  content: { "application/problem+json": { schema: problemSchema } },
};

export function sendProblem(reply: FastifyReply, { details = [], ...said }: Said): FastifyReply {
  const title = STATUS_CODES[said.status] ?? "Error";
  const problem: Problem = { type: "about:blank", title, ...said, details };
  return reply
    .code(said.status)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(problem);
}

/** Refusals that are not for the input's sake: 422 is for those that are. */
const STATUSES: Partial<Record<RefusalCode, number>> = {
  "file-missing": 404,
  "lead-unknown": 404,
  "key-unknown": 404,
  "person-unknown": 404,
  "version-unknown": 404,
  "webhook-unknown": 404,
  "delivery-unknown": 404,
  "handover-unknown": 404,
  "job-unknown": 404,
  "picture-unknown": 404,
  "feedback-unknown": 404,
  "feedback-withdrawn": 409,
  "recommendation-unknown": 404,
  "subject-unknown": 404,
  "publication-unknown": 404,
  "back-test-unknown": 404,
  "experiment-unknown": 404,
  "experiment-overlapping": 409,
  "experiment-stopped": 409,
  "watch-unknown": 404,
  "nothing-live": 409,
  "model-misfit": 409,
  "email-taken": 409,
  "last-admin": 409,
  "recommendation-stale": 409,
  "decision-stale": 409,
  "nothing-decided": 409,
  "thresholds-out-of-order": 409,
  "back-test-missing": 409,
  "version-outdated": 409,
  "version-unpublished": 409,
  "version-published": 409,
  "approval-missing": 409,
  "approval-own": 409,
  "publication-dropped": 409,
  "sign-in-refused": 401,
  "jobs-too-many": 429,
  "database-unavailable": 503,
};

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { code, message, remedy, details } = refusal;
  const status = STATUSES[code] ?? 422;
  return sendProblem(reply, { status, code, detail: message, remedy, details: [...details] });
}

/** What is said of an error that was thrown; null where it is a fault of the service's own. */
export function describeError(error: unknown): Said | null {
  if (hasZodFastifySchemaValidationErrors(error))
    return describeFaults(error.validation, error.validationContext);
  if ((error as { code?: unknown } | null)?.code === "FST_UNDER_PRESSURE") return OVERLOADED;
  const status = statusOf(error);
  if (status < 400 || status >= 500) return null;
  return { ...(REQUEST_FAULTS[status] ?? UNREADABLE), status };
}

const OVERLOADED: Said = {
  status: 503,
  code: "overloaded",
  detail: "The service has more to do than it can do in time.",
  remedy: "Wait for the seconds that retry-after names, then ask again.",
};

type RequestFault = Omit<Said, "status">;

const UNREADABLE: RequestFault = {
  code: "request-unreadable",
  detail: "The request's address or its body, which should be JSON, cannot be read.",
  remedy: "Send one JSON object, as openapi.json describes it.",
};

const REQUEST_FAULTS: Readonly<Record<number, RequestFault>> = {
  413: {
    code: "body-too-large",
    detail: "The request's body is larger than this address takes.",
    remedy: "Send less in one request: 1 MiB, or 16 MiB to the addresses that take batches.",
  },
  414: {
    code: "address-too-long",
    detail: "A part of the request's address is longer than any that is kept.",
    remedy: "Look at the id in the address.",
  },
  415: {
    code: "media-type-unsupported",
    detail: "The request's body is not said to be JSON.",
    remedy: "Send the header content-type: application/json.",
  },
};

function statusOf(error: unknown): number {
  const hasStatus = typeof error === "object" && error !== null && "statusCode" in error;
  return hasStatus && typeof error.statusCode === "number" ? error.statusCode : 500;
}

const FAULTS_SHOWN = 100;

const PARTS: Readonly<Record<string, string>> = {
  querystring: "query",
  params: "address",
  headers: "headers",
};

function describeFaults(
  faults: readonly ZodFastifySchemaValidationError[],
  context: string | undefined,
): Said {
  const part = PARTS[context ?? "body"] ?? "body";
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  return {
    status: 400,
    code: "request-invalid",
    detail: `The request's ${part} has ${count}.`,
    remedy: "Correct the places named; openapi.json describes the whole.",
    details: faults.slice(0, FAULTS_SHOWN).map((fault) => describeFault(fault, part)),
  };
}

function describeFault(
  { keyword, instancePath, message = "" }: ZodFastifySchemaValidationError,
  part: string,
) {
  const place = part === "body" ? instancePath : `${part}${instancePath}`;
  const where = instancePath === "/" ? `the ${part}` : place;
  if (keyword === "unrecognized_keys")
    return { where, reason: "expected no other keys than openapi.json names" };
  const reason = message
    .replace(/^Invalid (input|option): /, "")
    .replace(/, received undefined$/, ", but it is missing");
  return { where, reason };
}
