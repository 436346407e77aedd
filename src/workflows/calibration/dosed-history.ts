import type { Deal, History } from "../../history/history.ts";
import { type CompiledScorecards, doseLead } from "../../scorecard/compiled.ts";
import { listDoseAttributes, needsActivities } from "../../scorecard/dose.ts";
import { sumScore } from "../../scorecard/score.ts";
import type { Design } from "../../trainer/design-matrix.ts";
import type { Progress } from "../progress.ts";

/** A history turned into doses: one row a deal, in the history's order. */
export interface DosedHistory {
  readonly compiled: CompiledScorecards;
  readonly deals: readonly Deal[];
  readonly dated: boolean;
  /** Index of the scorecard that applies to each deal. */
  readonly scorecardOf: Uint8Array;
  /** One column a line, then one a segment that is not the fallback: 1 where it applies. */
  readonly design: Design;
  readonly lines: number;
  readonly segments: number;
  /** Epoch milliseconds. */
  readonly times: Float64Array;
  /** Why a line is not measured in this export; null where it is. */
  readonly unmeasured: readonly (string | null)[];
}

const PROGRESS_STEP = 20_000;

/** Doses every deal as of its moment. */
export function doseHistory(
  compiled: CompiledScorecards,
  history: History,
  onProgress: Progress,
): DosedHistory {
  const { deals } = history;
  const lines = compiled.lines.length;
  const segments = compiled.scorecards.length - 1;
  const columns = lines + segments;
  const values = new Float64Array(deals.length * columns);
  const scorecardOf = new Uint8Array(deals.length);
  deals.forEach(({ lead, asOf }, i) => {
    const { doses, scorecard } = doseLead(compiled, lead, asOf);
    values.set(doses, i * columns);
    scorecardOf[i] = scorecard;
    if (scorecard < segments) values[i * columns + lines + scorecard] = 1;
    if ((i + 1) % PROGRESS_STEP === 0) onProgress(`dosed ${i + 1} of ${deals.length} deals`);
  });
  const outcomes = Uint8Array.from(deals, (deal) => (deal.outcome === "won" ? 1 : 0));
  return {
    compiled,
    deals,
    dated: history.dated,
    scorecardOf,
    design: { rows: deals.length, columns, values, outcomes },
    lines,
    segments,
    times: Float64Array.from(deals, (deal) => deal.asOf),
    unmeasured: findUnmeasured(compiled, history),
  };
}

/** Doses of one row, lines only. */
export function dosesOf({ design, lines }: DosedHistory, row: number): Float64Array {
  const start = row * design.columns;
  return design.values.subarray(start, start + lines);
}

/** Rule scores of all rows, in points. */
export interface RuleScores {
  readonly total: Float64Array;
  readonly fit: Float64Array;
  readonly engagement: Float64Array;
}

/** Rule scores of all rows under scorecards with the same lines. */
export function scoreHistory(dosed: DosedHistory, compiled = dosed.compiled): RuleScores {
  const { rows } = dosed.design;
  const total = new Float64Array(rows);
  const fit = new Float64Array(rows);
  const engagement = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const score = sumScore(compiled, dosesOf(dosed, i), dosed.scorecardOf[i]!);
    total[i] = score.total;
    fit[i] = score.fit;
    engagement[i] = score.engagement;
  }
  return { total, fit, engagement };
}

function findUnmeasured(
  compiled: CompiledScorecards,
  { attributes, hasActivities }: History,
): readonly (string | null)[] {
  const known = new Set(attributes);
  return compiled.lines.map(({ line }) => {
    const missing = listDoseAttributes(line.dose).filter((attribute) => !known.has(attribute));
    if (missing.length > 0) return `The mapping has no attribute ${missing.join(", ")}.`;
    if (needsActivities(line.dose) && !hasActivities) return "No activities were given.";
    return null;
  });
}
