import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { takeLock } from "../../store/locks.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import type { Actor, Context } from "../context.ts";

/** Whether a draft needs a second person before it is published. */
export interface Approvals {
  readonly required: boolean;
}

const NO_APPROVALS: Approvals = { required: false };

export async function readApprovals(session: Session): Promise<Approvals> {
  return ((await readSetting(session, "approvals")) as Approvals | undefined) ?? NO_APPROVALS;
}

/** What is published from now on needs a second person, or does not. */
export async function setApprovals(
  { database }: Context,
  actor: Actor,
  { required }: Approvals,
): Promise<Approvals> {
  return database.transact(async (session) => {
    await takeLock(session, "live");
    await writeSetting(session, "approvals", { required });
    await writeAudit(session, actor, "settings.approvals", "setting:approvals", { required });
    return { required };
  });
}
