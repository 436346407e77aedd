import type { CalibrationDrift } from "../../experiment/calibration-drift.ts";
import type { ExperimentState, UnsaltedExperiment } from "../../experiment/definition.ts";
import type { Disagreement, DisputedLead } from "../../experiment/disagreement.ts";
import type { HandoverComparison } from "../../experiment/handovers.ts";
import type { ScoreInflation } from "../../experiment/inflation.ts";
import type { LineDrift } from "../../experiment/line-drift.ts";
import type { LiveComparison } from "../../experiment/live.ts";
import type { PartFigures, PartMeasures } from "../../experiment/part-figures.ts";
import type { PartsComparison, PeriodsComparison } from "../../experiment/parts.ts";
import type { PeriodMonths } from "../../experiment/periods.ts";
import type { RetrainAdvice } from "../../experiment/retraining.ts";
import type { SelectionReport } from "../../experiment/selection.ts";
import type { ShadowComparison } from "../../experiment/shadow.ts";
import type { Estimable } from "../../statistics/estimate.ts";

/** All that the report of rules against model rests on. Times are epoch milliseconds. */
export interface AbFindings {
  readonly format: "counterweight/ab-report@1";
  readonly asOf: number;
  readonly seed: number;
  readonly scorecard: { readonly name: string; readonly version: number };
  readonly model: { readonly name: string; readonly version: number } | null;
  readonly shadow: Estimable<ShadowFindings>;
  /** Experiments that run, then those that ended, latest first. */
  readonly live: readonly ExperimentFindings[];
  readonly watch: Estimable<WatchFindings>;
}

/** Which leads were compared, and how their scores came to be. */
export interface ShadowBasis {
  /**
   * served: scores that stood when the lead was handed over, before its outcome; held-out: later deals
   * of the history, scored by a model that only earlier ones taught.
   */
  readonly kind: "served" | "held-out";
  readonly leads: number;
  readonly from: number | null;
  readonly to: number | null;
  /** Handed over, and without an outcome yet: they count nowhere. */
  readonly waiting: number;
  readonly clusteredBy: "account" | "rep" | null;
  /** Why this basis and not the other, and what else limits it, as sentences. */
  readonly notes: readonly string[];
}

export interface ShadowFindings {
  readonly basis: ShadowBasis;
  readonly overall: Omit<ShadowComparison, "disagreement"> & {
    readonly disagreement: Omit<Disagreement, "leads"> & {
      readonly leads: readonly NamedDispute[];
    };
  };
  /**
   * Leads a week that sales can work, where it is set. The last of the tops is then what that comes to
   * where it is known, else the widest of the usual shares: by it the report says whether it pays.
   */
  readonly leadsPerWeek: number | null;
  /** Where the cuts of the agreement tables lie: points of the rules, probability of the model. */
  readonly cuts: readonly {
    readonly name: string;
    readonly points: number;
    readonly probability: number;
  }[];
  /** By each attribute, or by the scorecard of the set. */
  readonly segments: readonly (DescribedParts & { readonly by: string })[];
  readonly periods: Estimable<
    DescribedParts & PeriodsComparison & { readonly months: PeriodMonths }
  >;
  /** By what segments and periods are described; null where nothing was won or lost. */
  readonly measures: PartMeasures | null;
  readonly selection: Estimable<SelectionReport>;
}

/** Segments or periods with all figures of each, in their order; none without measures. */
export interface DescribedParts extends PartsComparison {
  readonly figures: readonly PartFigures[];
}

/** A lead on which the arms disagree, with its scores as they stood. */
export interface NamedDispute extends Omit<DisputedLead, "row"> {
  /** The sender's own id. */
  readonly lead: string;
  readonly points: number;
  readonly probability: number;
}

export interface ExperimentFindings {
  readonly id: number;
  /** Without its salt, from which every lead's arm follows. */
  readonly definition: UnsaltedExperiment;
  readonly state: ExperimentState;
  /** When it was stopped or is to stop. */
  readonly stopsAt: number | null;
  readonly comparison: LiveComparison;
  /** What each arm gave sales to work, without which a win rate does not tell whether it pays. */
  readonly handovers: HandoverComparison;
  /** Of what is live: versions of scorecard or model that others replaced. */
  readonly changes: {
    /** While it ran, so far. */
    readonly during: number;
    /** When those were. */
    readonly duringAt: readonly number[];
    /** Since it stopped; 0 too where what was live then is live again. */
    readonly since: number;
  };
}

/** What the daily watch found of the live versions. */
export interface WatchFindings {
  readonly at: number;
  readonly lines: readonly (LineDrift & { readonly label: string })[];
  readonly calibration: Readonly<Record<"rules" | "model", Estimable<CalibrationDrift>>>;
  readonly power: Estimable<PeriodsComparison & { readonly months: PeriodMonths }>;
  readonly inflation: Estimable<ScoreInflation>;
  readonly retraining: Estimable<RetrainAdvice>;
  /** Those that stand. */
  readonly alarms: readonly Alarm[];
  /** What the findings rest on, as sentences. */
  readonly notes: readonly string[];
}

export interface Alarm {
  /** `line:KEY`, `calibration:ARM`, `power:ARM`, `inflation` or `retraining`. */
  readonly subject: string;
  readonly name: string;
  /** What is wrong, as a sentence. */
  readonly reason: string;
  readonly since: number;
}
