import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a route does under pressure in place of being refused. */
    readonly pressureHandler?: () => void;
  }
}

const RETRY_SECONDS = 2;
const SAMPLE_MS = 2000;

/** For routes that must answer under pressure too. */
export const answerAlways = { pressureHandler: () => {} };

/**
 * Refuses requests while the process is so far behind with its work that it would answer too late.
 *
 * @param delayMs mean delay of the event loop over two seconds; 0: any
 */
export async function shedLoad(app: FastifyInstance, delayMs: number): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: delayMs,
    sampleInterval: SAMPLE_MS,
    exposeStatusRoute: false,
    retryAfter: RETRY_SECONDS,
  });
}
