import { describe, expect, it } from "vitest";
import type { Deal, History } from "../../src/history/history.ts";
import type { Aim } from "../../src/recommendation/threshold-advice.ts";
import { Refusal } from "../../src/refusal.ts";
import type { Calibration } from "../../src/report/calibration.ts";
import { createRandom } from "../../src/statistics/random.ts";
import {
  type CalibrateSettings,
  calibrate as calibrateFiles,
  calibrateHistory,
} from "../../src/workflows/calibrate.ts";
import { SAMPLE } from "../sample.ts";
import { makeMapping, makeSet, type SimulatedLine, simulateHistory } from "./simulated-history.ts";

const LINES: readonly SimulatedLine[] = [
  { points: 12, worth: 12 },
  { points: 8, worth: 8 },
  { points: 15, worth: 0 },
  { points: 5, worth: -12 },
  { points: 0, worth: 14 },
];

function calibrate(
  history: History,
  settings: Partial<CalibrateSettings> = {},
  lines = LINES,
): Calibration {
  const all = { seed: 1, onProgress: () => {}, ...settings };
  const result = calibrateHistory(makeSet(lines), history, makeMapping(), null, all);
  if (result instanceof Refusal) throw new Error(result.message);
  return result.calibration;
}

const history = simulateHistory(LINES, { deals: 4000, seed: 3 });
const calibration = calibrate(history);

/** The history with other deals, and attributes besides the lines'. */
function change(alter: (deal: Deal, i: number) => Deal, extra: readonly string[] = []): History {
  return {
    ...history,
    attributes: [...history.attributes, ...extra],
    deals: history.deals.map(alter),
  };
}

describe("what each change is worth", () => {
  it("grows with the number of changes, from none", () => {
    const { changes } = calibration;
    expect(changes[0]).toMatchObject({ count: 0, lines: [], deltaLogLoss: { value: 0 } });
    expect(changes.map(({ count }) => count)).toEqual([...changes.keys()]);
    expect(changes.map(({ lines }) => lines.length)).toEqual([...changes.keys()]);
    expect(changes.at(-1)!.lines).toEqual(expect.arrayContaining(["a2", "a3", "a4"]));
    const last = changes.at(-1)!.deltaLogLoss as { high: number };
    expect(last.high).toBeLessThan(0);
  });

  it("is lost where the change alone is left out", () => {
    const gains = calibration.lines.map(({ gain }) => gain);
    for (const gain of gains.slice(2)) expect(gain).toMatchObject({ auc: expect.any(Object) });
    const least = gains.slice(2).map((gain) => ("logLoss" in gain ? gain.logLoss.low : -1));
    expect(Math.min(...least)).toBeGreaterThan(0);
    expect(gains[0]).toHaveProperty("notEstimable");
  });

  it("is called for by nearly every resampled history", () => {
    for (const { stability } of calibration.lines.slice(2))
      expect(stability).toMatchObject({ value: expect.closeTo(1, 1), n: 200 });
  });

  it("changes at most as many lines as allowed, the weightiest", () => {
    const { lines } = calibrate(history, { constraints: { atMost: 1 } });
    expect(lines.filter((line) => line.current !== line.recommended)).toHaveLength(1);
  });
});

describe("lines that are not what they seem", () => {
  it("names two lines that stand in for each other", () => {
    const random = createRandom(9);
    const twins = change((deal) => {
      const { a0: _, a1: __, ...rest } = deal.lead.attributes;
      const both = random() < 0.4;
      const first = random() < 0.03 ? !both : both;
      const attributes = { ...rest, ...(first && { a0: true }), ...(both && { a1: true }) };
      return { ...deal, lead: { ...deal.lead, attributes } };
    });
    const [first, second, third] = calibrate(twins).lines;
    expect(first!.standsInFor).toEqual(["a1"]);
    expect(second!.standsInFor).toEqual(["a0"]);
    expect(third!.standsInFor).toEqual([]);
  });

  it("names the level at which a line's worth differs", () => {
    const random = createRandom(5);
    const regions = change(
      (deal, i) => {
        const region = i % 2 ? "north" : "south";
        const attributes = { ...deal.lead.attributes, region };
        const turned = region === "north" && deal.lead.attributes["a0"] === true && random() < 0.5;
        return {
          ...deal,
          outcome: turned ? "lost" : deal.outcome,
          lead: { ...deal.lead, attributes },
        };
      },
      ["region"],
    );
    const { lines } = calibrate(regions);
    const north = lines[0]!.differs.find(({ level }) => level === "north");
    expect(north).toMatchObject({ by: "region" });
    expect((north!.difference as { high: number }).high).toBeLessThan(0);
    expect(lines[1]!.differs).toEqual([]);
  });

  it("names a line that has lost its worth over the years", () => {
    const random = createRandom(6);
    const faded = change((deal, i) => {
      const fades = deal.lead.attributes["a4"] === true && random() < i / 4000;
      return fades ? { ...deal, outcome: "lost" } : deal;
    });
    const { differs } = calibrate(faded).lines[4]!;
    expect(differs.find(({ by }) => by === "time")!.difference).toMatchObject({
      high: expect.any(Number),
    });
  });
});

