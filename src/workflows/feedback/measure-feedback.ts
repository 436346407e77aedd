import { measureAnchoring } from "../../feedback/anchoring.ts";
import type { HeardLead } from "../../feedback/heard-lead.ts";
import { compareReps } from "../../feedback/rep-agreement.ts";
import { hearSales } from "../../feedback/sales-says.ts";
import type { FeedbackFindings, Measured } from "../../report/feedback-findings.ts";
import { type CompiledScorecards, compileScorecards } from "../../scorecard/compiled.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { estimateAuc } from "../../statistics/auc.ts";
import { isEstimated } from "../../statistics/estimate.ts";
import { createRandom } from "../../statistics/random.ts";
import type { StoredJudgement, ThresholdVolumes } from "../../store/feedback-heard.ts";
import { compileModel } from "../../trainer/compiled-model.ts";
import type { Model } from "../../trainer/model.ts";
import type { Progress } from "../progress.ts";
import { agreeWithOutcome, describeGroup, describeReasons, keepClosed } from "./heard-groups.ts";
import { type HeardJudgements, hearJudgements } from "./heard-judgements.ts";
import { describeThresholds } from "./heard-thresholds.ts";
import type { Capacity } from "./listening-settings.ts";
import { noteFindings } from "./notes.ts";
import type { WeeksBefore } from "./volumes.ts";

/** All that the report on feedback rests on. */
export interface FeedbackMaterial extends Pick<FeedbackFindings, "scorecard" | "model" | "seed"> {
  readonly set: ScorecardSet;
  /** Null while no model fits the scorecard's lines. */
  readonly fitted: Model | null;
  readonly said: readonly StoredJudgement[];
  readonly withdrawn: number;
  readonly volumes: ThresholdVolumes;
  readonly weeks: WeeksBefore;
  readonly capacity: Capacity;
}

/** Sets what sales said against rules, model and outcomes. Cost seconds for 20,000 pieces. */
export function measureFeedback(
  material: FeedbackMaterial,
  onProgress: Progress,
): FeedbackFindings {
  const { set, fitted, said, seed, scorecard, model } = material;
  const compiled = compileScorecards(set);
  onProgress("dosing leads as they were known");
  const judged = hearJudgements(compiled, fitted && compileModel(fitted), said);
  const { heard, shown, reasons } = judged;
  const random = createRandom(seed);
  onProgress("measuring agreement and anchoring");
  const anchoring = measureAnchoring(shown, random);
  const reps = compareReps(heard, random);
  const counts = countPieces(material, judged);
  onProgress("hearing what sales says of lines and thresholds");
  return {
    format: "counterweight/feedback@1",
    scorecard,
    model,
    seed,
    counts,
    agreement: measureAgreement(heard),
    anchoring,
    reps,
    ...describeGroups(compiled, judged, material),
    reasons: describeReasons(heard, reasons),
    notes: noteFindings(material, counts),
  };
}

function countPieces(
  { said, withdrawn }: FeedbackMaterial,
  { heard, leftOut }: HeardJudgements,
): FeedbackFindings["counts"] {
  return {
    stored: said.length,
    withdrawn,
    ...leftOut,
    heard: heard.length,
    accepted: heard.filter(({ accepted }) => accepted).length,
    leads: new Set(heard.map(({ leadId }) => leadId)).size,
    closed: keepClosed(heard).length,
    modelled: heard.filter(({ modelLogOdds }) => modelLogOdds !== null).length,
  };
}

function measureAgreement(heard: readonly HeardLead[]): FeedbackFindings["agreement"] {
  const modelled = heard.filter(({ modelLogOdds }) => modelLogOdds !== null);
  const closed = keepClosed(heard);
  return {
    rules: rankAccepted(heard, ({ score }) => score),
    model: rankAccepted(modelled, ({ modelLogOdds }) => modelLogOdds!),
    outcome: { n: closed.length, estimate: agreeWithOutcome(closed) },
  };
}

function rankAccepted(heard: readonly HeardLead[], scoreOf: (lead: HeardLead) => number): Measured {
  const auc = estimateAuc(
    Float64Array.from(heard, scoreOf),
    Uint8Array.from(heard, ({ accepted }) => Number(accepted)),
  );
  if (!isEstimated(auc)) return { n: heard.length, estimate: auc };
  const { value, low, high } = auc;
  return { n: heard.length, estimate: { value, low, high } };
}

type Groups = Pick<
  FeedbackFindings,
  "all" | "leniency" | "lines" | "segments" | "thresholds" | "crossings"
>;

function describeGroups(
  compiled: CompiledScorecards,
  { heard, dosed }: HeardJudgements,
  material: FeedbackMaterial,
): Groups {
  const says = hearSales(compiled, heard, dosed);
  const labels = new Map(compiled.lines.map(({ key, line }) => [key, line.label]));
  const pick = (belongs: (row: number) => boolean) => heard.filter((_, i) => belongs(i));
  return {
    all: describeGroup(says.all, heard),
    leniency: isEstimated(says.leniency)
      ? { spread: says.leniency.spread, reps: says.leniency.reps }
      : says.leniency,
    lines: says.lines.map((said, j) => ({
      ...describeGroup(
        said,
        pick((i) => dosed[i]!.doses[j]! > 0),
      ),
      label: labels.get(said.key)!,
    })),
    segments: says.segments.map((said, k) =>
      describeGroup(
        said,
        pick((i) => dosed[i]!.scorecard === k),
      ),
    ),
    thresholds: describeThresholds(compiled, says.thresholds, { heard, dosed, material }),
    crossings: says.crossings.map((said) => ({ ...said, label: labels.get(said.key)! })),
  };
}
