import type { History } from "../../history/history.ts";
import type {
  Calibration,
  CalibrationLine,
  CalibrationThreshold,
} from "../../report/calibration.ts";
import type { CandidateLines } from "../candidates/candidate-lines.ts";
import type { ChangeWorth } from "./change-worth.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { FeedbackVoice } from "./feedback-voice.ts";
import type { Judging } from "./judging.ts";
import type { LeakEffect } from "./leak-effect.ts";
import type { Learning } from "./learning.ts";
import type { Split } from "./splitting.ts";

/** Everything that one calibration found, before it is put into its document. */
export interface Findings {
  readonly history: History;
  readonly dosed: DosedHistory;
  readonly split: Split;
  /** Learnt from the training deals alone: all judged figures rest on it. */
  readonly trained: Learning;
  /** Learnt from all deals with the same prior: recommended points and model.json. */
  readonly final: Learning;
  readonly judging: Judging;
  readonly leakEffect: LeakEffect;
  readonly feedback: FeedbackVoice;
  readonly thresholds: readonly CalibrationThreshold[];
  readonly grades: readonly Calibration["grades"][number][];
  readonly worth: ChangeWorth;
  /** One entry a line. */
  readonly stability: readonly CalibrationLine["stability"][];
  readonly variation: readonly CalibrationLine["differs"][];
  readonly candidates: CandidateLines;
  readonly backtest: Calibration["backtest"];
  readonly drift: Calibration["drift"];
  readonly seed: number;
}
