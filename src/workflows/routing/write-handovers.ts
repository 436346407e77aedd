import { createHash } from "node:crypto";
import type { Session } from "../../store/database.ts";
import { type EventRecord, insertEvents } from "../../store/events.ts";
import {
  type HandoverRecord,
  insertHandovers,
  type LeadToHandOver,
  readTurns,
} from "../../store/handovers.ts";
import { readBlindShare } from "../feedback/listening-settings.ts";
import { createAssigner } from "./owners.ts";
import type { Route } from "./routing.ts";

/** A lead that is handed over, and why. */
export interface Handing
  extends Pick<HandoverRecord, "because" | "experimentId" | "arm" | "modelVersionId"> {
  /** By which it is told; of a lead. */
  readonly event: EventRecord;
  readonly route: Route;
}

/**
 * Gives each lead an owner, and writes a handover and an event of it. Whoever calls holds the lock
 * `routing`, so that no two transactions give the same turn away, and the leads' locks.
 *
 * @param leads those who are handed over, by internal id; their handovers are not open
 */
export async function writeHandovers(
  session: Session,
  leads: ReadonlyMap<number, LeadToHandOver>,
  handings: readonly Handing[],
): Promise<void> {
  if (handings.length === 0) return;
  const robins = handings.flatMap(({ route }) => (route.by === "round-robin" ? route.owners : []));
  const choose = createAssigner(await readTurns(session, [...new Set(robins)]));
  const blindShare = await readBlindShare(session);
  const ids = await insertEvents(
    session,
    handings.map(({ event }) => event),
  );
  const handovers = handings.map(({ event, route, ...why }, i): HandoverRecord => {
    const { leadId, at, action, subject: cell } = event;
    const assignment = choose(route, { ...leads.get(leadId)!, at });
    const eventId = ids[i]!;
    const blind = drawShare(`${leadId}/${eventId}`) < blindShare;
    return { leadId, eventId, cell, nextAction: action!, at, blind, ...assignment, ...why };
  });
  await insertHandovers(session, handovers);
}

const DRAW_BYTES = 6;

/** A number in [0, 1) that is always the same for a handover, and like chance over many. */
function drawShare(handover: string): number {
  const hash = createHash("sha256").update(handover).digest();
  return hash.readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES);
}
