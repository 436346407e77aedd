import type { Callers } from "../workflows/access/callers.ts";
import type { Context } from "../workflows/context.ts";

export interface ServiceOptions {
  readonly context: Context;
  /**
   * Told of faults of the service's own, and at which route, as a template; the caller is told only
   * that there was one.
   */
  readonly onFault: (error: unknown, route?: string) => void;
  /** Requests of one caller in a minute; 0: any number. */
  readonly requestsPerMinute?: number | undefined;
  /** Milliseconds for which a request waits for a report that has yet to be made. */
  readonly reportWaitMs?: number | undefined;
  /** Milliseconds for which a what-if waits until leads and deals are read. */
  readonly whatIfWaitMs?: number | undefined;
  /** Addresses or networks of proxies that are believed, besides those on this computer. */
  readonly proxies?: readonly string[] | undefined;
  /** Mean delay of the event loop, in milliseconds, above which requests are refused; 0: none. */
  readonly mostDelayMs?: number | undefined;
}

/** For routes that change who may call. */
export interface AccessOptions extends ServiceOptions {
  readonly callers: Callers;
}
