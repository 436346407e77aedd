import type { FastifyRequest } from "fastify";
import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Refusal } from "../../refusal.ts";
import { ROLES } from "../../workflows/access/caller.ts";
import { describeCaller } from "../../workflows/access/describe-caller.ts";
import { openSignInDesk, signOut } from "../../workflows/access/sessions.ts";
import { CROSS_SITE } from "../access.ts";
import {
  meSchema,
  passwordChangeSchema,
  signedInSchema,
  signInSchema,
  toMeAnswer,
  toPersonAnswer,
  writeTime,
} from "../contracts/access.ts";
import { nameAddress } from "../plugins/caller-address.ts";
import { comesFromElsewhere, readSessionToken, SESSION_COOKIE } from "../plugins/identity.ts";
import { problemResponse, sendProblem, sendRefusal } from "../problem.ts";
import type { AccessOptions } from "../service-options.ts";

const tags = ["access"];
const everybodyKnown = { roles: ROLES };

/** Signing in and out, and what a caller may know of itself. */
export const sessionRoutes: FastifyPluginCallbackZod<AccessOptions> = (app, options, done) => {
  const { context, callers } = options;
  const desk = openSignInDesk(context);
  const writeCookie = ({ protocol }: FastifyRequest, token: string, expiresAt: number) =>
    app.serializeCookie(SESSION_COOKIE, token, {
      expires: new Date(expiresAt),
      httpOnly: true,
      path: "/",
      sameSite: "lax",
      secure: protocol === "https",
    });

  app.post(
    "/v1/session",
    {
      config: { roles: ["public"] },
      schema: {
        summary: "Sign in; the answer sets the session's cookie",
        tags,
        body: signInSchema,
        response: { 200: signedInSchema, default: problemResponse },
      },
    },
    async (request, reply) => {
      if (comesFromElsewhere(request)) return sendProblem(reply, CROSS_SITE);
      const { email, password } = request.body;
      const signedIn = await desk.signIn(email, password, nameAddress(request.ip));
      if (signedIn instanceof Refusal) return sendRefusal(reply, signedIn);
      if ("waitSeconds" in signedIn)
        return sendProblem(reply.header("retry-after", signedIn.waitSeconds), GUESSING);
      const { person, token, expiresAt } = signedIn;
      reply.header("set-cookie", writeCookie(request, token, expiresAt));
      return { person: toPersonAnswer(person), expiresAt: writeTime(expiresAt) };
    },
  );
  app.delete(
    "/v1/session",
    {
      config: everybodyKnown,
      schema: { summary: "Sign out", tags, response: { 204: z.null(), default: problemResponse } },
    },
    async (request, reply) => {
      const token = readSessionToken(request);
      if (token !== null) await signOut(context, token);
      callers.forget();
      return reply
        .header("set-cookie", writeCookie(request, "", 0))
        .code(204)
        .send(null);
    },
  );
  app.get(
    "/v1/me",
    {
      config: everybodyKnown,
      schema: { summary: "Who calls", tags, response: { 200: meSchema, default: problemResponse } },
    },
    async ({ caller }) => toMeAnswer(await describeCaller(context, caller)),
  );
  app.put(
    "/v1/me/password",
    {
      config: everybodyKnown,
      schema: {
        summary: "Choose another password",
        description: "For a signed-in person, whose other sessions end.",
        tags,
        body: passwordChangeSchema,
        response: { 204: z.null(), default: problemResponse },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      const token = readSessionToken(request);
      if (token === null || !caller.name.startsWith("person:"))
        return sendProblem(reply, NO_PERSON);
      const { current, password: wanted } = request.body;
      const refusal = await desk.changePassword(caller, token, { current, wanted });
      if (refusal instanceof Refusal) return sendRefusal(reply, refusal);
      if (refusal !== null)
        return sendProblem(reply.header("retry-after", refusal.waitSeconds), GUESSING);
      callers.forget();
      return reply.code(204).send(null);
    },
  );
  done();
};

const GUESSING = {
  status: 429,
  code: "too-often",
  detail: "There were too many tries to give the password.",
  remedy: "Wait for the seconds that retry-after names.",
};

const NO_PERSON = {
  status: 403,
  code: "caller-refused",
  detail: "A key has no password.",
  remedy: "Sign in (POST /v1/session), and choose another password in that session.",
};
