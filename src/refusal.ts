/**
 * The one catalogue of expected refusals.
 *
 * A refusal is a value, returned and never thrown: the input or the question was not usable, and a
 * person can do something about it. Only the edges turn it into an exit code or an HTTP status.
 * exitCode 2: the input cannot be used; 3: the question cannot be answered from this input.
 */
const CATALOGUE = {
  "file-missing": { exitCode: 2 },
  "file-unreadable": { exitCode: 2 },
  "file-unrecognised": { exitCode: 2 },
  "delimiter-wrong": { exitCode: 2 },
  "column-missing": { exitCode: 2 },
  "outcome-missing": { exitCode: 2 },
  "mapping-invalid": { exitCode: 2 },
  "scorecard-invalid": { exitCode: 2 },
  "model-invalid": { exitCode: 2 },
  "rows-broken": { exitCode: 2 },
  "option-invalid": { exitCode: 2 },
  "lead-unknown": { exitCode: 2 },
  "key-unknown": { exitCode: 2 },
  "person-unknown": { exitCode: 2 },
  "email-taken": { exitCode: 2 },
  "last-admin": { exitCode: 2 },
  "sign-in-refused": { exitCode: 2 },
  "nothing-live": { exitCode: 2 },
  "version-unknown": { exitCode: 2 },
  "model-misfit": { exitCode: 2 },
  "database-unavailable": { exitCode: 2 },
  "password-invalid": { exitCode: 2 },
  "webhook-invalid": { exitCode: 2 },
  "webhook-unknown": { exitCode: 2 },
  "delivery-unknown": { exitCode: 2 },
  "handover-unknown": { exitCode: 2 },
  "job-unknown": { exitCode: 2 },
  "jobs-too-many": { exitCode: 2 },
  "picture-unknown": { exitCode: 2 },
  "feedback-unknown": { exitCode: 2 },
  "feedback-withdrawn": { exitCode: 2 },
  "recommendation-unknown": { exitCode: 2 },
  "recommendation-stale": { exitCode: 2 },
  "subject-unknown": { exitCode: 2 },
  "decision-stale": { exitCode: 2 },
  "decision-invalid": { exitCode: 2 },
  "nothing-decided": { exitCode: 2 },
  "thresholds-out-of-order": { exitCode: 2 },
  "back-test-unknown": { exitCode: 2 },
  "back-test-missing": { exitCode: 2 },
  "version-outdated": { exitCode: 2 },
  "version-unpublished": { exitCode: 2 },
  "version-published": { exitCode: 2 },
  "approval-missing": { exitCode: 2 },
  "approval-own": { exitCode: 2 },
  "publication-unknown": { exitCode: 2 },
  "publication-dropped": { exitCode: 2 },
  "experiment-unknown": { exitCode: 2 },
  "experiment-invalid": { exitCode: 2 },
  "experiment-overlapping": { exitCode: 2 },
  "experiment-stopped": { exitCode: 2 },
  "experiment-unplannable": { exitCode: 3 },
  "watch-unknown": { exitCode: 2 },
  "one-class": { exitCode: 3 },
  "too-few-deals": { exitCode: 3 },
  separated: { exitCode: 3 },
  "nothing-varies": { exitCode: 3 },
} as const;

export type RefusalCode = keyof typeof CATALOGUE;

export interface RefusalDetail {
  /** File, and where known row, column or JSON path. */
  readonly where: string;
  readonly reason: string;
}

export class Refusal {
  readonly code: RefusalCode;
  /** What is wrong, in one sentence, without personal data. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  readonly details: readonly RefusalDetail[];

  constructor(
    code: RefusalCode,
    message: string,
    remedy: string,
    details: readonly RefusalDetail[] = [],
  ) {
    this.code = code;
    this.message = message;
    this.remedy = remedy;
    this.details = details;
  }

  get exitCode(): 2 | 3 {
    return CATALOGUE[this.code].exitCode;
  }
}
