import { beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../src/history/history.ts";
import { readHistory } from "../../src/history/reading/reading.ts";
import { Refusal } from "../../src/refusal.ts";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import type { ScorecardSet } from "../../src/scorecard/schema.ts";
import { createRandom, shuffle } from "../../src/statistics/random.ts";
import { calibrateHistory } from "../../src/workflows/calibrate.ts";
import { doseHistory } from "../../src/workflows/calibration/dosed-history.ts";
import { learn } from "../../src/workflows/calibration/learning.ts";
import { readMapping, readScorecards } from "../../src/workflows/documents.ts";
import { SAMPLE } from "../sample.ts";
import { makeMapping } from "./simulated-history.ts";

describe("restraint on the sample", () => {
  let history: History;
  let set: ScorecardSet;

  beforeAll(async () => {
    const mapping = accept(await readMapping(SAMPLE.mapping));
    set = accept(await readScorecards(SAMPLE.scorecard));
    const { exports, activities } = SAMPLE;
    history = accept(await readHistory(exports, mapping, { activities }));
  });

  it("recommends nothing in at least 19 of 20 histories with shuffled outcomes", () => {
    const dosed = doseHistory(compileScorecards(set), history, () => {});
    const rows = Uint32Array.from(history.deals.keys());
    const quiet = Array.from({ length: 20 }, (_, k) => {
      const order = shuffle(rows.length, createRandom(k + 1));
      const outcomes = Uint8Array.from(order, (i) => dosed.design.outcomes[i]!);
      const shuffled = { ...dosed, design: { ...dosed.design, outcomes } };
      const settings = { seed: 1, constraints: {}, onProgress: () => {} };
      const { evidence, decisions } = accept(learn(shuffled, rows, settings));
      return decisions.every(({ target }, j) => target === evidence[j]!.written);
    });
    expect(quiet.filter(Boolean).length).toBeGreaterThanOrEqual(19);
  });

  it("keeps nearly all hand weights with 30 won deals, and says how many deals each line needs", () => {
    const deals = keepFirst(history, 30, 100);
    const settings = { seed: 1, onProgress: () => {} };
    const { calibration } = accept(
      calibrateHistory(set, { ...history, deals }, makeMapping(), null, settings),
    );
    expect(calibration.history).toMatchObject({ won: 30, lost: 100 });
    const changed = calibration.lines.filter((line) => line.current !== line.recommended);
    expect(changed.length).toBeLessThanOrEqual(2);
    const needed = calibration.lines.flatMap(({ dealsNeeded }) =>
      typeof dealsNeeded === "number" ? [dealsNeeded] : [],
    );
    expect(needed.length).toBeGreaterThan(15);
    expect(Math.min(...needed)).toBeGreaterThan(130);
    expect(calibration.sampleSize).toMatchObject({ binding: expect.any(String) });
  });
});

/** So many won and lost deals from the start of the history. */
function keepFirst({ deals }: History, won: number, lost: number) {
  const of = (outcome: "won" | "lost", count: number) =>
    deals.filter((deal) => deal.outcome === outcome).slice(0, count);
  return [...of("won", won), ...of("lost", lost)].toSorted((a, b) => a.asOf - b.asOf);
}

function accept<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw new Error(result.message);
  return result;
}
