import { sql } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { AttributeValue } from "../../scorecard/lead.ts";
import { createdAt, identity, moment } from "./columns.ts";

type Attributes = Readonly<Record<string, AttributeValue>>;

export const lead = pgTable(
  "lead",
  {
    id: identity(),
    externalId: text("external_id").notNull().unique(),
    /** What other systems call the lead, by system. */
    otherIds: jsonb("other_ids").$type<Readonly<Record<string, string>>>().notNull().default({}),
    attributes: jsonb("attributes").$type<Attributes>().notNull().default({}),
    owner: text("owner"),
    /** The company it belongs to, by the sender's own id: leads of one account go together. */
    account: text("account"),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("lead_other_ids").using("gin", table.otherIds),
    index("lead_by_update").on(table.updatedAt, table.id),
    index("lead_of_account").on(table.account).where(sql`${table.account} is not null`),
    index("lead_by_external_id").on(table.externalId.op("text_pattern_ops")),
  ],
);

/** The attributes as they were from a moment on, so that a lead is known as of any moment. */
export const leadRevision = pgTable(
  "lead_revision",
  {
    leadId: bigint("lead_id", { mode: "number" })
      .notNull()
      .references(() => lead.id, { onDelete: "cascade" }),
    knownFrom: moment("known_from").notNull(),
    attributes: jsonb("attributes").$type<Attributes>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.leadId, table.knownFrom] })],
);

export const activity = pgTable(
  "activity",
  {
    id: identity(),
    leadId: bigint("lead_id", { mode: "number" })
      .notNull()
      .references(() => lead.id, { onDelete: "cascade" }),
    /** The sender's own: an activity with a key that is there already is the same one. */
    key: text("key").notNull().unique(),
    type: text("type").notNull(),
    asset: text("asset"),
    category: text("category"),
    minutes: doublePrecision("minutes"),
    at: moment("at").notNull(),
    receivedAt: moment("received_at").notNull().defaultNow(),
  },
  (table) => [index("activity_of_lead").on(table.leadId, table.at)],
);
