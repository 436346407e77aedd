import { describe, expect, it } from "vitest";
import { estimateColumnEffect } from "../../../src/history/leaks/column-effect.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";
import { estimateAuc } from "../../../src/statistics/auc.ts";
import { isEstimated } from "../../../src/statistics/estimate.ts";
import { createRandom } from "../../../src/statistics/random.ts";

const N = 2000;
const random = createRandom(21);
const logOdds = Float64Array.from({ length: N }, () => 4 * random() - 3);
const outcomes = logOdds.map((eta) => Number(random() < 1 / (1 + Math.exp(-eta))));
const rows = Uint32Array.from({ length: N }, (_, i) => i);
const deals = {
  logOdds,
  outcomes: Uint8Array.from(outcomes),
  train: rows.slice(0, 1400),
  judge: rows.slice(1400),
};

function effectOf(value: (deal: number) => AttributeValue) {
  const effect = estimateColumnEffect(Array.from(rows, value), deals);
  if (!isEstimated(effect)) throw new Error(effect.notEstimable);
  return effect.difference;
}

describe("estimateColumnEffect", () => {
  it("raises the AUC to 1 with a column that is the outcome", () => {
    const judged = Float64Array.from(deals.judge, (i) => logOdds[i]!);
    const auc = estimateAuc(judged, deals.outcomes.slice(1400));
    expect(isEstimated(auc) && auc.value + effectOf((i) => outcomes[i] === 1).value).toBeCloseTo(
      1,
      2,
    );
  });

  it("gives nothing to a column that every deal has alike, and none to speak of to chance", () => {
    expect(effectOf(() => "same").value).toBe(0);
    const noise = effectOf(() => Math.floor(5 * random()));
    expect(Math.abs(noise.value)).toBeLessThan(0.02);
  });

  it("gives nothing to a column that the model already knows", () => {
    const known = effectOf((i) => Math.round(logOdds[i]!));
    expect(Math.abs(known.value)).toBeLessThan(0.02);
  });

  it("gives less to a weaker column", () => {
    const noisy = (keep: number) => (i: number) =>
      random() < keep ? outcomes[i] === 1 : random() < 0.3;
    const [strong, weak] = [effectOf(noisy(0.8)), effectOf(noisy(0.3))];
    expect(strong.low).toBeGreaterThan(weak.value);
    expect(weak.value).toBeGreaterThan(0);
  });

  it("shifts nothing by a level that no training deal has", () => {
    expect(effectOf((i) => (i < 1400 ? "known" : `new ${outcomes[i]}`)).value).toBe(0);
  });

  it("is not estimable when a single judging deal was won", () => {
    const judge = Uint32Array.from([...deals.judge].filter((i) => outcomes[i] === 0));
    const effect = estimateColumnEffect(
      Array.from(rows, () => 1),
      { ...deals, judge },
    );
    expect(effect).toHaveProperty("notEstimable");
  });

  it("refuses a column of another length", () => {
    expect(() => estimateColumnEffect([1], deals)).toThrow(RangeError);
  });
});
