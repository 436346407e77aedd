import { Refusal } from "../../refusal.ts";
import {
  type LeadFilter,
  type LeadOrder,
  type LeadPlace,
  type ListedLead,
  listLeads as list,
} from "../../store/lead-list.ts";
import type { StoredLead } from "../../store/lead-scores.ts";
import type { Context } from "../context.ts";
import { findLead } from "./find-lead.ts";
import {
  type ScoreSummary,
  type SettledSummary,
  summarise,
  summariseSettled,
} from "./score-summary.ts";

export type { LeadOrder, LeadPlace };

interface Summarised {
  /** Null where the lead was not scored yet. */
  readonly scores: (ScoreSummary & { readonly settled: SettledSummary }) | null;
}

export interface LeadQuery extends Omit<LeadFilter, "reached"> {
  /** Id of a threshold that the score has reached. */
  readonly threshold?: string | undefined;
}

export type SummarisedLead = Omit<ListedLead, "score"> & Summarised;

/** The leads that a query lets through, sorted by either score or the last change. */
export async function listLeads(
  context: Context,
  { threshold, ...filter }: LeadQuery,
  order: LeadOrder,
  limit: number,
  after: LeadPlace | null,
): Promise<readonly SummarisedLead[]> {
  const reached = threshold === undefined ? undefined : await findCuts(context, threshold);
  const rows = await list(context.database, { ...filter, reached }, order, limit, after);
  return Promise.all(rows.map((row) => addScores(context, row)));
}

export type ReadLead = Omit<StoredLead, "score"> & Summarised;

/** A lead with all that is known of it but what it did. */
export async function readLead(context: Context, id: string): Promise<ReadLead | Refusal> {
  const lead = await findLead(context, id);
  return lead instanceof Refusal ? lead : addScores(context, lead);
}

/** The cuts that a threshold has on the live scorecards. */
async function findCuts({ scorers }: Context, threshold: string) {
  const scorer = await scorers.current();
  if (scorer instanceof Refusal) return [];
  return scorer.compiled.scorecards.flatMap(({ scorecard }) =>
    scorecard.thresholds
      .filter(({ id }) => id === threshold)
      .map(({ score }) => ({ scorecard: scorecard.id, score })),
  );
}

async function addScores<T extends Pick<ListedLead, "score">>(
  { database, scorers }: Context,
  { score, ...lead }: T,
): Promise<Omit<T, "score"> & Summarised> {
  if (score === null) return { ...lead, scores: null };
  const summary = summarise(await scorers.of(database, score), score);
  return { ...lead, scores: { ...summary, settled: summariseSettled(score.settled) } };
}
