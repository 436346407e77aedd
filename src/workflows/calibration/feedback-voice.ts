import { compareFeedback, estimateAcceptance, type JudgedLead } from "../../feedback/agreement.ts";
import { type Anchoring, measureAnchoring } from "../../feedback/anchoring.ts";
import type { HeardLead } from "../../feedback/heard-lead.ts";
import type { FeedbackEntry } from "../../history/history.ts";
import type { Calibration, CalibrationLine } from "../../report/calibration.ts";
import { isEstimated, notEstimable } from "../../statistics/estimate.ts";
import { createRandom } from "../../statistics/random.ts";
import { trimInterval } from "./arms.ts";
import { type DosedHistory, dosesOf } from "./dosed-history.ts";
import { type HeardFeedback, measureLeniency } from "./heard-feedback.ts";
import { hearVoices } from "./sales-voice.ts";
import type { Split } from "./splitting.ts";
import type { Taught } from "./teaching.ts";

type Summary = NonNullable<Calibration["feedback"]>;

export interface FeedbackVoice {
  readonly summary: Calibration["feedback"];
  /** One entry a line. */
  readonly acceptance: readonly CalibrationLine["salesAccepted"][];
  /** One entry a line; null where no feedback was given. */
  readonly voices: readonly NonNullable<CalibrationLine["voices"]>[] | null;
}

export interface FeedbackQuestion {
  readonly split: Split;
  readonly entries: readonly FeedbackEntry[];
  readonly heard: HeardFeedback;
  /** Rule scores of all rows, in points. */
  readonly ruleScores: Float64Array;
  /** Of the judging rows. */
  readonly modelLogOdds: Float64Array;
  /** What all deals teach, and what feedback counts beside them. */
  readonly taught: Taught;
  readonly seed: number;
}

/** What sales said of the leads behind the deals, held against scores, lines and outcomes. */
export function weighFeedback(
  dosed: DosedHistory,
  question: FeedbackQuestion | null,
): FeedbackVoice {
  if (question === null) {
    const none = notEstimable("No feedback was given.");
    return { summary: null, acceptance: dosed.compiled.lines.map(() => none), voices: null };
  }
  const { heard, taught, seed } = question;
  const judgedBy = mapJudged(question);
  const anchoring = measureAnchoring(addModel(heard, judgedBy), createRandom(seed));
  const voice = hearVoices(dosed, heard, taught.alone, anchoring.verdict);
  const { rows, leads } = matchEntries(dosed, question, judgedBy);
  const { rulesAuc, modelAuc, kappaWithOutcome } = compareFeedback(leads);
  const leniency = measureLeniency(heard, heard.scores);
  return {
    summary: {
      entries: question.entries.length,
      matched: leads.length,
      accepted: leads.filter(({ accepted }) => accepted).length,
      rulesAuc: trimInterval(rulesAuc),
      modelAuc: trimInterval(modelAuc),
      kappaWithOutcome: trimInterval(kappaWithOutcome),
      heard: heard.heard.length,
      reps: new Set(heard.heard.map(({ rep }) => rep).filter((rep) => rep !== null)).size,
      leniencySpread: isEstimated(leniency) ? leniency.spread : leniency,
      anchoring: describeAnchoring(anchoring),
      voiceFrom: voice.from,
      weight: taught.weight,
    },
    acceptance: estimateAcceptance(
      rows.map((row) => dosesOf(dosed, row)),
      leads.map((lead) => lead.accepted),
      dosed.lines,
    ),
    voices: voice.lines,
  };
}

/** Log-odds of the rows that the model was not trained on. */
function mapJudged({ split, modelLogOdds }: FeedbackQuestion): ReadonlyMap<number, number> {
  return new Map(Array.from(split.judge, (row, k) => [row, modelLogOdds[k]!]));
}

function addModel(
  { heard, dealOf }: HeardFeedback,
  judgedBy: ReadonlyMap<number, number>,
): readonly HeardLead[] {
  return heard.map((lead, i) => ({ ...lead, modelLogOdds: judgedBy.get(dealOf[i]!) ?? null }));
}

/** All entries on leads of the history, repeated and late ones too, with the row of each. */
function matchEntries(
  dosed: DosedHistory,
  { entries, ruleScores }: FeedbackQuestion,
  judgedBy: ReadonlyMap<number, number>,
): { readonly rows: readonly number[]; readonly leads: readonly JudgedLead[] } {
  const rowOf = new Map(dosed.deals.map((deal, row) => [deal.lead.id, row]));
  const matched = entries.filter((entry) => rowOf.has(entry.leadId));
  const rows = matched.map((entry) => rowOf.get(entry.leadId)!);
  const leads = matched.map(({ accepted }, i): JudgedLead => {
    const row = rows[i]!;
    return {
      accepted,
      won: dosed.design.outcomes[row] === 1,
      ruleScore: ruleScores[row]!,
      modelLogOdds: judgedBy.get(row) ?? null,
    };
  });
  return { rows, leads };
}

/** Sights of which there is feedback, without what else the estimators say. */
function describeAnchoring({
  verdict,
  bySight,
  visibleOverBlind,
}: Anchoring): Summary["anchoring"] {
  return {
    verdict,
    bySight: bySight
      .filter(({ heard }) => heard > 0)
      .map((each) => ({
        ...each,
        withScore: trimInterval(each.withScore),
        withModel: trimInterval(each.withModel),
        withOutcome: trimInterval(each.withOutcome),
        scoreOverOutcome: trimInterval(each.scoreOverOutcome),
      })),
    visibleOverBlind: trimInterval(visibleOverBlind),
  };
}
