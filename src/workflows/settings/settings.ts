import { writeAudit } from "../../store/audit.ts";
import { takeLock } from "../../store/locks.ts";
import { readHysteresis, writeSetting } from "../../store/settings.ts";
import type { Actor, Context } from "../context.ts";
import {
  type BlindShare,
  type Capacity,
  readBlindShare,
  readCapacity,
} from "../feedback/listening-settings.ts";
import { type ReasonCode, readReasonCodes } from "../feedback/reason-codes.ts";
import { type Exploration, readExploration } from "../routing/exploration.ts";
import { type Routing, readRouting } from "../routing/routing.ts";
import { type Approvals, readApprovals } from "../versions/approvals.ts";

export interface Settings {
  readonly routing: Routing;
  readonly hysteresis: Hysteresis;
  readonly reasonCodes: readonly ReasonCode[];
  readonly blind: BlindShare;
  readonly leadsPerWeek: Capacity;
  readonly approvals: Approvals;
  readonly exploration: Exploration;
}

export interface Hysteresis {
  /** By which a score must fall below a cut before the lead counts as below it; 0 or more. */
  readonly points: number;
}

export async function readSettings({ database }: Context): Promise<Settings> {
  return {
    routing: await readRouting(database),
    hysteresis: { points: await readHysteresis(database) },
    reasonCodes: await readReasonCodes(database),
    blind: { share: await readBlindShare(database) },
    leadsPerWeek: await readCapacity(database),
    approvals: await readApprovals(database),
    exploration: await readExploration(database),
  };
}

/** Leads that come into a cell from now on are handed over so; nobody is handed over by this itself. */
export async function setRouting(
  { database }: Context,
  actor: Actor,
  routing: Routing,
): Promise<Routing> {
  return database.transact(async (session) => {
    await takeLock(session, "routing");
    await writeSetting(session, "routing", routing);
    const cells = Object.fromEntries(
      Object.entries(routing).map(([cell, route]) => [cell, route.by]),
    );
    await writeAudit(session, actor, "settings.routing", "setting:routing", { cells });
    return routing;
  });
}

export async function setHysteresis(
  { database }: Context,
  actor: Actor,
  { points }: Hysteresis,
): Promise<Hysteresis> {
  return database.transact(async (session) => {
    const before = await readHysteresis(session);
    await writeSetting(session, "hysteresisPoints", points);
    await writeAudit(session, actor, "settings.hysteresis", "setting:hysteresis", {
      before,
      points,
    });
    return { points };
  });
}
