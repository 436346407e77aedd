import type { ImportedLead } from "../../history/reading/import-files.ts";
import { type ActivityRecord, insertActivities } from "../../store/activities.ts";
import type { Session } from "../../store/database.ts";
import { type FeedbackRecord, insertFeedback } from "../../store/feedback.ts";
import {
  createLeads,
  type Revision,
  readRevisions,
  reviseLeads,
  writeAccounts,
} from "../../store/imports.ts";
import { lockLeads } from "../../store/leads.ts";
import { type OpportunityRecord, upsertOpportunities } from "../../store/opportunities.ts";
import type { Context } from "../context.ts";
import { rescoreLeads } from "../live/rescore-leads.ts";
import { keyActivities, keyFeedback } from "./import-keys.ts";
import { mergeRevisions } from "./merged-revisions.ts";

/** What became of the rows of an import. */
export interface ImportCounts {
  readonly leads: { readonly created: number; readonly changed: number; readonly same: number };
  /** Those that are the same were there before. */
  readonly activities: { readonly added: number; readonly same: number };
  readonly deals: { readonly written: number; readonly same: number };
  readonly feedback: { readonly added: number; readonly same: number };
}

/**
 * Keeps leads with all that the files tell of them, and scores each lead that is new or differs once.
 *
 * @param startedAt when the import began, epoch milliseconds: the moment of what no file dates, and the
 *                  latest since which anything is known
 */
export async function keepChunk(
  context: Context,
  session: Session,
  leads: readonly ImportedLead[],
  startedAt: number,
): Promise<ImportCounts> {
  const { ids, created, changed } = await keepLeads(session, leads, startedAt);
  const activities = leads.flatMap((lead) => toActivities(lead, ids.get(lead.id)!));
  const deals = leads.flatMap((lead) => toOpportunities(lead, ids.get(lead.id)!));
  const feedback = leads.flatMap((lead) => toFeedback(lead, ids.get(lead.id)!, startedAt));
  const [{ added, leads: active }, { written }, said] = await Promise.all([
    insertActivities(session, activities),
    upsertOpportunities(session, deals),
    insertFeedback(session, feedback),
  ]);
  const differing = [...new Set([...created, ...changed, ...active])];
  await rescoreLeads(context, session, differing, { asOf: context.now(), cause: "import" });
  return {
    leads: {
      created: created.length,
      changed: changed.length,
      same: leads.length - created.length - changed.length,
    },
    activities: { added, same: activities.length - added },
    deals: { written, same: deals.length - written },
    feedback: { added: said, same: feedback.length - said },
  };
}

function toActivities({ activities }: ImportedLead, leadId: number): readonly ActivityRecord[] {
  const keys = keyActivities(leadId, activities);
  return activities.map((activity, i) => ({ ...activity, key: keys[i]!, leadId }));
}

function toOpportunities({ deals }: ImportedLead, leadId: number): readonly OpportunityRecord[] {
  return deals.map(({ id, outcome, openedAt, handedOverAt, closedAt }) => ({
    externalId: id,
    leadId,
    outcome,
    openedAt: openedAt ?? undefined,
    handedOverAt: handedOverAt ?? undefined,
    closedAt: closedAt ?? undefined,
  }));
}

function toFeedback(
  { feedback }: ImportedLead,
  leadId: number,
  startedAt: number,
): readonly FeedbackRecord[] {
  const keys = keyFeedback(leadId, feedback);
  return feedback.map(
    ({ accepted, rating, reason, rep, at, comment = null, sawScore = null }, i) => ({
      key: keys[i]!,
      leadId,
      accepted,
      rating,
      reason,
      comment,
      rep,
      sawScore,
      at: at ?? startedAt,
    }),
  );
}

interface KeptLeads {
  /** Internal ids by external ones. */
  readonly ids: ReadonlyMap<string, number>;
  readonly created: readonly number[];
  /** Leads of which the import tells something new. */
  readonly changed: readonly number[];
}

async function keepLeads(
  session: Session,
  leads: readonly ImportedLead[],
  startedAt: number,
): Promise<KeptLeads> {
  const told = new Map(
    leads.map(({ id, account, known }) => [
      id,
      { account, revisions: toRevisions(known, startedAt) },
    ]),
  );
  // Before any lead is locked: who waits here for another's new lead holds none that is known.
  const created = await createLeads(
    session,
    [...told].map(([externalId, lead]) => ({ externalId, ...lead })),
  );
  const there = await lockLeads(
    session,
    [...told.keys()].filter((id) => !created.has(id)),
  );
  const kept = await readRevisions(session, [...there.values()]);
  const revised = [...there].flatMap(([id, leadId]) => {
    const revisions = mergeRevisions(kept.get(leadId) ?? [], told.get(id)!.revisions);
    return revisions === null ? [] : [{ leadId, revisions }];
  });
  await reviseLeads(session, revised);
  const accounts = [...there].flatMap(([id, leadId]) => {
    const { account } = told.get(id)!;
    return account === null ? [] : [{ leadId, account }];
  });
  const moved = await writeAccounts(session, accounts, startedAt);
  return {
    ids: new Map([...there, ...created]),
    created: [...created.values()],
    changed: [...new Set([...revised.map(({ leadId }) => leadId), ...moved])],
  };
}

/** Nothing is known from a moment to come on; of what is known from one moment on, the last stands. */
function toRevisions(known: ImportedLead["known"], startedAt: number): readonly Revision[] {
  const byMoment = new Map(
    known.map(({ knownFrom, attributes }) => [
      Math.min(knownFrom ?? startedAt, startedAt),
      attributes,
    ]),
  );
  return [...byMoment].map(([knownFrom, attributes]) => ({ knownFrom, attributes }));
}
