import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** The pages have styles and pictures of their own and no scripts; all comes from this service. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    imgSrc: ["data:"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

export async function setHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: POLICY,
    xFrameOptions: { action: "deny" },
    // The service itself speaks plain HTTP; a promise of HTTPS would lock people out.
    strictTransportSecurity: false,
  });
}
