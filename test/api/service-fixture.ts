import { onTestFinished } from "vitest";
import { buildService, type Service } from "../../src/api/service.ts";
import type { ServiceOptions } from "../../src/api/service-options.ts";
import type { Database } from "../../src/store/database.ts";
import { insertKey } from "../../src/store/keys.ts";
import { roles } from "../../src/store/schema/people.ts";
import { makeApiKey } from "../../src/workflows/access/secrets.ts";
import type { Context } from "../../src/workflows/context.ts";
import { createScorers } from "../../src/workflows/live/scorers.ts";
import { useTestDatabase } from "../database.ts";
import { publishSample } from "../store/published-versions.ts";

type Role = (typeof roles)[number];

interface FixtureOptions extends Partial<Pick<Context, "now" | "allowPrivateWebhooks">> {
  /** Whether the sample's scorecard and a model of its lines are live; they are unless told. */
  readonly publish?: boolean;
  readonly requestsPerMinute?: ServiceOptions["requestsPerMinute"];
  readonly mostDelayMs?: ServiceOptions["mostDelayMs"];
  readonly reportWaitMs?: ServiceOptions["reportWaitMs"];
  readonly whatIfWaitMs?: ServiceOptions["whatIfWaitMs"];
}

export interface ServiceFixture extends Service {
  readonly context: Context;
  readonly database: Database;
  /** What the service told of faults of its own, for tests to find empty. */
  readonly faults: unknown[];
  /** A key of a role. */
  keyOf(role: Role): Promise<string>;
  /** The headers with which somebody of a role calls. */
  asRole(role: Role): { readonly authorization: string };
}

/** A service on a database of its own, asked without a network; it goes with the test. */
export async function useService(options: FixtureOptions = {}): Promise<ServiceFixture> {
  // Without a network nothing but the test turns the event loop, which looks like a great load.
  const { publish = true, requestsPerMinute = 0, mostDelayMs = 0, now = Date.now } = options;
  const database = await useTestDatabase();
  const context: Context = {
    database,
    scorers: createScorers(database, () => performance.now()),
    now,
    allowPrivateWebhooks: options.allowPrivateWebhooks ?? true,
  };
  if (publish) await publishSample(database);
  const keys = await makeKeys(database);
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const service = await buildService({
    context,
    onFault,
    requestsPerMinute,
    mostDelayMs,
    reportWaitMs: options.reportWaitMs,
    whatIfWaitMs: options.whatIfWaitMs,
  });
  onTestFinished(() => service.app.close());
  return {
    ...service,
    context,
    database,
    faults,
    keyOf: async (role) => keys.get(role)!,
    asRole: (role) => ({ authorization: `Bearer ${keys.get(role)!}` }),
  };
}

async function makeKeys(database: Database): Promise<ReadonlyMap<Role, string>> {
  const keys = new Map<Role, string>();
  for (const role of roles) {
    const { key, ...kept } = makeApiKey();
    keys.set(role, key);
    await insertKey(database, { ...kept, name: role, role, createdBy: "test", expiresAt: null });
  }
  return keys;
}
