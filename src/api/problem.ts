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
      where: z.string().describe("A JSON Pointer into the request's body, or a place in a file."),
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
const STATUSES: Partial<Record<RefusalCode, number>> = { "file-missing": 404, "lead-unknown": 404 };

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { code, message, remedy, details } = refusal;
  const status = STATUSES[code] ?? 422;
  return sendProblem(reply, { status, code, detail: message, remedy, details: [...details] });
}

/** What is said of an error that was thrown; null where it is a fault of the service's own. */
export function describeError(error: unknown): Said | null {
  if (hasZodFastifySchemaValidationErrors(error)) return describeFaults(error.validation);
  const status = statusOf(error);
  if (status < 400 || status >= 500) return null;
  return { ...(REQUEST_FAULTS[status] ?? UNREADABLE), status };
}

type RequestFault = Omit<Said, "status">;

const UNREADABLE: RequestFault = {
  code: "request-unreadable",
  detail: "The request's address or its body, which should be JSON, cannot be read.",
  remedy: "Send one JSON object, as openapi.json describes it.",
};

const REQUEST_FAULTS: Readonly<Record<number, RequestFault>> = {
  413: {
    code: "body-too-large",
    detail: "The request's body is larger than 1 MiB.",
    remedy: "Send one lead a request, and only what it did while it was worked.",
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

function describeFaults(faults: readonly ZodFastifySchemaValidationError[]): Said {
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  return {
    status: 400,
    code: "request-invalid",
    detail: `The request's body has ${count}.`,
    remedy: "Correct the places named; openapi.json describes the whole.",
    details: faults.slice(0, FAULTS_SHOWN).map(describeFault),
  };
}

function describeFault({ keyword, instancePath, message = "" }: ZodFastifySchemaValidationError) {
  const where = instancePath === "/" ? "the body" : instancePath;
  if (keyword === "unrecognized_keys")
    return { where, reason: "expected no other keys than openapi.json names" };
  const reason = message
    .replace(/^Invalid input: /, "")
    .replace(/, received undefined$/, ", but it is missing");
  return { where, reason };
}
