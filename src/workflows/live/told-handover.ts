import type { Cell } from "../../scorecard/schema.ts";
import type { SettledState } from "../../scorecard/transitions.ts";
import type { EventRecord } from "../../store/events.ts";
import type { LiveScorer } from "./live-scorer.ts";

interface HandedLead
  extends Pick<
    EventRecord,
    "leadId" | "from" | "score" | "probability" | "cause" | "scorecardVersionId" | "at"
  > {
  /** Id of the scorecard of the set that applies. */
  readonly scorecard: string;
  readonly cell: Cell;
}

/** The event of a handover that no change of cell brought about. */
export function tellHandover(
  { compiled }: Pick<LiveScorer, "compiled">,
  lead: HandedLead,
): EventRecord {
  const { leadId, from, score, probability, cause, scorecardVersionId, at, cell } = lead;
  const { matrix } = compiled.scorecards.find(
    (each) => each.scorecard.id === lead.scorecard,
  )!.scorecard;
  return {
    leadId,
    kind: "handover",
    subject: cell,
    name: `Handover in ${cell}`,
    direction: "move",
    from,
    to: cell,
    action: matrix.nextActions[cell],
    score,
    probability,
    cause,
    scorecardVersionId,
    publicationId: null,
    at,
  };
}

/** The cell that events have told of. */
export function cellOf({ grade, band }: Pick<SettledState, "grade" | "band">): Cell {
  return `${grade}${band}`;
}
