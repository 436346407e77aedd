import { estimateColumnEffect } from "../../history/leaks/column-effect.ts";
import type { Mapping } from "../../history/mapping.ts";
import { buildCharacteristic } from "../../history/proposal/starter-scorecard.ts";
import { Refusal } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import { compileDose, type DoseOf } from "../../scorecard/dose.ts";
import { estimateAuc } from "../../statistics/auc.ts";
import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { createRandom } from "../../statistics/random.ts";
import { type Design, takeRows } from "../../trainer/design-matrix.ts";
import { fitLogistic } from "../../trainer/fit.ts";
import { predictLogOdds } from "../../trainer/prediction.ts";
import { trimInterval } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Split } from "./splitting.ts";

/** Log-odds that a left-out column's lines may be worth: wide, since nobody has rated them. */
const LEAK_WIDTH = 1;

export interface LeakEffect {
  /** With all columns that were left out; null where there are none. */
  readonly together: Calibration["leakEffect"];
  /** AUC with one of them alone, by column. */
  readonly byColumn: ReadonlyMap<string, Estimable<Interval>>;
}

/**
 * What the model's figures would have been with the columns that were left out: the same split, with
 * lines of the starter kind for each of those columns added.
 *
 * @param logOdds of all rows, by the model that the training rows gave
 */
export function measureLeakEffect(
  dosed: DosedHistory,
  split: Split,
  logOdds: Float64Array,
  mapping: Mapping,
  seed: number,
): LeakEffect {
  const excluded = mapping.excludedColumns.filter((column) => !column.keep);
  const leaks = excluded.flatMap(({ column, type }) => listDoses(dosed, column, type));
  const byColumn = measureByColumn(dosed, split, logOdds, mapping);
  if (leaks.length === 0) return { together: null, byColumn };
  const design = addColumns(dosed, leaks);
  const train = takeRows(design, split.train);
  const fit = fitLogistic(train, {
    prior: {
      means: new Float64Array(design.columns),
      precisions: new Float64Array(design.columns).fill(LEAK_WIDTH ** -2),
    },
    random: createRandom(seed),
    covariance: false,
  });
  if (fit instanceof Refusal) return { together: null, byColumn };
  const judge = takeRows(design, split.judge);
  const without = Float64Array.from(split.judge, (i) => logOdds[i]!);
  const together = {
    columns: excluded.map(({ column }) => column),
    modelAuc: trimInterval(estimateAuc(without, judge.outcomes)),
    modelAucWithLeaks: trimInterval(estimateAuc(predictLogOdds(judge, fit), judge.outcomes)),
  };
  return { together, byColumn };
}

function measureByColumn(
  { deals, design }: DosedHistory,
  { train, judge }: Split,
  logOdds: Float64Array,
  { excludedColumns }: Mapping,
): LeakEffect["byColumn"] {
  return new Map(
    excludedColumns.map(({ column }) => {
      const values = deals.map((deal) => deal.excluded[column] ?? null);
      const judged = { logOdds, outcomes: design.outcomes, train, judge };
      const effect = estimateColumnEffect(values, judged);
      return [column, isEstimated(effect) ? trimInterval(effect.auc) : effect];
    }),
  );
}

function listDoses(
  { deals }: DosedHistory,
  column: string,
  type: Mapping["excludedColumns"][number]["type"],
): readonly DoseOf[] {
  const values = deals.map((deal) => deal.excluded[column] ?? null);
  const lines = buildCharacteristic(column, type, values)?.lines ?? [];
  return lines.map((line) => compileDose(line.dose));
}

function addColumns({ design, deals }: DosedHistory, leaks: readonly DoseOf[]): Design {
  const columns = design.columns + leaks.length;
  const values = new Float64Array(design.rows * columns);
  deals.forEach((deal, i) => {
    const row = design.values.subarray(i * design.columns, (i + 1) * design.columns);
    values.set(row, i * columns);
    const subject = { attributes: deal.excluded, activities: [], asOf: deal.asOf };
    leaks.forEach((doseOf, k) => {
      values[i * columns + design.columns + k] = doseOf(subject);
    });
  });
  return { ...design, columns, values };
}
