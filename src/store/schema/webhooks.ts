import { sql } from "drizzle-orm";
import { bigint, index, integer, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, identity, moment } from "./columns.ts";
import { event, eventKind } from "./scores.ts";

/** A subscription to events. */
export const webhook = pgTable("webhook", {
  id: identity(),
  url: text("url").notNull(),
  /** Signs deliveries, so it is kept as it is; shown once. */
  secret: text("secret").notNull(),
  kinds: eventKind("kinds").array().notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
  disabledAt: moment("disabled_at"),
});

export const deliveryState = pgEnum("delivery_state", ["waiting", "delivered", "dead", "held"]);

/** One event on its way to one subscriber. Its id stays the same over all attempts. */
export const delivery = pgTable(
  "delivery",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    webhookId: bigint("webhook_id", { mode: "number" })
      .notNull()
      .references(() => webhook.id, { onDelete: "cascade" }),
    eventId: bigint("event_id", { mode: "number" })
      .notNull()
      .references(() => event.id),
    state: deliveryState("state").notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    /** When it is to be tried; while an attempt runs, when its lease ends. */
    dueAt: moment("due_at").notNull().defaultNow(),
    status: integer("status"),
    reason: text("reason"),
    createdAt: createdAt(),
    deliveredAt: moment("delivered_at"),
  },
  (table) => [
    unique("delivery_of_event").on(table.webhookId, table.eventId),
    // By webhook, so that what waits for one need not be passed over to find what waits for others.
    index("delivery_due").on(table.webhookId, table.dueAt).where(sql`${table.state} = 'waiting'`),
    index("delivery_by_event").on(table.eventId),
    index("delivery_dead").on(table.webhookId, table.eventId).where(sql`${table.state} = 'dead'`),
  ],
);
