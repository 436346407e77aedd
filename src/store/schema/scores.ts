import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  jsonb,
  pgEnum,
  pgTable,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import type { SettledState } from "../../scorecard/transitions.ts";
import { identity, moment } from "./columns.ts";
import { experiment } from "./experiments.ts";
import { lead } from "./leads.ts";
import { modelVersion, publication, scorecardVersion } from "./scorecards.ts";

export const causes = ["lead", "time", "version", "import"] as const;
export const cause = pgEnum("cause", causes);

/** Both scores of a lead at a moment. Doses and versions give every ledger again, exactly. */
const figures = () => ({
  asOf: moment("as_of").notNull(),
  scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
    .notNull()
    .references(() => scorecardVersion.id),
  modelVersionId: bigint("model_version_id", { mode: "number" }).references(() => modelVersion.id),
  /** Id of the scorecard of the set that applied. */
  scorecard: text("scorecard").notNull(),
  total: doublePrecision("total").notNull(),
  fit: doublePrecision("fit").notNull(),
  engagement: doublePrecision("engagement").notNull(),
  cell: text("cell").notNull(),
  probability: doublePrecision("probability"),
  probabilityLow: doublePrecision("probability_low"),
  probabilityHigh: doublePrecision("probability_high"),
  logOdds: doublePrecision("log_odds"),
  modelPoints: doublePrecision("model_points"),
  disagrees: boolean("disagrees").notNull(),
  /** One a line of the set, in its order. */
  doses: doublePrecision("doses").array().notNull(),
});

/** The scores of each lead now. */
export const leadScore = pgTable(
  "lead_score",
  {
    leadId: bigint("lead_id", { mode: "number" })
      .primaryKey()
      .references(() => lead.id, { onDelete: "cascade" }),
    ...figures(),
    /** What events have told of the lead so far. */
    settled: jsonb("settled").$type<SettledState>().notNull(),
  },
  (table) => [
    index("lead_score_by_rules").on(table.total, table.leadId),
    index("lead_score_by_model").on(table.probability, table.leadId),
  ],
);

/** What the scores were: a row at each change that a person would see. */
export const scoreSnapshot = pgTable(
  "score_snapshot",
  {
    id: identity(),
    leadId: bigint("lead_id", { mode: "number" })
      .notNull()
      .references(() => lead.id, { onDelete: "cascade" }),
    cause: cause("cause").notNull(),
    ...figures(),
  },
  (table) => [index("score_snapshot_of_lead").on(table.leadId, table.asOf, table.id)],
);

export const eventKinds = [
  "threshold",
  "watermark",
  "cell",
  "handover",
  "alarm",
  "experiment",
] as const;
export const eventKind = pgEnum("event_kind", eventKinds);
export const direction = pgEnum("direction", ["up", "down", "move"]);

/** Crossings of thresholds and watermarks, changes of cell, handovers: each once. */
export const event = pgTable(
  "event",
  {
    id: identity(),
    /** None once the lead is erased, and of alarms and experiments, which are of no lead. */
    leadId: bigint("lead_id", { mode: "number" }).references(() => lead.id, {
      onDelete: "set null",
    }),
    kind: eventKind("kind").notNull(),
    subject: text("subject").notNull(),
    name: text("name").notNull(),
    direction: direction("direction").notNull(),
    from: text("from"),
    to: text("to"),
    action: text("action"),
    /** None of alarms and experiments. */
    score: doublePrecision("score"),
    probability: doublePrecision("probability"),
    cause: cause("cause").notNull(),
    scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
      .notNull()
      .references(() => scorecardVersion.id),
    /** The publication that caused it, where a new version did. */
    publicationId: bigint("publication_id", { mode: "number" }).references(() => publication.id),
    at: moment("at").notNull(),
  },
  (table) => [
    index("event_of_lead").on(table.leadId, table.at, table.id),
    index("event_by_time").on(table.at, table.id),
    index("event_of_publication")
      .on(table.publicationId, table.id)
      .where(sql`${table.publicationId} is not null`),
  ],
);

/** A lead that was given to sales. It outlives an erased lead as a count. */
export const handover = pgTable(
  "handover",
  {
    id: identity(),
    leadId: bigint("lead_id", { mode: "number" }).references(() => lead.id, {
      onDelete: "set null",
    }),
    eventId: bigint("event_id", { mode: "number" })
      .notNull()
      .references(() => event.id),
    cell: text("cell").notNull(),
    nextAction: text("next_action").notNull(),
    owner: text("owner"),
    rule: smallint("rule"),
    at: moment("at").notNull(),
    closedAt: moment("closed_at"),
    /** Whether feedback is asked for without the score in sight, drawn at random. */
    blind: boolean("blind").notNull().default(false),
    because: text("because").$type<"score" | "exploration">().notNull().default("score"),
    /** Where an experiment decided: the arm by whose score it was handed over. */
    experimentId: bigint("experiment_id", { mode: "number" }).references(() => experiment.id),
    arm: text("arm").$type<"rules" | "model">(),
    /** The model that scored it then; its event has the scores. */
    modelVersionId: bigint("model_version_id", { mode: "number" }).references(
      () => modelVersion.id,
    ),
  },
  (table) => [
    index("handover_of_lead").on(table.leadId),
    index("handover_of_owner").on(table.owner, table.id),
    index("handover_of_event").on(table.eventId),
    index("handover_by_time").on(table.at),
    index("handover_of_experiment")
      .on(table.experimentId)
      .where(sql`${table.experimentId} is not null`),
  ],
);
