import { bigint, index, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, identity, moment } from "./columns.ts";
import { lead } from "./leads.ts";

export const outcomes = ["won", "lost", "open"] as const;
export const outcome = pgEnum("outcome", outcomes);

/** A deal. It outlives an erased lead, without its id, so that counts stay right. */
export const opportunity = pgTable(
  "opportunity",
  {
    id: identity(),
    externalId: text("external_id").unique(),
    leadId: bigint("lead_id", { mode: "number" }).references(() => lead.id, {
      onDelete: "set null",
    }),
    outcome: outcome("outcome").notNull(),
    openedAt: moment("opened_at"),
    handedOverAt: moment("handed_over_at"),
    closedAt: moment("closed_at"),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("opportunity_of_lead").on(table.leadId)],
);
