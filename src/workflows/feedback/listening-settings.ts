import { writeAudit } from "../../store/audit.ts";
import type { Session } from "../../store/database.ts";
import { readSetting, writeSetting } from "../../store/settings.ts";
import type { Actor, Context } from "../context.ts";

/** Leads that are handed over without their score in sight, of all that are. */
export interface BlindShare {
  /** From 0 to 1. */
  readonly share: number;
}

/** Leads a week that sales can work, by the id of the threshold that they come over. */
export type Capacity = Readonly<Record<string, number>>;

const BLIND_SHARE = 0.2;

export async function readBlindShare(session: Session): Promise<number> {
  return ((await readSetting(session, "blindShare")) as number | undefined) ?? BLIND_SHARE;
}

/** Holds for leads that are handed over from now on. */
export async function setBlindShare(
  { database }: Context,
  actor: Actor,
  { share }: BlindShare,
): Promise<BlindShare> {
  return database.transact(async (session) => {
    const before = await readBlindShare(session);
    await writeSetting(session, "blindShare", share);
    await writeAudit(session, actor, "settings.blind-share", "setting:blindShare", {
      before,
      share,
    });
    return { share };
  });
}

export async function readCapacity(session: Session): Promise<Capacity> {
  return ((await readSetting(session, "leadsPerWeek")) as Capacity | undefined) ?? {};
}

export async function setCapacity(
  { database }: Context,
  actor: Actor,
  capacity: Capacity,
): Promise<Capacity> {
  return database.transact(async (session) => {
    const before = await readCapacity(session);
    await writeSetting(session, "leadsPerWeek", capacity);
    await writeAudit(session, actor, "settings.leads-per-week", "setting:leadsPerWeek", {
      before,
      after: capacity,
    });
    return capacity;
  });
}
