import type { Serving } from "../workflows/serving.ts";

export interface ServiceOptions {
  readonly serving: Serving;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of faults of the service's own; the caller is told only that there was one. */
  readonly onFault: (error: unknown) => void;
}
