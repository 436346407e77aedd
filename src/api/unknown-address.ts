import type { FastifyReply, FastifyRequest } from "fastify";
import type { DeclaredRoute } from "./access.ts";
import { sendProblem } from "./problem.ts";

/** An address that is not there, or one that is there by other methods. */
export function answerUnknown(
  routes: readonly DeclaredRoute[],
  { url }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = url.replace(/\?.*$/s, "").replace(/(?<=.)\/$/, "");
  const methods = new Set(routes.filter((one) => fits(one.url, path)).map(({ method }) => method));
  if (methods.size === 0)
    return sendProblem(reply, {
      status: 404,
      code: "address-unknown",
      detail: "There is nothing at this address.",
      remedy: "GET /docs names the addresses of this service.",
    });
  return sendProblem(reply.header("allow", [...methods].join(", ")), {
    status: 405,
    code: "method-unsupported",
    detail: "This address takes other methods.",
    remedy: `Use ${[...methods].join(" or ")}.`,
  });
}

/** Whether a path is one of those that a route's address, such as /v1/leads/:id, stands for. */
function fits(template: string, path: string): boolean {
  const [asked, given] = [template.split("/"), path.split("/")];
  return (
    asked.length === given.length &&
    asked.every((part, i) => (part.startsWith(":") ? given[i] !== "" : part === given[i]))
  );
}
