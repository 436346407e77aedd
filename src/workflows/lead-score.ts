import type { LeadScore } from "../report/lead-score.ts";
import { type CompiledScorecards, doseLead } from "../scorecard/compiled.ts";
import type { Lead } from "../scorecard/lead.ts";
import { scoreDoses } from "../scorecard/score.ts";
import { type Model, scoreModel } from "../trainer/model.ts";

/** Scores a lead by rules and model: the one way in which calibrate, score and explain do. */
export function scoreLead(
  compiled: CompiledScorecards,
  model: Model,
  lead: Lead,
  asOf: number,
): LeadScore {
  const { doses, scorecard } = doseLead(compiled, lead, asOf);
  return {
    lead: lead.id,
    asOf,
    rules: scoreDoses(compiled, doses, scorecard),
    model: scoreModel(model, compiled, doses, scorecard),
  };
}
