import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { nameAddress } from "./caller-address.ts";

const MINUTE_MS = 60_000;
const CALLERS_REMEMBERED = 20_000;

/**
 * Counts what a caller asks within a minute: by key or person, else by address.
 *
 * @param requests in a minute; 0: any number
 * @returns seconds after which the caller may ask again, null where it may now
 */
export async function countRequests(
  app: FastifyInstance,
  requests: number,
): Promise<(request: FastifyRequest) => Promise<number | null>> {
  if (requests === 0) return async () => null;
  await app.register(rateLimit, {
    global: false,
    max: requests,
    timeWindow: MINUTE_MS,
    cache: CALLERS_REMEMBERED,
    keyGenerator: (request) => request.caller?.name ?? nameAddress(request.ip),
  });
  const count = app.createRateLimit();
  return async (request) => {
    const counted = await count(request);
    return !counted.isAllowed && counted.isExceeded ? counted.ttlInSeconds : null;
  };
}
