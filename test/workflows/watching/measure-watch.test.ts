import { describe, expect, it } from "vitest";
import { watchSchema } from "../../../src/report/ab/schema/watch.ts";
import { notEstimable } from "../../../src/statistics/estimate.ts";
import { measureWatch, type WatchFigures } from "../../../src/workflows/watching/measure-watch.ts";
import { type Simulation, simulateWatch } from "./simulated-watch.ts";

/** Of the published report, which has the findings as they are. */
const shape = watchSchema.omit({ at: true, alarms: true });

function findBeyond({ signs }: WatchFigures): string[] {
  return signs.flatMap(({ subject, state }) => (state === "beyond" ? [subject] : []));
}

/** In how many of so many simulations each subject is shown to be beyond its limit. */
function countBeyond(seeds: number, simulation: Omit<Simulation, "seed">): Map<string, number> {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed++)
    for (const subject of findBeyond(measureWatch(simulateWatch({ seed, ...simulation }))))
      counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return counts;
}

describe("what is watched", () => {
  it("rings in few of the years in which nothing moves, though it is looked at throughout", () => {
    const years = Array.from({ length: 30 }, (_, seed) => {
      const rung = new Set<string>();
      for (let daysSince = 30; daysSince <= 390; daysSince += 30)
        for (const subject of findBeyond(measureWatch(simulateWatch({ seed, daysSince }))))
          rung.add(subject);
      return rung.size;
    });
    expect(years.filter((subjects) => subjects > 0).length).toBeLessThanOrEqual(3);
  }, 60_000);

  it("takes nothing for drift where deals that are won close much later than lost ones", () => {
    const until = { won: 150, lost: 10 };
    const counts = countBeyond(30, { until, perDay: 6 });
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
  }, 60_000);

  it("finds a line that other leads have by now, and only that line", () => {
    const counts = countBeyond(20, { share: 0.7 });
    expect(counts.get("line:line-0")).toBe(20);
    expect([...counts.keys()].filter((subject) => subject.startsWith("line:"))).toHaveLength(1);
  });

  it("finds that probabilities have come to lie too low, and advises to train anew", () => {
    const figures = measureWatch(simulateWatch({ seed: 3, perDay: 12, shift: 0.9 }));
    expect(findBeyond(figures)).toEqual(["calibration:rules", "calibration:model", "retraining"]);
    const sign = figures.signs.find(({ subject }) => subject === "calibration:model")!;
    expect(sign.reason).toMatch(/^Of the deals closed in 2025-0\d, the probabilities lay too low/);
    expect(figures.retraining).toMatchObject({ answer: "yes" });
  });

  it("finds that both scores rank no better than chance by now", () => {
    const figures = measureWatch(simulateWatch({ seed: 3, perDay: 12, slope: 0 }));
    expect(findBeyond(figures)).toEqual(
      expect.arrayContaining(["power:rules", "power:model", "calibration:model", "retraining"]),
    );
  });

  it("tells inflation from leads that got better", () => {
    const inflated = measureWatch(simulateWatch({ seed: 5, perDay: 12, inflation: 25 }));
    expect(inflated.inflation).toMatchObject({ state: "inflating" });
    expect(findBeyond(inflated)).toContain("inflation");
    const better = measureWatch(simulateWatch({ seed: 5, perDay: 12, share: 0.9 }));
    expect(better.inflation).toMatchObject({ state: "rising-with-reason" });
    expect(findBeyond(better)).not.toContain("inflation");
  });

  it("says no to retraining where much is known and nothing has moved", () => {
    const material = simulateWatch({ seed: 8, perDay: 100, daysSince: 120 });
    const model = { ...material.model!, auc: { value: 0.695, low: 0.69, high: 0.7 } };
    const { retraining } = measureWatch({ ...material, model });
    expect(retraining).toMatchObject({ answer: "no" });
  });

  it("rests on what it says it rests on", () => {
    const { notes } = measureWatch(simulateWatch({ seed: 1 }));
    expect(notes).toEqual([
      expect.stringMatching(
        /^Of the stored deals the live model may have learned from 1,?\d+; those since judge it: \d+ deals, closed from 5 August 2024 to 3[01] May 2025\.$/,
      ),
      "Calibration and power are by the quarter in which deals closed.",
      "Points of the rules became probabilities by what they meant on the earlier deals.",
      expect.stringMatching(
        /^Lines: 27\d leads handed over in the last 90 days, against 1,\d+ earlier deals handed over before\.$/,
      ),
      "Each lead counts as it was known when it was handed over, scored by what is live now.",
    ]);
  });
});

