import { Refusal } from "../../refusal.ts";
import type { Context } from "../context.ts";
import { findLead } from "./find-lead.ts";
import type { ExplainedScore } from "./live-scorer.ts";
import { NOTHING_LIVE } from "./scorers.ts";

const NOT_SCORED = new Refusal(
  "nothing-live",
  "This lead is not scored yet.",
  "The job that re-scores all leads comes to it soon; GET /v1/jobs shows how far it is.",
);

/**
 * Both scores of a stored lead with all that explains them, from its stored doses and the versions
 * that scored it: what was stored is told, and nothing is scored anew.
 */
export async function explainStored(
  context: Context,
  id: string,
): Promise<ExplainedScore | Refusal> {
  const lead = await findLead(context, id);
  if (lead instanceof Refusal) return lead;
  const { database, scorers } = context;
  if (lead.score === null)
    return (await scorers.current()) instanceof Refusal ? NOTHING_LIVE : NOT_SCORED;
  const { scorecardVersionId, modelVersionId, scorecard, doses, asOf } = lead.score;
  const scorer = await scorers.of(database, { scorecardVersionId, modelVersionId });
  const dosed = {
    doses: Float64Array.from(doses),
    scorecard: scorer.compiled.scorecards.findIndex((each) => each.scorecard.id === scorecard),
  };
  return scorer.explainDosed({ id, attributes: lead.attributes }, dosed, asOf);
}
