import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustAcceptance } from "../../src/feedback/adjusted-acceptance.ts";
import { estimateLeniency } from "../../src/feedback/leniency.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { measureMean } from "../../src/statistics/spread.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { demand } from "../statistics/deals.ts";
import { repeat } from "./heard.ts";
import { drawLeniency, simulateReps } from "./simulated-reps.ts";

/** The mean of the middle third, each rep counting alike. */
function middle(leniency: readonly number[]): number {
  const n = leniency.length;
  const sorted = leniency.toSorted((a, b) => a - b);
  return sorted.reduce((sum, one, k) => {
    const inside = Math.min((k + 1) / n, 2 / 3) - Math.max(k / n, 1 / 3);
    return sum + 3 * Math.max(0, inside) * one;
  }, 0);
}

type Simulated = ReturnType<typeof simulateReps>;

const adjust = (sim: Simulated) =>
  demand(adjustAcceptance(demand(estimateLeniency(sim)), sim.marked));

const countShare = ({ accepted, marked }: Simulated) =>
  measureMean(accepted.filter((_, i) => marked[i] === 1));

describe("leniency of simulated reps", () => {
  const runs = repeat(60, (seed) => {
    const leniency = drawLeniency(8, 0.8, createRandom(1000 + seed));
    const { spread, reps } = demand(
      estimateLeniency(simulateReps({ leniency, verdicts: 400, seed })),
    );
    const truths = reps.map(({ rep }) => leniency[Number(rep.slice(4))]! - middle(leniency));
    return { spread, reps, truths };
  });
  const each = runs.flatMap(({ reps, truths }) =>
    reps.map(({ estimate }, k) => ({ estimate, truth: truths[k]! })),
  );

  it("is recovered: nearer than calling all alike, and than each rep's own share", () => {
    const error = measureMean(each.map(({ estimate, truth }) => (estimate.value - truth) ** 2));
    const alike = measureMean(each.map(({ truth }) => truth ** 2));
    expect(Math.sqrt(error)).toBeLessThan(0.36);
    expect(Math.sqrt(alike)).toBeGreaterThan(0.7);
  });

  it("lies in its interval in 95 of 100, as far as 480 can tell", () => {
    const held = each.filter(
      ({ estimate, truth }) => estimate.low <= truth && truth <= estimate.high,
    );
    expect(held.length / each.length).toBeGreaterThan(0.92);
    expect(held.length / each.length).toBeLessThan(0.98);
  });

  it("has a spread near the truth", () => {
    const spread = measureMean(runs.map((run) => run.spread));
    expect(spread).toBeGreaterThan(0.75);
    expect(spread).toBeLessThan(1.15);
  });

  it("is drawn to the others where a rep said little", () => {
    const sim = simulateReps({ leniency: [0, 0, 0, 0, 0], verdicts: 600, seed: 4 });
    const add = (k: number) => ({
      accepted: Uint8Array.of(...sim.accepted, ...repeat(k, () => 0)),
      reps: [...sim.reps, ...repeat(k, () => "strict")],
      predictor: Float64Array.of(...sim.predictor, ...repeat(k, () => 0)),
    });
    const strict = (k: number) =>
      demand(estimateLeniency(add(k))).reps.find(({ rep }) => rep === "strict")!;
    expect(strict(2).estimate.value).toBeGreaterThan(-0.5);
    expect(strict(2).estimate.high).toBeGreaterThan(0);
    expect(strict(60).estimate.high).toBeLessThan(-1);
    expect(strict(60)).toMatchObject({ n: 60, accepted: 0 });
    expect(strict(60).expectedShare).toBeCloseTo(sigmoid(0.3), 1);
  });

  it("does not hang on the scale of the score, nor on the order of the verdicts", () => {
    const sim = simulateReps({ leniency: [-1, 0, 1], verdicts: 90, seed: 2 });
    const plain = demand(estimateLeniency(sim));
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: -99, max: 99 }),
        (scale, shift) => {
          const turned = demand(
            estimateLeniency({
              accepted: sim.accepted.toReversed(),
              reps: sim.reps.toReversed(),
              predictor: sim.predictor.toReversed().map((one) => scale * one + shift),
            }),
          );
          turned.reps.forEach(({ estimate }, k) => {
            expect(estimate.value).toBeCloseTo(plain.reps[k]!.estimate.value, 6);
            expect(estimate.high).toBeCloseTo(plain.reps[k]!.estimate.high, 6);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it("counts feedback of no known rep as the middle rep's, and needs two reps and two verdicts", () => {
    const sim = simulateReps({ leniency: [-1, 0, 1], verdicts: 90, seed: 2 });
    const unnamed = sim.reps.map((rep, i) => (i % 3 === 0 ? null : rep));
    const { reps, offsets } = demand(estimateLeniency({ ...sim, reps: unnamed }));
    expect(reps.map(({ n }) => n).reduce((sum, n) => sum + n)).toBe(60);
    expect(offsets[0]).toBe(0);
    expect(offsets[1]).toBe(reps.find(({ rep }) => rep === unnamed[1])!.estimate.value);
    expect(estimateLeniency({ ...sim, reps: unnamed.map(() => "ann") })).toEqual({
      notEstimable: "fewer than two reps gave feedback",
    });
    expect(estimateLeniency({ ...sim, accepted: new Uint8Array(90) })).toEqual({
      notEstimable: "all of the feedback says the same",
    });
    expect(() => estimateLeniency({ ...sim, reps: [] })).toThrow(RangeError);
  });
});

describe("one grumpy rep of eight", () => {
  const compare = (firstTakesMarked?: number) =>
    repeat(30, (seed) => {
      const leniency = drawLeniency(8, 0.5, createRandom(seed));
      const grumpy = [leniency[0]! - 4, ...leniency.slice(1)];
      const share = firstTakesMarked === undefined ? {} : { firstTakesMarked };
      const [before, after] = [leniency, grumpy].map((of) =>
        simulateReps({ leniency: of, verdicts: 1500, seed, ...share }),
      );
      return {
        counted: countShare(after!) - countShare(before!),
        adjusted: adjust(after!).accepted.value - adjust(before!).accepted.value,
      };
    });
  const mean = (
    moves: readonly { counted: number; adjusted: number }[],
    which: "counted" | "adjusted",
  ) => measureMean(moves.map((move) => move[which]));

  it("who judges as many as others takes 6 points off a line's counted acceptance, not 3 off the adjusted", () => {
    const moves = compare();
    expect(mean(moves, "counted")).toBeLessThan(-0.055);
    expect(Math.abs(mean(moves, "adjusted"))).toBeLessThan(0.03);
  });

  it("who judges 60 % of a line's leads takes 30 points off its counted acceptance, not 4 off the adjusted", () => {
    const moves = compare(0.6);
    expect(mean(moves, "counted")).toBeLessThan(-0.3);
    expect(Math.abs(mean(moves, "adjusted"))).toBeLessThan(0.04);
  });
});

it("moves no further the grumpier one rep gets", () => {
  const leniency = [0, -0.6, -0.4, -0.2, 0.1, 0.3, 0.5, 0.7];
  const adjusted = [1, 2, 4, 8].map((by) => {
    const grumpy = [-by, ...leniency.slice(1)];
    return adjust(simulateReps({ leniency: grumpy, verdicts: 3000, seed: 3 })).accepted.value;
  });
  for (const value of adjusted) expect(Math.abs(value - adjusted[0]!)).toBeLessThan(0.015);
});

describe("adjusted acceptance", () => {
  it("is what the middle rep would accept: its interval holds that in 95 of 100", () => {
    const held = repeat(120, (seed) => {
      const leniency = drawLeniency(8, 0.8, createRandom(5000 + seed));
      const sim = simulateReps({
        leniency,
        verdicts: 400,
        seed,
        lineEffect: -0.8,
        firstTakesMarked: 0.4,
      });
      const rows = [...sim.marked.keys()].filter((i) => sim.marked[i] === 1);
      const truth = measureMean(
        rows.map((i) => sigmoid(0.3 + 0.03 * sim.predictor[i]! - 0.8 + middle(leniency))),
      );
      const { accepted, overOthers } = adjust(sim);
      return {
        share: accepted.low <= truth && truth <= accepted.high,
        effect: overOthers!.low <= -0.8 && -0.8 <= overOthers!.high,
      };
    });
    for (const which of ["share", "effect"] as const) {
      const share = held.filter((one) => one[which]).length / held.length;
      expect(share).toBeGreaterThan(0.89);
      expect(share).toBeLessThan(0.995);
    }
  });

  it("is the counted share where reps are alike", () => {
    const sim = simulateReps({ leniency: repeat(6, () => 0), verdicts: 2000, seed: 9 });
    expect(Math.abs(adjust(sim).accepted.value - countShare(sim))).toBeLessThan(0.015);
  });

  it("stays within 0 and 1 where all of a few leads were accepted, and has nothing to set them apart from where they are all", () => {
    const sim = simulateReps({ leniency: [-1, 0, 1], verdicts: 90, seed: 2 });
    const leniency = demand(estimateLeniency(sim));
    const few = sim.accepted.map((one, i) => (one === 1 && i < 12 ? 1 : 0));
    const { accepted } = demand(adjustAcceptance(leniency, few));
    expect(accepted.low).toBeLessThan(accepted.value);
    expect(accepted.value).toBeGreaterThan(0.8);
    expect(accepted.high).toBeLessThan(1);
    const all = demand(adjustAcceptance(leniency, new Uint8Array(90).fill(1)));
    expect(all.overOthers).toBeNull();
    expect(adjustAcceptance(leniency, new Uint8Array(90))).toHaveProperty("notEstimable");
  });
});
