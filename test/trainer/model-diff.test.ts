import { expect, it } from "vitest";
import type { Model } from "../../src/trainer/model.ts";
import { diffModels } from "../../src/trainer/model-diff.ts";

function makeModel(parts: Partial<Model>): Model {
  return {
    format: "counterweight/model@1",
    scorecards: [],
    intercept: -2,
    lines: [],
    segments: [],
    covariance: [0.01],
    scale: { unit: 0.1, base: -2 },
    trained: { deals: 9, won: 3, firstAsOf: null, lastAsOf: null, priorWidth: 1, seed: 1 },
    ...parts,
  };
}

it("lays lines of either model side by side, the later model's first", () => {
  const from = makeModel({
    lines: [
      { key: "gone", coefficient: 1, standardError: 0 },
      { key: "kept", coefficient: 1, standardError: 1 },
    ],
    covariance: [1, 0, 0, 0, 0, 0, 0, 0, 1],
  });
  const to = makeModel({
    intercept: -1,
    lines: [{ key: "kept", coefficient: 2, standardError: 0.5 }],
    segments: [{ scorecard: "partner", coefficient: 0.4 }],
    covariance: [1, 0, 0, 0, 0.25, 0, 0, 0, 0.04],
    scale: { unit: 0.2, base: -3 },
  });
  const z = 1.959963984540054;
  expect(diffModels(from, to)).toEqual({
    intercept: { from: -2, to: -1 },
    unit: { from: 0.1, to: 0.2 },
    trained: { from: from.trained, to: to.trained },
    lines: [
      {
        key: "kept",
        from: { coefficient: 1, low: 1 - z, high: 1 + z, points: 10 },
        to: { coefficient: 2, low: 2 - z / 2, high: 2 + z / 2, points: 10 },
      },
      {
        key: "segment:partner",
        from: null,
        to: {
          coefficient: 0.4,
          low: expect.closeTo(0.4 - 0.2 * z, 12),
          high: expect.closeTo(0.4 + 0.2 * z, 12),
          points: 2,
        },
      },
      { key: "gone", from: { coefficient: 1, low: 1, high: 1, points: 10 }, to: null },
    ],
  });
});
