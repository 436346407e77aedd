import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { createdAt, identity, moment } from "./columns.ts";

/** A lineage of scorecard versions. What a version holds is a set: segments and a fallback. */
export const scorecard = pgTable("scorecard", {
  id: identity(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  createdAt: createdAt(),
});

export const versionState = pgEnum("version_state", ["draft", "published"]);

/** Immutable once published. */
export const scorecardVersion = pgTable(
  "scorecard_version",
  {
    id: identity(),
    scorecardId: bigint("scorecard_id", { mode: "number" })
      .notNull()
      .references(() => scorecard.id),
    version: integer("version").notNull(),
    document: jsonb("document").$type<ScorecardSet>().notNull(),
    state: versionState("state").notNull().default("draft"),
    note: text("note"),
    /** The version that it was drafted from. */
    basedOnId: bigint("based_on_id", { mode: "number" }),
    /** Why each line and threshold was changed, by subject. */
    reasons: jsonb("reasons").$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** What re-scoring all of history under it gave; none while it was not back-tested. */
    backTest: jsonb("back_test").$type<unknown>(),
    backTestedAt: moment("back_tested_at"),
    /** Who from sales and marketing agreed to it, when they met. */
    meeting: jsonb("meeting").$type<unknown>(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    approvedBy: text("approved_by"),
    approvedAt: moment("approved_at"),
    publishedBy: text("published_by"),
    publishedAt: moment("published_at"),
  },
  (table) => [unique("scorecard_version_number").on(table.scorecardId, table.version)],
);

export const model = pgTable("model", {
  id: identity(),
  slug: text("slug").notNull().unique(),
  scorecardId: bigint("scorecard_id", { mode: "number" })
    .notNull()
    .references(() => scorecard.id),
  createdAt: createdAt(),
});

/** A fit. It is a candidate until a person promotes it. */
export const modelVersion = pgTable(
  "model_version",
  {
    id: identity(),
    modelId: bigint("model_id", { mode: "number" })
      .notNull()
      .references(() => model.id),
    version: integer("version").notNull(),
    /** The version of the scorecard whose lines it was fitted on. */
    scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
      .notNull()
      .references(() => scorecardVersion.id),
    document: jsonb("document").$type<unknown>().notNull(),
    /** Every figure of the calibration that it came from, as calibration.json has them. */
    calibration: jsonb("calibration").$type<unknown>(),
    /** SHA-256 of the history that it learnt from. */
    historyHash: text("history_hash"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    promotedBy: text("promoted_by"),
    promotedAt: moment("promoted_at"),
  },
  (table) => [unique("model_version_number").on(table.modelId, table.version)],
);

/** What is live: the one row that says which versions score. */
export const live = pgTable(
  "live",
  {
    only: boolean("only").primaryKey().default(true),
    scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
      .notNull()
      .references(() => scorecardVersion.id),
    /** None while no model fits the scorecard's lines. */
    modelVersionId: bigint("model_version_id", { mode: "number" }).references(
      () => modelVersion.id,
    ),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [check("live_is_one_row", sql`${table.only}`)],
);

/** A change of what is live, and what becomes of the events that it causes. */
export const publication = pgTable("publication", {
  id: identity(),
  scorecardVersionId: bigint("scorecard_version_id", { mode: "number" })
    .notNull()
    .references(() => scorecardVersion.id),
  modelVersionId: bigint("model_version_id", { mode: "number" }).references(() => modelVersion.id),
  replacedScorecardVersionId: bigint("replaced_scorecard_version_id", { mode: "number" }),
  replacedModelVersionId: bigint("replaced_model_version_id", { mode: "number" }),
  /** `send` at once, `hold` until somebody releases them, `drop`. */
  events: text("events").$type<"send" | "hold" | "drop">().notNull(),
  /** Held events that go out in a minute once released; null: all at once. */
  perMinute: integer("per_minute"),
  releasedAt: moment("released_at"),
  /** When the next event of it may go out, where they go out at a rate. */
  nextDueAt: moment("next_due_at"),
  note: text("note"),
  publishedBy: text("published_by").notNull(),
  publishedAt: moment("published_at").notNull().defaultNow(),
});
