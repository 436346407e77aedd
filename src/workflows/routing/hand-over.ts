import { createHash } from "node:crypto";
import type { Cell } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import { type EventRecord, insertEvents } from "../../store/events.ts";
import {
  type HandoverRecord,
  insertHandovers,
  readLeadsToHandOver,
  readTurns,
} from "../../store/handovers.ts";
import { takeLock } from "../../store/locks.ts";
import { readSetting } from "../../store/settings.ts";
import { readBlindShare } from "../feedback/listening-settings.ts";
import { createAssigner } from "./owners.ts";
import type { Route, Routing } from "./routing.ts";

/** An event that is written. */
export interface WrittenEvent extends EventRecord {
  readonly id: number;
}

/**
 * Hands leads that came into a routed cell over to an owner: a handover and an event of it for each,
 * in the transaction that moved them and holds their locks. A lead whose handover is still open stays
 * with whom it is, and a new version of a scorecard hands nobody over.
 */
export async function handOver(session: Session, events: readonly WrittenEvent[]): Promise<void> {
  const moves = events.filter(
    ({ kind, cause }) => kind === "cell" && (cause === "lead" || cause === "time"),
  );
  if (moves.length === 0) return;
  const routing = ((await readSetting(session, "routing")) ?? {}) as Routing;
  const routed = moves.flatMap((move) => {
    const route = routing[move.to as Cell];
    return route === undefined ? [] : [{ move, route }];
  });
  if (routed.length > 0) await assign(session, routed);
}

interface RoutedMove {
  readonly move: WrittenEvent;
  readonly route: Route;
}

async function assign(session: Session, routed: readonly RoutedMove[]): Promise<void> {
  // One after another, so that no two transactions give the same turn away.
  await takeLock(session, "routing");
  const leads = await readLeadsToHandOver(
    session,
    routed.map(({ move }) => move.leadId),
  );
  const free = routed.filter(({ move }) => leads.has(move.leadId));
  if (free.length === 0) return;
  const robins = free.flatMap(({ route }) => (route.by === "round-robin" ? route.owners : []));
  const choose = createAssigner(await readTurns(session, [...new Set(robins)]));
  const blindShare = await readBlindShare(session);
  const ids = await insertEvents(
    session,
    free.map(({ move }) => toEvent(move)),
  );
  const handovers = free.map(({ move, route }, i): HandoverRecord => {
    const { leadId, at, action } = move;
    const assignment = choose(route, { ...leads.get(leadId)!, at });
    const eventId = ids[i]!;
    const blind = drawShare(`${leadId}/${eventId}`) < blindShare;
    return { leadId, eventId, cell: move.subject, nextAction: action!, at, blind, ...assignment };
  });
  await insertHandovers(session, handovers);
}

const DRAW_BYTES = 6;

/** A number in [0, 1) that is always the same for a handover, and like chance over many. */
function drawShare(handover: string): number {
  const hash = createHash("sha256").update(handover).digest();
  return hash.readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES);
}

function toEvent(move: WrittenEvent): EventRecord {
  const name = `Handover in ${move.subject}`;
  return { ...move, kind: "handover", direction: "move", name };
}
