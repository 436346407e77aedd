import { and, desc, eq, lt } from "drizzle-orm";
import type { Session } from "./database.ts";
import { auditLog } from "./schema/index.ts";

/**
 * Writes down who changed what, in the transaction of the change.
 *
 * @param object such as `scorecard:b2b/3`
 * @param detail nothing personal of leads, no secrets
 */
export async function writeAudit(
  { orm }: Session,
  actor: { readonly name: string },
  action: string,
  object: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await orm.insert(auditLog).values({ actor: actor.name, action, object, detail });
}

export interface AuditEntry {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditQuery {
  readonly limit: number;
  /** Only entries older than the one with this id. */
  readonly before?: number | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly object?: string | undefined;
}

/** Newest first. */
export async function listAudit(
  { orm }: Session,
  { limit, before, actor, action, object }: AuditQuery,
): Promise<readonly AuditEntry[]> {
  const asked = and(
    before === undefined ? undefined : lt(auditLog.id, before),
    actor === undefined ? undefined : eq(auditLog.actor, actor),
    action === undefined ? undefined : eq(auditLog.action, action),
    object === undefined ? undefined : eq(auditLog.object, object),
  );
  const rows = await orm
    .select()
    .from(auditLog)
    .where(asked)
    .orderBy(desc(auditLog.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
