import type { TakenDelivery } from "../../store/delivery-attempts.ts";
import { isOfLead, nameEventType } from "./event-types.ts";

/**
 * What a subscriber is told of an event: JSON, the same on each attempt. Of a handover not by which
 * arm of an experiment, nor whether regardless of score: sales would judge the lead by it.
 *
 * @returns null where the lead was erased: nothing is told of it any more
 */
export function writeDeliveryBody(taken: TakenDelivery): string | null {
  if (taken.lead === null && isOfLead(taken.kind)) return null;
  return JSON.stringify({
    id: taken.id,
    type: nameEventType(taken),
    event: taken.eventId,
    at: new Date(taken.at).toISOString(),
    lead: taken.lead,
    cause: taken.cause,
    subject: taken.subject,
    name: taken.name,
    from: taken.from,
    to: taken.to,
    action: taken.action,
    score: taken.score,
    probability: taken.probability,
    scorecard: { slug: taken.slug, version: taken.version },
    owner: taken.owner,
  });
}
