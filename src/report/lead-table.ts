import { renderCsv } from "./csv.ts";
import { findReasons, type LeadScore, type Reason } from "./lead-score.ts";

/** One lead with both scores as JSON: numbers in full, reasons as lists. */
export function describeLead({ lead, asOf, rules, model }: LeadScore) {
  return {
    lead,
    /** Null where the export has no dates. */
    asOf: asOf === 0 ? null : new Date(asOf).toISOString(),
    scorecard: rules.scorecard,
    score: rules.total,
    fit: rules.fit,
    engagement: rules.engagement,
    grade: rules.grade,
    band: rules.band,
    cell: rules.cell,
    nextAction: rules.nextAction,
    thresholds: rules.thresholds.filter((cut) => cut.reached).map((cut) => cut.name),
    categories: rules.categories,
    probability: model.probability,
    probabilityLow: model.low,
    probabilityHigh: model.high,
    logOdds: model.logOdds,
    modelPoints: model.points,
    rulesReasons: findReasons(rules.ledger),
    modelReasons: findReasons(model.contributions),
  };
}

type LeadRow = ReturnType<typeof describeLead>;

const COLUMNS: Readonly<Record<string, (row: LeadRow) => string | number>> = {
  lead: (row) => row.lead,
  as_of: (row) => row.asOf ?? "",
  scorecard: (row) => row.scorecard,
  score: (row) => row.score,
  fit: (row) => row.fit,
  engagement: (row) => row.engagement,
  grade: (row) => row.grade,
  band: (row) => row.band,
  cell: (row) => row.cell,
  next_action: (row) => row.nextAction,
  thresholds: (row) => row.thresholds.join("; "),
  probability: (row) => row.probability,
  probability_low: (row) => row.probabilityLow,
  probability_high: (row) => row.probabilityHigh,
  log_odds: (row) => row.logOdds,
  model_points: (row) => row.modelPoints,
  rules_for: (row) => joinReasons(row.rulesReasons.for),
  rules_against: (row) => joinReasons(row.rulesReasons.against),
  model_for: (row) => joinReasons(row.modelReasons.for),
  model_against: (row) => joinReasons(row.modelReasons.against),
};

/** Leads as CSV: numbers in full, so that they read back to the last digit. */
export function renderLeadsCsv(leads: Iterable<LeadScore>): string {
  const columns = Object.values(COLUMNS);
  let text = renderCsv([Object.keys(COLUMNS)]);
  for (const lead of leads) {
    const row = describeLead(lead);
    text += renderCsv([columns.map((valueOf) => valueOf(row))]);
  }
  return text;
}

/** Leads as JSON, one a line. */
export function renderLeadsJson(leads: Iterable<LeadScore>): string {
  let text = "";
  for (const lead of leads) text += `${JSON.stringify(describeLead(lead))}\n`;
  return text;
}

function joinReasons(reasons: readonly Reason[]): string {
  return reasons
    .map(({ label, contribution }) => `${label} (${contribution.toFixed(2)})`)
    .join("; ");
}
