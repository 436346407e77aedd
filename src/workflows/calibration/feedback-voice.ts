import { compareFeedback, estimateAcceptance, type JudgedLead } from "../../feedback/agreement.ts";
import type { FeedbackEntry } from "../../history/history.ts";
import type { Calibration, CalibrationLine } from "../../report/calibration.ts";
import { notEstimable } from "../../statistics/estimate.ts";
import { trimInterval } from "./arms.ts";
import { type DosedHistory, dosesOf } from "./dosed-history.ts";
import type { Split } from "./splitting.ts";

export interface FeedbackVoice {
  readonly summary: Calibration["feedback"];
  /** One entry a line. */
  readonly acceptance: readonly CalibrationLine["salesAccepted"][];
}

/** What sales said of the leads behind the deals, held against scores, lines and outcomes. */
export function weighFeedback(
  dosed: DosedHistory,
  split: Split,
  entries: readonly FeedbackEntry[] | null,
  ruleScores: Float64Array,
  modelLogOdds: Float64Array,
): FeedbackVoice {
  if (entries === null) {
    const none = notEstimable("No feedback was given.");
    return { summary: null, acceptance: dosed.compiled.lines.map(() => none) };
  }
  const rowOf = new Map(dosed.deals.map((deal, row) => [deal.lead.id, row]));
  const judged = new Map(Array.from(split.judge, (row, k) => [row, modelLogOdds[k]!]));
  const matched = entries.filter((entry) => rowOf.has(entry.leadId));
  const rows = matched.map((entry) => rowOf.get(entry.leadId)!);
  const leads = matched.map((entry, i): JudgedLead => {
    const row = rows[i]!;
    return {
      accepted: entry.accepted,
      won: dosed.design.outcomes[row] === 1,
      ruleScore: ruleScores[row]!,
      modelLogOdds: judged.get(row) ?? null,
    };
  });
  const { rulesAuc, modelAuc, kappaWithOutcome } = compareFeedback(leads);
  return {
    summary: {
      entries: entries.length,
      matched: matched.length,
      accepted: matched.filter((entry) => entry.accepted).length,
      rulesAuc: trimInterval(rulesAuc),
      modelAuc: trimInterval(modelAuc),
      kappaWithOutcome: trimInterval(kappaWithOutcome),
    },
    acceptance: estimateAcceptance(
      rows.map((row) => dosesOf(dosed, row)),
      leads.map((lead) => lead.accepted),
      dosed.lines,
    ),
  };
}
