import { type AuditEntry, type AuditQuery, listAudit } from "../../store/audit.ts";
import type { Context } from "../context.ts";

export type { AuditEntry } from "../../store/audit.ts";

/** Who changed what, newest first. */
export function readAudit(
  { database }: Context,
  query: AuditQuery,
): Promise<readonly AuditEntry[]> {
  return listAudit(database, query);
}
