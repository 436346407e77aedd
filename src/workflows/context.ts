import type { Database } from "../store/database.ts";
import type { Scorers } from "./live/scorers.ts";

/** What the use cases of a running service work with. */
export interface Context {
  readonly database: Database;
  readonly scorers: Scorers;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether webhooks may go to private addresses. */
  readonly allowPrivateWebhooks: boolean;
}

/** Who asks for a change: `person:12`, `key:3` or `command-line`, as the audit log names them. */
export interface Actor {
  readonly name: string;
}