describe("drift", () => {
  it("finds nothing to do where nothing changes", () => {
    expect(calibration.drift).toMatchObject({ halfLifeDays: null, broken: false });
    expect(calibration.drift.halfLives.length).toBeGreaterThan(1);
  });

  it("warns where later deals are won more often than the model says, and says what to do", () => {
    const random = createRandom(4);
    const better = change((deal, i) =>
      i > 2800 && random() < 0.2 ? { ...deal, outcome: "won" } : deal,
    );
    const { drift } = calibrate(better);
    expect(drift.broken).toBe(true);
    expect(drift.calibrationInTheLarge).toMatchObject({ low: expect.any(Number) });
    expect((drift.calibrationInTheLarge as { low: number }).low).toBeGreaterThan(0);
    expect(drift.advice).toContain("won more often");
  });

  it("moves the intercept to the latest training deals where they call for it", () => {
    const random = createRandom(8);
    const shifted = change((deal, i) =>
      i > 2200 && random() < 0.25 ? { ...deal, outcome: "won" } : deal,
    );
    const { drift } = calibrate(shifted, { halfLifeDays: null });
    expect(drift.interceptShift).toBeGreaterThan(0.2);
  });

  it("lets older deals fade as it is told", () => {
    const { drift } = calibrate(history, { halfLifeDays: 200 });
    expect(drift).toMatchObject({ halfLifeDays: 200, halfLives: [] });
  });
});

describe("thresholds for an aim", () => {
  const aims: CalibrateSettings["aims"] = new Map([["mql", { kind: "capacity", capacity: 2 }]]);

  it("are set for a capacity, with today's figures beside", () => {
    const [mql] = calibrate(history, { aims }).thresholds;
    expect(mql).toMatchObject({ by: "capacity", aim: "2 leads a week", current: 40 });
    expect((mql!.volume as { value: number }).value).toBeLessThan(2.3);
    expect((mql!.now.volume as { value: number }).value).toBeGreaterThan(0);
  });

  it("scale with the leads that are said to come in", () => {
    const [few] = calibrate(history, { aims }).thresholds;
    const [many] = calibrate(history, { aims, leadsPerWeek: 14 }).thresholds;
    expect(many!.recommended).toBeGreaterThan(few!.recommended as number);
  });

  it("say why a win rate cannot be had", () => {
    const wanted = new Map([
      ["mql", { kind: "precision" as const, wanted: 0.999, by: "estimate" as const }],
    ]);
    const [mql] = calibrate(history, { aims: wanted }).thresholds;
    expect(mql!.recommended).toHaveProperty("notEstimable");
  });

  it("are refused where the scorecard has no such threshold", async () => {
    const refusal = await calibrateFiles({
      ...SAMPLE,
      aims: new Map([["mqll", { kind: "capacity", capacity: 2 }]]),
      onProgress: () => {},
    });
    expect(refusal).toMatchObject({ code: "option-invalid" });
    expect((refusal as Refusal).remedy).toContain("mql, sql, hot");
  });
});

describe("the back-test", () => {
  it("accounts for every judging deal, and for what passes each threshold", () => {
    const { backtest, split } = calibration;
    const moved = backtest.moves.reduce((sum, { deals }) => sum + deals, 0);
    expect(moved).toBe(split.judge);
    const [mql] = backtest.volumes;
    const weekly = mql!.weekly.reduce((sum, { before, after }) => sum + after - before, 0);
    expect(weekly).toBe(mql!.newlyPassing.deals - mql!.noLongerPassing.deals);
  });
});

describe("cuts of grades and bands", () => {
  const wanted = { kind: "precision", wanted: 0.05, by: "estimate" } as const;
  const hopeless = { ...wanted, wanted: 0.9999, by: "lower-end" } as const;
  const aims = new Map<string, Aim>([
    ["A", wanted],
    ["B", hopeless],
  ]);
  const all = { seed: 1, onProgress: () => {}, aims };
  const result = calibrateHistory(makeSet(LINES), history, makeMapping(), null, all);
  if (result instanceof Refusal) throw new Error(result.message);
  const fit = result.calibration.grades.find(({ axis }) => axis === "fit")!;

  it("are shown as they are handed out", () => {
    const { A, B, C } = result.recommended.fallback.matrix.grades;
    expect(fit.recommended.map(({ cut }) => cut)).toEqual([A, B, C, null]);
  });

  it("follow an aim, and say why one is not met", () => {
    const kept = calibration.grades.find(({ axis }) => axis === "fit")!;
    expect(kept.aims).toEqual([]);
    expect(fit.recommended[0]!.cut).toBeLessThan(kept.recommended[0]!.cut!);
    expect(fit.aims.map(({ name, unmet }) => [name, unmet])).toEqual([
      ["A", null],
      ["B", expect.any(String)],
    ]);
  });
});
