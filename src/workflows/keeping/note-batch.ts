import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import type { Actor } from "../context.ts";

/** Writes a batch into the audit log where a person sent it; programs send them all day. */
export async function noteBatch(
  session: Session,
  actor: Actor | undefined,
  action: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  if (actor?.name.startsWith("person:") !== true) return;
  await writeAudit(session, actor, action, "leads", counts);
}
