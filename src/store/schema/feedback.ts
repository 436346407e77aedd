import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  smallint,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { createdAt, identity, moment } from "./columns.ts";
import { lead } from "./leads.ts";
import { scorecardVersion } from "./scorecards.ts";

/** What sales said of a lead. */
export const feedback = pgTable(
  "feedback",
  {
    id: identity(),
    /** The sender's own: feedback with a key that is there already is the same. */
    key: text("key").notNull().unique(),
    leadId: bigint("lead_id", { mode: "number" })
      .notNull()
      .references(() => lead.id, { onDelete: "cascade" }),
    accepted: boolean("accepted").notNull(),
    /** 1 to 5 where that was given. */
    rating: smallint("rating"),
    /** The main one; none where none was given. */
    reason: text("reason"),
    moreReasons: text("more_reasons").array().notNull().default([]),
    comment: text("comment"),
    rep: text("rep"),
    at: moment("at").notNull(),
    /** Who gave it, as the audit log names people: only they may change it. */
    author: text("author").notNull().default("import"),
    /** Whether the score was in sight; null where nobody knows. */
    sawScore: boolean("saw_score"),
    /** The version whose score was shown; none where no score was visible. */
    shownVersionId: bigint("shown_version_id", { mode: "number" }).references(
      () => scorecardVersion.id,
    ),
    shownTotal: doublePrecision("shown_total"),
    withdrawnAt: moment("withdrawn_at"),
    createdAt: createdAt(),
  },
  (table) => [index("feedback_of_lead").on(table.leadId)],
);

/** A run of the recommendation: the same history, version, seed and settings give it again. */
export const recommendation = pgTable("recommendation", {
  id: identity(),
  scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
    .notNull()
    .references(() => scorecardVersion.id),
  historyHash: text("history_hash").notNull(),
  seed: integer("seed").notNull(),
  settings: jsonb("settings").$type<Readonly<Record<string, unknown>>>().notNull(),
  /** The calibration, as calibration.json has it. */
  calibration: jsonb("calibration").$type<unknown>().notNull(),
  /** The set with every recommended change in it. */
  recommended: jsonb("recommended").$type<ScorecardSet>().notNull(),
  /** SHA-256 of both documents: the same history, version, seed and settings give it again. */
  resultHash: text("result_hash").notNull(),
  jobId: bigint("job_id", { mode: "number" }),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
});

export const decided = pgEnum("decided", ["accepted", "edited", "rejected"]);

/** What a person decided on one line or threshold of a recommendation. */
export const decision = pgTable(
  "decision",
  {
    id: identity(),
    recommendationId: bigint("recommendation_id", { mode: "number" })
      .notNull()
      .references(() => recommendation.id),
    /** `line:KEY` or `threshold:ID`. */
    subject: text("subject").notNull(),
    decided: decided("decided").notNull(),
    value: doublePrecision("value"),
    note: text("note"),
    /** Rises with each change, so that nobody overwrites in silence. */
    revision: integer("revision").notNull().default(1),
    decidedBy: text("decided_by").notNull(),
    decidedAt: moment("decided_at").notNull(),
  },
  (table) => [unique("decision_on_subject").on(table.recommendationId, table.subject)],
);
