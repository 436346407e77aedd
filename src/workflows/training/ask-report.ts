import { setTimeout } from "node:timers/promises";
import { Refusal, type RefusalCode } from "../../refusal.ts";
import type { Database, Session } from "../../store/database.ts";
import { enqueueJob, type JobFault } from "../../store/jobs.ts";
import { type LiveVersions, readLive } from "../../store/live.ts";
import { takeLock } from "../../store/locks.ts";
import {
  countReportsAsked,
  findReport,
  findReportJob,
  hasReport,
  type ReportJob,
  type ReportPart,
  type StoredReport,
} from "../../store/reports.ts";
import { hashComparison } from "../comparing/comparison-basis.ts";
import type { ComparisonWish } from "../comparing/comparison-material.ts";
import type { Actor, Context } from "../context.ts";
import { readCapacity } from "../feedback/listening-settings.ts";
import { hashFeedbackBasis } from "../feedback/make-feedback-report.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import { fingerprintComparisonRecently, fingerprintRecently } from "./recent-fingerprint.ts";
import { hashBasis } from "./report-basis.ts";

export { type ReportForm, reportForms } from "../../store/reports.ts";

/** The report, or the job that makes it. */
export type ReportAnswer =
  | { readonly report: StoredReport }
  | { readonly report: null; readonly job: number };

/**
 * ab: rules against model; calibration: what the lines of the scorecard are worth; feedback: what sales
 * said, set against both.
 */
export type ReportTopic = "ab" | "calibration" | "feedback";

export interface ReportWish {
  readonly of?: ReportTopic;
  readonly form: ReportPart;
  readonly seed: number;
  /** Of rules against model; what the data allow when left out. */
  readonly comparison?: ComparisonWish | undefined;
  /** How long to wait for a report that has yet to be made. */
  readonly waitMs: number;
  /** Waits no longer when it is aborted. */
  readonly signal: AbortSignal;
}

/** Reports that one caller may have asked for and not yet got. */
const MOST_ASKED = 3;
const LOOK_MS = 200;
/** A job that nobody takes for so long is not waited for any longer. */
const TAKEN_WITHIN_MS = 5_000;

/**
 * A report on what is stored, under the live scorecard. One that has yet to be made is asked for, once,
 * however many ask.
 */
export async function askReport(
  context: Context,
  actor: Actor,
  wish: ReportWish,
): Promise<ReportAnswer | Refusal> {
  const { database } = context;
  const { form, waitMs, signal } = wish;
  const live = await readLive(database);
  if (live === null) return NOTHING_LIVE;
  const { basis, input } = await findBasis(context, live, wish);
  const from = performance.now();
  for (;;) {
    const report = await findReport(database, basis, form);
    if (report !== null) return { report };
    const { key, job } = await findMaking(database, basis);
    if (job === null) {
      const refusal = await askForMaking(database, actor, { key, input });
      if (refusal !== null) return refusal;
      continue;
    }
    if (job.state === "failed") return toRefusal(job.fault!);
    // What is stored has changed between asking and making: the report is of what is stored since.
    const made = job.basis === null ? null : await findReport(database, job.basis, form);
    if (made !== null) return { report: made };
    const mostMs = job.state === "queued" ? Math.min(waitMs, TAKEN_WITHIN_MS) : waitMs;
    if (signal.aborted || performance.now() - from >= mostMs) return { report: null, job: job.id };
    await pause(LOOK_MS, signal);
  }
}

interface Wanted {
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Asks for a report to be made, unless the caller waits for several already. */
async function askForMaking(
  database: Database,
  { name }: Actor,
  { key, input }: Wanted,
): Promise<Refusal | null> {
  return database.transact(async (session) => {
    await takeLock(session, "asking");
    if ((await findReportJob(session, key)) !== null) return null;
    if ((await countReportsAsked(session, name)) >= MOST_ASKED) return TOO_MANY;
    await enqueueJob(session, { kind: "report", input, dedupeKey: key, createdBy: name });
    return null;
  });
}

const TOO_MANY = new Refusal(
  "jobs-too-many",
  `This caller has asked for ${MOST_ASKED} reports that are not yet made.`,
  "Ask again once one of them is made.",
);

const UNASKED: ComparisonWish = { basis: null, clustering: null };

/** What a report rests on, and what the job that makes it is told. */
async function findBasis(
  { database, now }: Context,
  live: LiveVersions,
  {
    of = "calibration",
    seed,
    comparison = UNASKED,
  }: Pick<ReportWish, "of" | "seed" | "comparison">,
) {
  const subject = { ...live, seed };
  const input = { of, ...subject };
  switch (of) {
    case "feedback":
      return { basis: await hashFeedbackBasis(database, subject, now()), input };
    case "calibration": {
      const fingerprint = await fingerprintRecently(database);
      return { basis: hashBasis({ fingerprint, ...subject }), input };
    }
    case "ab": {
      const fingerprints = {
        fingerprint: await fingerprintRecently(database),
        comparison: await fingerprintComparisonRecently(database),
        capacity: await readCapacity(database),
        now: now(),
      };
      const basis = hashComparison({ ...subject, ...comparison }, fingerprints);
      return { basis, input: { ...input, comparison } };
    }
  }
}

interface Making {
  readonly key: string;
  /** Null where nobody has asked for it yet. */
  readonly job: ReportJob | null;
}

/** The job that makes a report, or made it, or was refused. */
async function findMaking(session: Session, basis: string): Promise<Making> {
  for (let attempt = 1; ; attempt++) {
    const key = `report:${basis}:${attempt}`;
    const job = await findReportJob(session, key);
    if (job === null || !(await isSpent(session, job))) return { key, job };
  }
}

/** Whether a job ended for a fault that may have passed, or made a report that is let go of. */
async function isSpent(session: Session, { state, fault, basis }: ReportJob): Promise<boolean> {
  if (state === "failed") return fault?.code === "fault";
  return state === "done" && (basis === null || !(await hasReport(session, basis)));
}

function toRefusal({ code, message, remedy, details }: JobFault): Refusal {
  return new Refusal(code as RefusalCode, message, remedy, details);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal }).catch(() => {});
}
