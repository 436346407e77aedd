import {
  bigint,
  doublePrecision,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { createdAt, identity, moment } from "./columns.ts";
import { lead } from "./leads.ts";
import { modelVersion, scorecardVersion } from "./scorecards.ts";

/** A comparison of arms on leads to come, as agreed before it starts. */
export const experiment = pgTable("experiment", {
  id: identity(),
  name: text("name").notNull(),
  salt: text("salt").notNull().unique(),
  /** The definition, which never changes. */
  definition: jsonb("definition").$type<unknown>().notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
  startsAt: moment("starts_at").notNull(),
  /** As planned, or when somebody stopped it; none where it runs until then. */
  stopsAt: moment("stops_at"),
  stoppedBy: text("stopped_by"),
  stopNote: text("stop_note"),
  /** The verdict that the last event told. */
  told: text("told"),
});

/** A lead that takes part, from when either arm would first have handed it over. */
export const experimentAssignment = pgTable(
  "experiment_assignment",
  {
    experimentId: bigint("experiment_id", { mode: "number" })
      .notNull()
      .references(() => experiment.id),
    leadId: bigint("lead_id", { mode: "number" })
      .notNull()
      .references(() => lead.id, { onDelete: "cascade" }),
    /** What was assigned: the lead, or its account. */
    unit: text("unit").notNull(),
    arm: text("arm").$type<"rules" | "model">().notNull(),
    /** Probability with which the unit came into this arm. */
    propensity: doublePrecision("propensity").notNull(),
    /** The score before the assignment, by which the comparison is adjusted. */
    scoreBefore: doublePrecision("score_before"),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.leadId] }),
    index("experiment_assignment_of_lead").on(table.leadId),
  ],
);

/**
 * The one moment at which it was decided whether a lead is handed over: when a score first asked for
 * it, or when it had waited long enough without.
 */
export const triage = pgTable("triage", {
  leadId: bigint("lead_id", { mode: "number" })
    .primaryKey()
    .references(() => lead.id, { onDelete: "cascade" }),
  because: text("because").$type<"score" | "exploration" | "neither">().notNull(),
  /** Chance that a lead like it is handed over at that moment; 0 without exploration. */
  propensity: doublePrecision("propensity").notNull(),
  total: doublePrecision("total").notNull(),
  probability: doublePrecision("probability"),
  scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
    .notNull()
    .references(() => scorecardVersion.id),
  modelVersionId: bigint("model_version_id", { mode: "number" }).references(() => modelVersion.id),
  at: moment("at").notNull(),
});

/** What the daily watch found. */
export const watch = pgTable(
  "watch",
  {
    id: identity(),
    at: moment("at").notNull(),
    scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
      .notNull()
      .references(() => scorecardVersion.id),
    modelVersionId: bigint("model_version_id", { mode: "number" }).references(
      () => modelVersion.id,
    ),
    findings: jsonb("findings").$type<unknown>().notNull(),
  },
  (table) => [index("watch_by_time").on(table.at)],
);
