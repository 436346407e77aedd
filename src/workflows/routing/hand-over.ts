import type { Cell } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import type { EventRecord } from "../../store/events.ts";
import { type LeadToHandOver, readLeadsToHandOver } from "../../store/handovers.ts";
import { takeLock } from "../../store/locks.ts";
import { insertTriage, type TriageRecord } from "../../store/triage.ts";
import { enrolLeads, type Placement, type RunningExperiment } from "../experimenting/enrol.ts";
import type { ProbabilityRise } from "../live/probability-rise.ts";
import { type Routing, readRouting } from "./routing.ts";
import { type Handing, writeHandovers } from "./write-handovers.ts";

/** What a scoring of leads brought that may hand them over. */
interface Scored {
  /** What was written of what they crossed. */
  readonly events: readonly EventRecord[];
  /** Leads whose probability came to reach the cut of an experiment. */
  readonly rises: readonly ProbabilityRise[];
  /** Those that run. */
  readonly experiments: readonly RunningExperiment[];
  /** The model that scored them. */
  readonly modelVersionId: number | null;
}

/**
 * Hands leads over to an owner, in the transaction that moved them and holds their locks: those that
 * came into a routed cell, and of leads that take part in an experiment those whom their arm asks for.
 * A lead whose handover is still open stays with whom it is, and a new version of a scorecard hands
 * nobody over.
 */
export async function handOver(session: Session, scored: Scored): Promise<void> {
  const moves = scored.events.filter(
    ({ kind, cause }) => kind === "cell" && (cause === "lead" || cause === "time"),
  );
  if (moves.length === 0 && scored.rises.length === 0) return;
  const routing = await readRouting(session);
  const asking = listAsking(moves, scored.rises, routing);
  if (asking.length > 0) await decide(session, asking, { ...scored, routing });
}

/** A lead that may be handed over now. */
interface Asking {
  /** What its handover would be told by. */
  readonly event: EventRecord;
  /** Whether it came into a routed cell. */
  readonly isRouted: boolean;
  readonly rise: ProbabilityRise | undefined;
}

/** Those that moved, in their order, then those whose probability rose without a move. */
function listAsking(
  moves: readonly EventRecord[],
  rises: readonly ProbabilityRise[],
  routing: Routing,
): readonly Asking[] {
  const risen = new Map(rises.map((rise) => [rise.event.leadId, rise]));
  const asking: Asking[] = [];
  for (const move of moves) {
    const rise = risen.get(move.leadId);
    const isRouted = routing[move.to as Cell] !== undefined;
    if (!isRouted && rise === undefined) continue;
    asking.push({ event: toHandover(move), isRouted, rise });
    risen.delete(move.leadId);
  }
  for (const rise of risen.values()) asking.push({ event: rise.event, isRouted: false, rise });
  return asking;
}

function toHandover(move: EventRecord): EventRecord {
  const name = `Handover in ${move.subject}`;
  return { ...move, kind: "handover", direction: "move", name };
}

interface Terms extends Pick<Scored, "experiments" | "modelVersionId"> {
  readonly routing: Routing;
}

async function decide(session: Session, asking: readonly Asking[], terms: Terms): Promise<void> {
  // One after another, so that no two transactions give the same turn away.
  await takeLock(session, "routing");
  const leads = await readLeadsToHandOver(
    session,
    asking.map(({ event }) => event.leadId),
  );
  const free = asking.filter(({ event }) => leads.has(event.leadId));
  if (free.length === 0) return;
  const placements = await enrolLeads(
    session,
    terms.experiments,
    free.map((lead) => toAsked(lead, leads.get(lead.event.leadId)!)),
  );
  const decided = free
    .map((lead) => ({ ...lead, placement: placements.get(lead.event.leadId) }))
    .filter(({ isRouted, placement }) => isRouted || placement !== undefined);
  const handings = decided.filter(isHandedOver).map((lead) => toHanding(lead, terms));
  await writeHandovers(session, leads, handings);
  await insertTriage(
    session,
    decided.map((lead) => toTriage(lead, terms)),
  );
}

function toAsked({ event, isRouted, rise }: Asking, { externalId, account }: LeadToHandOver) {
  const { leadId, probability, at } = event;
  const asks = ({ definition }: RunningExperiment) => {
    const cut = definition.handOver.probability;
    const model = rise !== undefined && rise.before < cut && rise.after >= cut;
    return { rules: isRouted, model };
  };
  return { leadId, externalId, account, asks, probability, at };
}

interface Decided extends Asking {
  /** Undefined where the lead takes part in no experiment. */
  readonly placement: Placement | undefined;
}

function isHandedOver({ isRouted, placement }: Decided): boolean {
  return placement === undefined ? isRouted : placement.handsOver;
}

function toHanding(
  { event, placement }: Decided,
  { routing, modelVersionId }: Pick<Terms, "routing" | "modelVersionId">,
): Handing {
  const route = routing[event.to as Cell] ?? placement!.experiment.definition.handOver.route;
  const { experiment, arm = null } = placement ?? {};
  const experimentId = experiment?.id ?? null;
  return { event, route, because: "score", experimentId, arm, modelVersionId };
}

function toTriage(lead: Decided, { modelVersionId }: Pick<Terms, "modelVersionId">): TriageRecord {
  const { leadId, score, probability, scorecardVersionId, at } = lead.event;
  return {
    leadId,
    because: isHandedOver(lead) ? "score" : "neither",
    propensity: lead.placement?.propensity ?? 1,
    total: score,
    probability,
    scorecardVersionId,
    modelVersionId,
    at,
  };
}
