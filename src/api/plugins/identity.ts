import type { FastifyRequest } from "fastify";
import type { Caller } from "../../workflows/access/caller.ts";
import type { Callers } from "../../workflows/access/callers.ts";

export const SESSION_COOKIE = "cw_session";

const BEARER = /^bearer +(\S+) *$/i;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Who sends a request: by its key or, where it brings none, by its session. A wrong key is not made
 * good by a right session. Null for nobody known; `cross-site` where a browser brings a session
 * along with a change that a page from elsewhere asks for.
 */
export async function identify(
  callers: Callers,
  request: FastifyRequest,
): Promise<Caller | "cross-site" | null> {
  const key = BEARER.exec(request.headers.authorization ?? "")?.[1];
  if (key !== undefined) return callers.ofKey(key);
  const token = readSessionToken(request);
  if (token === null) return null;
  const caller = await callers.ofSession(token);
  return caller !== null && isCrossSite(request) ? "cross-site" : caller;
}

export function readSessionToken({ server, headers }: FastifyRequest): string | null {
  if (headers.cookie === undefined) return null;
  return server.parseCookie(headers.cookie)[SESSION_COOKIE] ?? null;
}

/** Whether a change may have been asked for by a page from elsewhere: unless the browser denies it. */
function isCrossSite({ method, headers, host }: FastifyRequest): boolean {
  if (SAFE_METHODS.has(method)) return false;
  const site = headers["sec-fetch-site"];
  // Browsers leave it out where a page came by plain http from another computer.
  return site === undefined ? !isSameHost(headers.origin, host) : site !== "same-origin";
}

/** Whether a page from elsewhere asks, as far as the request tells. */
export function comesFromElsewhere({ headers, host }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  return headers.origin !== undefined && !isSameHost(headers.origin, host);
}

function isSameHost(origin: string | undefined, host: string): boolean {
  return (
    origin !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
  );
}
