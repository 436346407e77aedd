import { fitNaiveBayes, predictNaiveBayes } from "../../trainer/naive-bayes.ts";
import type { ArmScores } from "./arms.ts";
import type { DosedHistory } from "./dosed-history.ts";
import type { Split } from "./splitting.ts";

/**
 * Naive Bayes over the scorecard's characteristics, as Odoo scores leads: each characteristic is a
 * field whose value is which of its lines a deal has. The baseline that frequencies alone give.
 */
export function judgeNaiveBayes(dosed: DosedHistory, split: Split): ArmScores {
  const fields = groupLines(dosed).map((lines) => readField(dosed, lines));
  const outcomes = Uint8Array.from(split.train, (i) => dosed.design.outcomes[i]!);
  const take = (rows: Uint32Array) => fields.map((field) => Array.from(rows, (i) => field[i]!));
  const model = fitNaiveBayes(take(split.train), outcomes);
  const probabilities = predictNaiveBayes(model, take(split.judge));
  return { arm: "naiveBayes", label: "Naive Bayes", scores: probabilities, probabilities };
}

/** Indices of the lines of each characteristic of each scorecard. */
function groupLines({ compiled }: DosedHistory): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  compiled.lines.forEach(({ scorecard, bucket, characteristic }, j) => {
    const key = JSON.stringify([scorecard.id, bucket.id, characteristic.id]);
    groups.set(key, [...(groups.get(key) ?? []), j]);
  });
  return [...groups.values()];
}

function readField({ design }: DosedHistory, lines: readonly number[]): readonly string[] {
  return Array.from({ length: design.rows }, (_, i) => {
    let value = "";
    for (const j of lines) if (design.values[i * design.columns + j]! > 0) value += `${j} `;
    return value;
  });
}
