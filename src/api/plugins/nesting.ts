import type { preValidationAsyncHookHandler } from "fastify";
import { sendProblem } from "../problem.ts";

/** More than a person writes, and less than checking by recursion can bear. */
const DEEPEST = 100;

/** Refuses a body that is nested deeper than any sensible one; for routes whose body may hold itself. */
export const refuseDeepBody: preValidationAsyncHookHandler = async (request, reply) => {
  if (!isDeeper(request.body, DEEPEST)) return;
  return sendProblem(reply, {
    status: 400,
    code: "request-invalid",
    detail: `The request's body is nested deeper than ${DEEPEST} levels.`,
    remedy: "Write nested conditions with fewer levels.",
  });
};

function isDeeper(body: unknown, levels: number): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
