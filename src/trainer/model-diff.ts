import { Z95 } from "../statistics/distributions.ts";
import type { Model } from "./model.ts";

/** What a model says of one line. */
export interface LineWorth {
  /** Log-odds for a dose of 1, with a 95 % interval. */
  readonly coefficient: number;
  readonly low: number;
  readonly high: number;
  /** The coefficient on the points scale of its model. */
  readonly points: number;
}

export interface ModelChange {
  readonly key: string;
  /** Null where that model has no such line. */
  readonly from: LineWorth | null;
  readonly to: LineWorth | null;
}

export interface ModelDiff {
  /** Log-odds. */
  readonly intercept: { readonly from: number; readonly to: number };
  /** Log-odds per point. */
  readonly unit: { readonly from: number; readonly to: number };
  readonly trained: { readonly from: Model["trained"]; readonly to: Model["trained"] };
  /** Every line of either model, in the order of the later one, then what only the earlier has. */
  readonly lines: readonly ModelChange[];
}

/** Two models side by side; segments stand among the lines as `segment:ID`. Cost O(lines). */
export function diffModels(from: Model, to: Model): ModelDiff {
  const before = listWorth(from);
  const after = listWorth(to);
  const keys = new Set([...after.keys(), ...before.keys()]);
  return {
    intercept: { from: from.intercept, to: to.intercept },
    unit: { from: from.scale.unit, to: to.scale.unit },
    trained: { from: from.trained, to: to.trained },
    lines: [...keys].map((key) => ({
      key,
      from: before.get(key) ?? null,
      to: after.get(key) ?? null,
    })),
  };
}

function listWorth({ lines, segments, covariance, scale }: Model): ReadonlyMap<string, LineWorth> {
  const size = 1 + lines.length + segments.length;
  const weigh = (coefficient: number, standardError: number): LineWorth => ({
    coefficient,
    low: coefficient - Z95 * standardError,
    high: coefficient + Z95 * standardError,
    points: coefficient / scale.unit,
  });
  const variance = (row: number) => covariance[row * size + row]!;
  return new Map([
    ...lines.map((line) => [line.key, weigh(line.coefficient, line.standardError)] as const),
    ...segments.map(({ scorecard, coefficient }, k) => {
      const standardError = Math.sqrt(Math.max(0, variance(1 + lines.length + k)));
      return [`segment:${scorecard}`, weigh(coefficient, standardError)] as const;
    }),
  ]);
}
