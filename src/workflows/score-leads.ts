import type { History, RejectedRow } from "../history/history.ts";
import { readLeads } from "../history/reading/lead-file.ts";
import { Refusal } from "../refusal.ts";
import type { LeadScore } from "../report/lead-score.ts";
import { renderLeadsCsv, renderLeadsJson } from "../report/lead-table.ts";
import { renderLedger } from "../report/ledger-text.ts";
import { type CompiledScorecards, compileScorecards } from "../scorecard/compiled.ts";
import type { Lead } from "../scorecard/lead.ts";
import { compileModel } from "../trainer/compiled-model.ts";
import { checkModel, type Model } from "../trainer/model.ts";
import { readMapping, readModel, readScorecards } from "./documents.ts";
import { scoreLead } from "./lead-score.ts";
import type { Progress } from "./progress.ts";

export interface ScoreInput {
  readonly leads: readonly string[];
  readonly mapping: string;
  readonly scorecard: string;
  readonly model: string;
  readonly activities?: string;
  /** Epoch milliseconds, for all leads; else the mapping's moment of each. */
  readonly asOf?: number;
  /** Epoch milliseconds, where neither is known. */
  readonly now: number;
  readonly onProgress: Progress;
}

export interface ScoredLeads {
  /** In the order of the file. */
  readonly scores: readonly LeadScore[];
  readonly rejected: readonly RejectedRow[];
}

/** Scores the leads of a file by rules and model. */
export async function scoreLeads(input: ScoreInput): Promise<ScoredLeads | Refusal> {
  const ready = await prepare(input);
  if (ready instanceof Refusal) return ready;
  input.onProgress(`scoring ${ready.leads.length} leads`);
  return { scores: ready.leads.map(ready.score), rejected: ready.rejected };
}

/** One lead of a file with both ledgers. */
export async function explainLead(leadId: string, input: ScoreInput): Promise<LeadScore | Refusal> {
  const ready = await prepare(input);
  if (ready instanceof Refusal) return ready;
  const found = ready.leads.find(({ lead }) => lead.id === leadId);
  if (found !== undefined) return ready.score(found);
  return new Refusal(
    "lead-unknown",
    `None of the ${ready.leads.length} leads in ${input.leads.join(", ")} has the id ${leadId}.`,
    "Give an id from the lead id column that the mapping names.",
  );
}

interface ReadLead {
  readonly lead: Lead;
  readonly asOf: number | null;
}

interface Ready {
  readonly leads: readonly ReadLead[];
  readonly rejected: readonly RejectedRow[];
  readonly score: (lead: ReadLead) => LeadScore;
}

async function prepare(input: ScoreInput): Promise<Ready | Refusal> {
  const mapping = await readMapping(input.mapping);
  if (mapping instanceof Refusal) return mapping;
  const set = await readScorecards(input.scorecard);
  if (set instanceof Refusal) return set;
  const model = await readModel(input.model);
  if (model instanceof Refusal) return model;
  const compiled = compileScorecards(set);
  const mismatch = checkModel(model, compiled);
  if (mismatch !== null) return mismatch;
  input.onProgress("reading the leads");
  const read = await readLeads(input.leads, mapping, {
    ...(input.activities !== undefined && { activities: input.activities }),
    ...(input.asOf !== undefined && { asOf: input.asOf }),
  });
  if (read instanceof Refusal) return read;
  const undated = read.leads.filter(({ asOf }) => asOf === null).length;
  if (undated > 0)
    input.onProgress(`${undated} leads have no moment in these files: they are scored as of now`);
  const scorer = { compiled, model: compileModel(model) };
  return {
    leads: read.leads,
    rejected: read.rejected,
    score: ({ lead, asOf }) => scoreLead(scorer, lead, asOf ?? input.now),
  };
}

/** Scores of a history's deals one after another, as `scoreLeads` gives them. */
export function* scoreDeals(
  compiled: CompiledScorecards,
  model: Model,
  { deals }: History,
): Generator<LeadScore> {
  const scorer = { compiled, model: compileModel(model) };
  for (const { lead, asOf } of deals) yield scoreLead(scorer, lead, asOf);
}

export { renderLeadsCsv, renderLeadsJson, renderLedger };
