import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { RefusalDetail } from "../../refusal.ts";
import { createdAt, identity, moment } from "./columns.ts";

export const jobKinds = [
  "rescore",
  "train",
  "report",
  "import",
  "recommend",
  "back-test",
  "triage",
  "watch",
] as const;
export const jobKind = pgEnum("job_kind", jobKinds);
export const jobStates = ["queued", "running", "done", "failed"] as const;
export const jobState = pgEnum("job_state", jobStates);

/** Said of a job that failed: a refusal, in words. */
export interface JobFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: readonly RefusalDetail[];
}

export interface JobProgress {
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
}

/** Long work. Whoever holds the lease works on it; a lease that runs out frees it. */
export const job = pgTable(
  "job",
  {
    id: identity(),
    kind: jobKind("kind").notNull(),
    /** Of jobs with one key only one exists, whatever became of it. */
    dedupeKey: text("dedupe_key"),
    input: jsonb("input").$type<Readonly<Record<string, unknown>>>().notNull(),
    state: jobState("state").notNull().default("queued"),
    progress: jsonb("progress").$type<JobProgress>(),
    /** How far the work has come, committed together with the work. */
    cursor: jsonb("cursor").$type<unknown>(),
    result: jsonb("result").$type<Readonly<Record<string, unknown>>>(),
    fault: jsonb("fault").$type<JobFault>(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: moment("due_at").notNull().defaultNow(),
    leaseUntil: moment("lease_until"),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    uniqueIndex("job_dedupe_key").on(table.dedupeKey),
    index("job_due").on(table.dueAt).where(sql`${table.state} in ('queued', 'running')`),
  ],
);

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** A file that came with a job; it goes when the job ends. */
export const upload = pgTable("upload", {
  id: identity(),
  jobId: bigint("job_id", { mode: "number" })
    .notNull()
    .references(() => job.id, { onDelete: "cascade" }),
  role: text("role").notNull(),
  name: text("name").notNull(),
  content: bytea("content").notNull(),
});

/** A report that was made of what is stored, until what it rests on has changed. */
export const report = pgTable("report", {
  /** SHA-256 of all that it rests on. */
  basis: text("basis").primaryKey(),
  html: text("html").notNull(),
  json: text("json").notNull(),
  md: text("md").notNull(),
  /** SVG by name, of reports whose pictures are given one by one. */
  pictures: jsonb("pictures").$type<Readonly<Record<string, string>>>().notNull().default({}),
  createdAt: createdAt(),
});

/** What an administrator sets: routing, hysteresis. */
export const setting = pgTable("setting", {
  name: text("name").primaryKey(),
  value: jsonb("value").$type<unknown>().notNull(),
  changedAt: moment("changed_at").notNull().defaultNow(),
});
