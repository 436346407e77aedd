/**
 * What each line of the sample's scorecard is really worth: the outcomes are drawn from this table,
 *
 *   logit P(won) = intercept(year) + Σ logOdds × dose + what no line measures,
 *
 * with the doses of src/scorecard as of the hand-over. Divided by `LOG_ODDS_PER_POINT`, a line's
 * log-odds are the points that it should have.
 */
export interface TrueWorth {
  /** Log-odds for a dose of 1. */
  readonly logOdds: number;
  /** Log-odds for leads handed over from `DRIFT_FROM` on, where they are others. */
  readonly afterDrift?: number;
  /** How people came to their points. */
  readonly note: string;
}

export const LOG_ODDS_PER_POINT = 0.08;
export const DRIFT_FROM = Date.UTC(2025, 0, 1);

/** Shifts the share of deals won a little from year to year. */
export const INTERCEPTS: Readonly<Record<number, number>> = {
  2023: -3.65,
  2024: -3.55,
  2025: -3.45,
};

/** Standard deviation, in log-odds, of what no line measures: the company behind the lead. */
export const UNMEASURED_SPREAD = 0.4;

export const TRUTH: Readonly<Record<string, TrueWorth>> = {
  "title-c-level": {
    logOdds: 0.4,
    note: "overrated: the name on the door impresses, the signature comes late",
  },
  "title-director": { logOdds: 1.2, note: "underrated: owns the problem and the budget" },
  "title-manager": { logOdds: 0.96, note: "underrated: runs the evaluation" },
  "title-staff-white-paper": { logOdds: 0.32, note: "a little overrated" },
  "free-email": { logOdds: -0.64, note: "right" },
  "employees-50-199": { logOdds: 0.4, note: "right" },
  "employees-200-999": { logOdds: 0.9, note: "roughly right" },
  "employees-1000-up": { logOdds: 0.56, note: "roughly right" },
  "employees-unknown": { logOdds: 0.16, note: "right" },
  "industry-target": { logOdds: 0.64, note: "right" },
  "country-home": {
    logOdds: -0.48,
    note: "wrong sign: the home markets are where every competitor sells",
  },
  "source-recommended": {
    logOdds: 0.96,
    afterDrift: 0.4,
    note: "a little underrated until 2025, when partners began to be paid for names",
  },
  "budget-confirmed": { logOdds: 0.64, note: "right" },
  "demo-request": { logOdds: 1.3, note: "underrated by more than half" },
  "pricing-page": { logOdds: 0.5, note: "underrated by two thirds" },
  "product-pages": { logOdds: 0.16, note: "right" },
  "careers-page": { logOdds: -0.8, note: "its negative is missing: they want a job" },
  "white-paper": { logOdds: 0.08, note: "overrated: students and competitors read too" },
  webinar: { logOdds: 0, note: "worth nothing" },
  "email-open": { logOdds: 0, note: "worth nothing: mail programs open by themselves" },
  "email-click": { logOdds: 0.24, note: "right" },
  "email-opt-out": { logOdds: -0.96, note: "too mild" },
  "active-within-7-days": { logOdds: 0.4, note: "right" },
  inactive: { logOdds: -0.24, note: "right" },
};
