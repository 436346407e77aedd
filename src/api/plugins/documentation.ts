import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance, RouteOptions } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import manifest from "../../../package.json" with { type: "json" };
import { type Access, nameRoles } from "../access.ts";
import { SESSION_COOKIE } from "./identity.ts";

/** Where the documentation for people stands. */
export const DOCS = "/docs";

const INFO = {
  title: "Counterweight",
  description:
    "Keeps leads and what they do, and scores them by a scorecard's rules and by a model that learnt from closed deals. Errors are application/problem+json (RFC 9457).",
  version: manifest.version,
};

const SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "A key: counterweight keys create makes one.",
  },
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: SESSION_COOKIE,
    description: "A signed-in person: POST /v1/session. Changes must come from the same origin.",
  },
} as const;

/** The description of the service for programs, made of what the routes declare. */
export async function describeService(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: INFO, components: { securitySchemes: SCHEMES } },
    transformObject: jsonSchemaTransformObject,
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      const access = describeAccess(document.route, schema.description);
      return { url, schema: { ...schema, ...access, ...describeForm(document.route, schema) } };
    },
  });
}

/** The body of a route that takes form data in place of JSON. */
function describeForm({ config }: RouteOptions, { body }: { readonly body?: unknown }) {
  if (config?.formData === undefined) return {};
  const content = {
    "application/json": { schema: body },
    "multipart/form-data": { schema: config.formData },
  };
  return { body: { content } };
}

function describeAccess({ config }: RouteOptions, description: string | undefined) {
  const roles: readonly Access[] = config?.roles ?? [];
  const isPublic = roles.includes("public");
  const callers = isPublic ? "Anybody may call it." : `For ${nameRoles(roles).join(", ")}.`;
  return {
    description: [description, callers].filter(Boolean).join("\n\n"),
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
  };
}

/** Swagger UI sets styles from its scripts, and shows pictures that stand in its stylesheet. */
const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
};

/** The same for people, who can try it there. */
export async function showDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    staticCSP: POLICY,
    uiConfig: { docExpansion: "list", deepLinking: true, persistAuthorization: false },
    theme: { title: "Counterweight: its addresses" },
  });
}
