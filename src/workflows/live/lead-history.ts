import { Refusal } from "../../refusal.ts";
import {
  listActivities,
  listSnapshots,
  type Snapshot,
  type StoredActivity,
  type TimePlace,
} from "../../store/lead-scores.ts";
import type { Context } from "../context.ts";
import { findLead } from "./find-lead.ts";
import { type ScoreSummary, summarise } from "./score-summary.ts";

export type { StoredActivity, TimePlace };

/** Both scores as they were, with why they changed and the versions that they come from. */
export interface PastScores
  extends ScoreSummary,
    Pick<Snapshot, "id" | "cause" | "scorecardVersion" | "modelVersion"> {}

/** What a lead's scores were, newest first: one for each change that a person would see. */
export async function readHistory(
  context: Context,
  id: string,
  limit: number,
  after: TimePlace | null,
): Promise<readonly PastScores[] | Refusal> {
  const lead = await findLead(context, id);
  if (lead instanceof Refusal) return lead;
  const { database, scorers } = context;
  const snapshots = await listSnapshots(database, lead.leadId, limit, after);
  const past = snapshots.map(async (snapshot) => {
    const { id, cause, scorecardVersion, modelVersion } = snapshot;
    const summary = summarise(await scorers.of(database, snapshot), snapshot);
    return { ...summary, id, cause, scorecardVersion, modelVersion };
  });
  return Promise.all(past);
}

/** What a lead did, newest first. */
export async function readActivities(
  context: Context,
  id: string,
  limit: number,
  after: TimePlace | null,
): Promise<readonly StoredActivity[] | Refusal> {
  const lead = await findLead(context, id);
  if (lead instanceof Refusal) return lead;
  return listActivities(context.database, lead.leadId, limit, after);
}