describe("what cannot be known yet", () => {
  const few = { perDay: 1, daysBefore: 30, daysSince: 20 };

  it.each([
    ["nothing stored", simulateWatch({ seed: 1, daysBefore: 0, daysSince: 0 })],
    [
      "nothing stored and no model",
      simulateWatch({ seed: 1, daysBefore: 0, daysSince: 0, model: false }),
    ],
    ["a few deals", simulateWatch({ seed: 1, ...few })],
    ["a few deals and no model", simulateWatch({ seed: 1, ...few, model: false })],
    ["a model of this morning", simulateWatch({ seed: 1, daysSince: 0 })],
    ["none that the model learned from", simulateWatch({ seed: 1, daysBefore: 0 })],
    ["all lost", allLost(simulateWatch({ seed: 1 }))],
    ["all with one score", allAlike(simulateWatch({ seed: 1 }))],
    ["no closing told", neverClosed(simulateWatch({ seed: 1 }))],
    ["no model", simulateWatch({ seed: 1, model: false })],
  ])("is said with its reason: %s", (_, material) => {
    const figures = measureWatch(material);
    const { signs, ...told } = figures;
    expect(signs).toHaveLength(12);
    const parsed = shape.safeParse(JSON.parse(JSON.stringify(told)));
    expect(parsed.error?.issues).toBeUndefined();
    expect(findBeyond(figures)).toEqual([]);
  });

  it("says without a model what the rules do, and that there is none", () => {
    const { calibration, power, retraining, lines, notes } = measureWatch(
      simulateWatch({ seed: 1, model: false }),
    );
    const none = { notEstimable: "No model is live." };
    expect([calibration.model, power, retraining]).toEqual([none, none, none]);
    expect(calibration.rules).toHaveProperty("periods");
    expect(lines.map(({ state }) => state)).toEqual(lines.map(() => "steady"));
    expect(notes[0]).toMatch(/^No model is live: the last 30 % of the closed deals/);
  });

  it("asks for more deals in words", () => {
    const { calibration, inflation, lines, retraining } = measureWatch(
      simulateWatch({ seed: 1, ...few }),
    );
    expect(calibration.model).toEqual({
      notEstimable: expect.stringMatching(/^Of the deals to judge by \d+ were won and \d+ lost/),
    });
    expect(inflation).toHaveProperty("notEstimable");
    expect(lines[0]!.stability).toEqual({
      notEstimable: expect.stringMatching(/at least 100 of each are needed$/),
    });
    expect(retraining).toMatchObject({ answer: "not-yet-known" });
  });
});

type Material = ReturnType<typeof simulateWatch>;

function allLost(material: Material): Material {
  const { deals } = material;
  return { ...material, deals: { ...deals, outcomes: deals.outcomes.map(() => 0) } };
}

function allAlike(material: Material): Material {
  const { deals } = material;
  const columns = {
    totals: deals.totals.map(() => 30),
    logOdds: deals.totals.map(() => -1),
    doses: deals.doses.map(() => 1),
  };
  const waiting = { ...material.waiting, doses: material.waiting.doses.map(() => 1) };
  const model = material.model && { ...material.model, auc: notEstimable("no figures are kept") };
  return { ...material, deals: { ...deals, ...columns }, waiting, model };
}

function neverClosed(material: Material): Material {
  const { deals } = material;
  return { ...material, deals: { ...deals, closed: deals.closed.map(() => Number.NaN) } };
}
