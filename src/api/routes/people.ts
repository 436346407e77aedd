import type { FastifyPluginCallbackZod } from "fastify-type-provider-zod";
import { Refusal } from "../../refusal.ts";
import { addPerson, alterPerson, readPeople } from "../../workflows/access/people.ts";
import {
  idParams,
  peopleSchema,
  personChangeSchema,
  personRequestSchema,
  personSchema,
  toPersonAnswer,
} from "../contracts/access.ts";
import { problemResponse, sendRefusal } from "../problem.ts";
import type { AccessOptions } from "../service-options.ts";

const config = { roles: ["admin"] } as const;
const tags = ["access"];

/** People who may sign in. */
export const peopleRoutes: FastifyPluginCallbackZod<AccessOptions> = (app, options, done) => {
  const { context, callers } = options;
  app.post(
    "/v1/people",
    {
      config,
      schema: {
        summary: "Let a person in",
        tags,
        body: personRequestSchema,
        response: { 201: personSchema, default: problemResponse },
      },
    },
    async ({ body, caller }, reply) => {
      const person = await addPerson(context, caller, body);
      if (person instanceof Refusal) return sendRefusal(reply, person);
      reply.code(201);
      return toPersonAnswer(person);
    },
  );
  app.get(
    "/v1/people",
    {
      config,
      schema: {
        summary: "Everybody who may sign in, or once might",
        tags,
        response: { 200: peopleSchema, default: problemResponse },
      },
    },
    async () => ({ items: (await readPeople(context)).map(toPersonAnswer) }),
  );
  app.patch(
    "/v1/people/:id",
    {
      config,
      schema: {
        summary: "Change a person's name, role or password, or let the person in no more",
        tags,
        params: idParams,
        body: personChangeSchema,
        response: { 200: personSchema, default: problemResponse },
      },
    },
    async ({ params, body, caller }, reply) => {
      const person = await alterPerson(context, caller, params.id, body);
      callers.forget();
      return person instanceof Refusal ? sendRefusal(reply, person) : toPersonAnswer(person);
    },
  );
  done();
};
