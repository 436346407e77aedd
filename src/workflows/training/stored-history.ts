import type { Deal, FeedbackEntry, History, SetAside } from "../../history/history.ts";
import { type AttributeType, type Mapping, mappingSchema } from "../../history/mapping.ts";
import type { AttributeValue } from "../../scorecard/lead.ts";
import type { Database, Session } from "../../store/database.ts";
import {
  countLeftOut,
  fingerprintHistory,
  freezeReading,
  hasActivities,
  readClosedDeals,
  readFeedback,
  type StoredDeal,
  type StoredFeedback,
} from "../../store/history.ts";

/** What is stored of closed deals, in the form in which it is calibrated on. */
export interface StoredHistory {
  readonly history: History;
  readonly mapping: Mapping;
  /** Null where sales said nothing yet. */
  readonly feedback: readonly FeedbackEntry[] | null;
  /** SHA-256 of all that was read. */
  readonly fingerprint: string;
}

/** Reads all closed deals with their leads as they were known when they were handed over. */
export async function readStoredHistory(database: Database): Promise<StoredHistory> {
  return database.transact(async (session) => {
    await freezeReading(session);
    const fingerprint = await fingerprintHistory(session);
    return { ...(await readFrozenHistory(session)), fingerprint };
  });
}

/** The same in a transaction in which everything read is of one moment. */
export async function readFrozenHistory(
  session: Session,
): Promise<Omit<StoredHistory, "fingerprint">> {
  const stored = await readClosedDeals(session);
  const { open, ...setAside } = await countLeftOut(session);
  const feedback = (await readFeedback(session)).map(toEntry);
  const types = typeAttributes(stored);
  const history: History = {
    deals: stored.map(toDeal).toSorted(byMoment),
    dated: true,
    open,
    setAside: describeSetAside(setAside),
    rejected: [],
    unreadable: [],
    dealsWithoutLead: 0,
    duplicates: [],
    excludedColumns: [],
    attributes: [...types.keys()],
    hasActivities: await hasActivities(session),
  };
  const said = feedback.length === 0 ? null : feedback;
  return { history, mapping: describeStored(types), feedback: said };
}

function toDeal({ leadId, owner, attributes, activities, ...deal }: StoredDeal): Deal {
  return {
    ...deal,
    rep: owner,
    lead: { id: leadId, attributes, activities },
    existingScore: null,
    excluded: {},
  };
}

function toEntry({ known, ...entry }: StoredFeedback): FeedbackEntry {
  return { ...entry, lead: known && { id: entry.leadId, ...known } };
}

function byMoment(a: Deal, b: Deal): number {
  return a.asOf - b.asOf || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function describeSetAside(
  counts: Readonly<Partial<Record<SetAside["reason"], number>>>,
): readonly SetAside[] {
  return Object.entries(counts)
    .filter(([, deals]) => deals > 0)
    .map(([reason, deals]) => ({ reason: reason as SetAside["reason"], deals }));
}

/**
 * A mapping that says of the stored attributes what one of files says of columns. Nothing is left out
 * as a leak: attributes are as they were known at the moment, not as they became.
 */
function describeStored(types: ReadonlyMap<string, AttributeType>): Mapping {
  return mappingSchema.parse({
    format: "counterweight/mapping@1",
    deals: {
      file: "stored deals",
      id: "deal",
      leadId: "lead",
      outcome: { by: "words", column: "outcome", won: ["won"], lost: ["lost"], open: ["open"] },
      createdAt: "openedAt",
      closedAt: "closedAt",
      handedOverAt: "handedOverAt",
    },
    attributes: [...types].map(([attribute, type]) => ({
      attribute,
      column: attribute,
      from: "leads",
      type,
    })),
    asOf: { moment: "handed-over" },
  });
}

/** Names of all attributes that any lead tells, in their order, and what they mostly are. */
function typeAttributes(deals: readonly StoredDeal[]): ReadonlyMap<string, AttributeType> {
  const counts = new Map<string, Map<AttributeType, number>>();
  for (const { attributes } of deals)
    for (const [name, value] of Object.entries(attributes)) {
      const type = typeOf(value);
      if (type === null || name === "") continue;
      const known = counts.get(name) ?? new Map<AttributeType, number>();
      counts.set(name, known.set(type, (known.get(type) ?? 0) + 1));
    }
  return new Map(
    [...counts.keys()].toSorted().map((name) => [name, commonest(counts.get(name)!)] as const),
  );
}

function commonest(counts: ReadonlyMap<AttributeType, number>): AttributeType {
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function typeOf(value: AttributeValue): AttributeType | null {
  if (value === null) return null;
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value !== "string") return "list";
  return DATE.test(value) ? "date" : "text";
}

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
