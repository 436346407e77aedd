import type { Anchoring } from "../feedback/anchoring.ts";
import type { RepLeniency } from "../feedback/leniency.ts";
import type { RepAgreement } from "../feedback/rep-agreement.ts";
import type { Said } from "../feedback/sales-says.ts";
import type { ThresholdAgreement } from "../feedback/threshold-agreement.ts";
import type { WorkloadAdvice } from "../feedback/workload.ts";
import type { Estimable, Interval } from "../statistics/estimate.ts";
import type { Proportion } from "../statistics/proportion.ts";

/** A figure with the pieces of feedback that it rests on. */
export interface Measured {
  readonly n: number;
  readonly estimate: Estimable<Interval>;
}

/** What sales said of some leads, beside how their deals ended. */
export interface HeardGroup extends Said {
  /** Share won of those with a closed deal. */
  readonly won: Estimable<Proportion>;
  /** Cohen's kappa of accepted with won, on the same. */
  readonly kappaWithOutcome: Estimable<Interval>;
}

export interface HeardReason {
  readonly code: string;
  readonly given: number;
  readonly reps: number;
  /** Of all feedback, the share with this reason that rejects the lead. */
  readonly rejected: Estimable<Proportion>;
  /** Share won of the leads with this reason whose deal is closed. */
  readonly won: Estimable<Proportion>;
}

export interface HeardThreshold extends HeardGroup {
  readonly id: string;
  readonly name: string;
  /** By scorecard, since each has a cut of its own. */
  readonly agreement: readonly (Omit<ThresholdAgreement, "id"> & {
    readonly scorecard: string;
    readonly score: number;
  })[];
  /** Over the last weeks, by what leads did or time brought about. */
  readonly leadsPerWeek: Estimable<Interval>;
  readonly weeks: number;
  /** Leads a week that sales can work; null where nobody said. */
  readonly capacity: number | null;
  readonly workload: WorkloadAdvice;
}

export type CrossingGroup = Said & {
  readonly threshold: string;
  readonly key: string;
  readonly label: string;
};

/** What sales said, set against rules, model and outcomes. */
export interface FeedbackFindings {
  readonly format: "counterweight/feedback@1";
  readonly scorecard: { readonly slug: string; readonly version: number };
  readonly model: { readonly slug: string; readonly version: number } | null;
  readonly seed: number;
  readonly counts: {
    /** Not withdrawn. */
    readonly stored: number;
    readonly withdrawn: number;
    /** Left out: given when the deal was closed already. */
    readonly afterClose: number;
    /** Left out: the same rep said something of the same lead later. */
    readonly superseded: number;
    readonly heard: number;
    readonly accepted: number;
    readonly leads: number;
    readonly closed: number;
    readonly modelled: number;
  };
  readonly agreement: {
    /** How well each ranks accepted above rejected leads: AUC. */
    readonly rules: Measured;
    readonly model: Measured;
    /** Cohen's kappa of accepted with won. */
    readonly outcome: Measured;
  };
  readonly anchoring: Anchoring;
  /** Krippendorff's alpha. */
  readonly reps: RepAgreement;
  readonly leniency: Estimable<{
    /** Log-odds by which reps scatter. */
    readonly spread: number;
    readonly reps: readonly RepLeniency[];
  }>;
  readonly all: HeardGroup;
  readonly reasons: readonly HeardReason[];
  readonly lines: readonly (HeardGroup & { readonly key: string; readonly label: string })[];
  readonly segments: readonly (HeardGroup & { readonly scorecard: string })[];
  readonly thresholds: readonly HeardThreshold[];
  /** What reached a threshold on one line alone. */
  readonly crossings: readonly CrossingGroup[];
  readonly notes: readonly string[];
}
