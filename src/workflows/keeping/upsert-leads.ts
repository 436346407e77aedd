import type { AttributeValue } from "../../scorecard/lead.ts";
import {
  changeLeads,
  insertLeads,
  lockLeads,
  MOST_ATTRIBUTE_BYTES,
  MOST_ATTRIBUTES,
} from "../../store/leads.ts";
import { shareLock } from "../../store/locks.ts";
import type { Cause } from "../../store/scores.ts";
import type { Actor, Context } from "../context.ts";
import type { ItemRefusal } from "./item-refusal.ts";
import { noteBatch } from "./note-batch.ts";
import { rescoreInSlices } from "./rescore-in-slices.ts";

export interface LeadItem {
  /** The sender's own id of the lead. */
  readonly id: string;
  /** Null makes an attribute unknown; one that is left out stays as it was. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly otherIds?: Readonly<Record<string, string>> | undefined;
  readonly owner?: string | null | undefined;
  /** Null makes it unknown; left out it stays as it was. */
  readonly account?: string | null | undefined;
}

export interface UpsertedCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: readonly ItemRefusal[];
}

const TOO_LARGE = `expected at most ${MOST_ATTRIBUTES} attributes and ${MOST_ATTRIBUTE_BYTES / 1024} KiB of them in all, with those that are known already`;

/**
 * Creates leads and changes those that are there, and scores all that are new or differ.
 *
 * @param actor who sends them; the audit log tells of people
 */
export async function upsertLeads(
  context: Context,
  items: readonly LeadItem[],
  cause: Cause = "lead",
  actor?: Actor,
): Promise<UpsertedCounts> {
  const leads = mergeRepeats(items);
  const records = leads.map(({ id, ...rest }) => ({ externalId: id, ...rest }));
  const ids = leads.map(({ id }) => id);
  return context.database.transact(async (session) => {
    await shareLock(session, "live");
    const created = await insertLeads(session, records, context.now());
    await lockLeads(session, ids);
    // Only now is it sure that nobody else changes these leads at a later moment.
    const asOf = context.now();
    const { changed, tooLarge } = await changeLeads(session, records, asOf);
    const touched = [...created, ...changed].toSorted((a, b) => a - b);
    await rescoreInSlices(context, session, touched, { asOf, cause });
    const counts = {
      created: created.length,
      changed: changed.length,
      unchanged: leads.length - touched.length - tooLarge.length,
    };
    await noteBatch(session, actor, "leads.upsert", counts);
    return { ...counts, refused: refuseItems(items, new Set(tooLarge)) };
  });
}

function refuseItems(
  items: readonly LeadItem[],
  tooLarge: ReadonlySet<string>,
): readonly ItemRefusal[] {
  return items.flatMap(({ id }, item) =>
    tooLarge.has(id) ? [{ item, field: "attributes", reason: TOO_LARGE }] : [],
  );
}

/** Items on one lead become one, in their order, as if they had come one after another. */
function mergeRepeats(items: readonly LeadItem[]): readonly LeadItem[] {
  const leads = new Map<string, LeadItem>();
  for (const item of items) {
    const { attributes, otherIds, ...before } = leads.get(item.id) ?? item;
    leads.set(item.id, {
      ...before,
      ...(item.owner !== undefined && { owner: item.owner }),
      ...(item.account !== undefined && { account: item.account }),
      attributes: { ...attributes, ...item.attributes },
      otherIds: { ...otherIds, ...item.otherIds },
    });
  }
  return [...leads.values()];
}
