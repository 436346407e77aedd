import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/statistics/random.ts";
import { chooseHalfLife, decayWeights } from "../../src/trainer/half-life.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { foldsByTime } from "../../src/trainer/split.ts";

const DAY = 86_400_000;

/** Deals a few hours apart with one line whose worth runs from `first` to `last` over the history. */
function simulate(n: number, first: number, last: number, seed: number) {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: n }, () => Number(random() < 0.5));
  const outcomes = Uint8Array.from(values, (dose, i) => {
    const worth = first + ((last - first) * i) / n;
    return Number(random() < sigmoid(-1 + worth * dose));
  });
  const times = Float64Array.from({ length: n }, (_, i) => (i * 1500 * DAY) / n);
  return { design: { rows: n, columns: 1, values, outcomes }, times };
}

function choose(n: number, first: number, last: number, seed: number) {
  const { design, times } = simulate(n, first, last, seed);
  const prior = { means: new Float64Array(1), precisions: Float64Array.of(0.25) };
  return chooseHalfLife({ design, times, prior, folds: foldsByTime(times, 5) });
}

describe("the half-life of deals", () => {
  it("weighs a deal one half-life older half, and two a quarter", () => {
    const weights = decayWeights(Float64Array.of(10 * DAY, 0, 20 * DAY), 10);
    expect([...weights]).toEqual([0.5, 0.25, 1]);
  });

  it("counts all deals alike where nothing changes", () => {
    for (const seed of [1, 2, 3]) expect(choose(3000, 1, 1, seed).halfLifeDays).toBeNull();
  });

  it("forgets where a line turns round over the years", () => {
    for (const seed of [1, 2, 3]) {
      const { halfLifeDays, candidates } = choose(6000, 3, -3, seed);
      expect(halfLifeDays).not.toBeNull();
      expect(candidates).toHaveLength(5);
      const best = Math.min(...candidates.map(({ logLoss }) => logLoss));
      const chosen = candidates.find((candidate) => candidate.halfLifeDays === halfLifeDays)!;
      expect(chosen.logLoss - best).toBeLessThanOrEqual(chosen.standardError);
    }
  });

  it("says nothing where no fold has both outcomes", () => {
    const { design, times } = simulate(50, 1, 1, 1);
    const won = { ...design, outcomes: new Uint8Array(50).fill(1) };
    const prior = { means: new Float64Array(1), precisions: Float64Array.of(1) };
    const choice = chooseHalfLife({ design: won, times, prior, folds: foldsByTime(times, 3) });
    expect(choice).toEqual({ halfLifeDays: null, candidates: [] });
  });
});
