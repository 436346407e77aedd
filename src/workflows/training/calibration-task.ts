import type { FeedbackEntry, History } from "../../history/history.ts";
import type { Mapping } from "../../history/mapping.ts";
import type { RefusalDetail } from "../../refusal.ts";
import type { RenderedAb } from "../../report/ab/render.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { Model } from "../../trainer/model.ts";
import type { CalibrateInput, CalibrateSettings } from "../calibrate.ts";
import type { RenderedFindings } from "../calibration-files.ts";
import type { ComparisonMaterial } from "../comparing/comparison-material.ts";

/** What a thread is to calibrate. */
export type CalibrationTask = CalibrationSource & {
  /** Whether the findings are wanted in words and pictures too. */
  readonly rendering: "rendered" | "figures";
};

/** What a thread is to do. */
export type ThreadTask =
  | { readonly kind: "calibrate"; readonly task: CalibrationTask }
  | { readonly kind: "render"; readonly calibration: Calibration }
  | { readonly kind: "compare"; readonly material: ComparisonMaterial };

type CalibrationSource =
  | { readonly from: "files"; readonly input: Omit<CalibrateInput, "onProgress"> }
  | {
      readonly from: "history";
      readonly set: ScorecardSet;
      readonly history: History;
      readonly mapping: Mapping;
      readonly feedback: readonly FeedbackEntry[] | null;
      readonly settings: Omit<CalibrateSettings, "onProgress">;
    };

/** What a thread found. */
export interface CalibrationOutcome {
  readonly calibration: Calibration;
  readonly model: Model;
  /** The set with every recommended change in it. */
  readonly recommended: ScorecardSet;
  readonly historyHash: string;
  /** Null where only the figures were wanted. */
  readonly rendered: RenderedFindings | null;
}

/** What a comparison found, in every form in which it is read. */
export type ComparisonOutcome = RenderedAb;

/** A refusal as it goes from one thread to another, which takes its class from it. */
export interface RefusalMessage {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details: readonly RefusalDetail[];
}

export type ThreadMessage =
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "refused"; readonly refusal: RefusalMessage }
  | {
      readonly kind: "done";
      readonly outcome: CalibrationOutcome | RenderedFindings | ComparisonOutcome;
    };
