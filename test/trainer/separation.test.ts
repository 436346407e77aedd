import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takeColumns } from "../../src/trainer/design-matrix.ts";
import { fitLogistic } from "../../src/trainer/fit.ts";
import { Separation } from "../../src/trainer/separation.ts";
import { makeDesign, readOracle, simulateDesign } from "./designs.ts";

const columnsOf = (result: unknown): readonly number[] => {
  expect(result).toBeInstanceOf(Separation);
  return (result as Separation).columns;
};

describe("separation", () => {
  const { design } = readOracle("logistic_leads");
  const width = design.columns;
  const withColumns = (make: (row: readonly number[], won: number) => readonly number[]) =>
    makeDesign(
      Array.from({ length: design.rows }, (_, i) => {
        const row = [...design.values.subarray(i * width, (i + 1) * width)];
        return [...row, ...make(row, design.outcomes[i]!)];
      }),
      [...design.outcomes],
    );

  it("names a number that parts won from lost completely", () => {
    const outcomes = [0, 0, 0, 1, 1, 1];
    const rows = [1, 2, 3, 4, 5, 6].map((x) => [x % 2, x]);
    expect(columnsOf(fitLogistic(makeDesign(rows, outcomes)))).toEqual([1]);
  });

  it("names a number on which the two outcomes only touch", () => {
    const rows = [1, 2, 3, 3, 4, 5].map((x, i) => [i % 2, x]);
    expect(columnsOf(fitLogistic(makeDesign(rows, [0, 0, 0, 1, 1, 1])))).toEqual([1]);
  });

  it("names a 0/1 line that was always lost among lines that are fine", () => {
    let given = 0;
    const rare = withColumns((_, won) => [won === 0 && given++ < 3 ? 1 : 0]);
    const refusal = fitLogistic(rare);
    expect(columnsOf(refusal)).toEqual([width]);
    expect(refusal).toMatchObject({
      code: "separated",
      exitCode: 3,
      details: [{ where: `column ${width}` }],
    });
  });

  it("names every line that separates on its own", () => {
    let [lost, won] = [0, 0];
    const both = withColumns((_, outcome) => [
      outcome === 0 && lost++ < 2 ? 1 : 0,
      outcome === 1 && won++ < 4 ? 1 : 0,
    ]);
    expect(columnsOf(fitLogistic(both))).toEqual([width, width + 1]);
  });

  it("names two lines that separate only together", () => {
    // a − b is 1 for some wins and never for a loss; each alone occurs with both outcomes.
    const pairs = [
      [1, 0, 1],
      [1, 0, 1],
      [1, 1, 0],
      [1, 1, 1],
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 0],
    ];
    const rows = pairs.flatMap(([a, b, y], i) => [0, 1].map((k) => [a!, b!, (i + k) % 2, y!]));
    const together = makeDesign(
      rows.map((row) => row.slice(0, 3)),
      rows.map((row) => row[3]!),
    );
    for (const column of [0, 1, 2]) {
      const alone = takeColumns(together, Uint32Array.of(column));
      expect(fitLogistic(alone)).not.toBeInstanceOf(Separation);
    }
    expect(columnsOf(fitLogistic(together))).toEqual([0, 1]);
  });

  it("finds the separated oracle's line, and fits the nearly separated one", () => {
    expect(columnsOf(fitLogistic(readOracle("firth_separated").design))).toEqual([0]);
    const near = fitLogistic(readOracle("firth_near_separated").design);
    expect(near).not.toBeInstanceOf(Separation);
  });

  it("sees that a single crossed pair of deals is enough for a finite fit", () => {
    const rows = [1, 2, 3, 3.0001, 4, 5].map((x) => [x]);
    const fit = fitLogistic(makeDesign(rows, [0, 0, 1, 0, 1, 1]));
    expect(fit).not.toBeInstanceOf(Separation);
    expect(fit).toMatchObject({ gradientNorm: expect.closeTo(0, 12) });
  });

  it("is of no concern to columns with a prior", () => {
    const parted = withColumns((_, won) => [won]);
    const precisions = new Float64Array(width + 1);
    const means = new Float64Array(width + 1);
    expect(columnsOf(fitLogistic(parted, { prior: { means, precisions } }))).toEqual([width]);
    precisions[width] = 0.01;
    expect(fitLogistic(parted, { prior: { means, precisions } })).toHaveProperty("covariance");
    precisions.fill(0.01);
    const options = { prior: { means, precisions }, covariance: false } as const;
    expect(fitLogistic(parted, options)).toHaveProperty("intercept");
  });

  it("is found in a large design, where the fit begins on samples", () => {
    const large = simulateDesign(21_000, 3, 5);
    for (let i = 0; i < large.rows; i++) {
      large.values[3 * i] = Number(large.outcomes[i] === 0 && i % 4000 === 1);
    }
    expect(columnsOf(fitLogistic(large))).toEqual([0]);
    const options = { covariance: false } as const;
    expect(columnsOf(fitLogistic(large, options))).toEqual([0]);
  });

  it("is found whenever outcomes are made by a linear rule, and names columns that suffice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const drawn = simulateDesign(60, 4, seed);
        const outcomes = Uint8Array.from({ length: 60 }, (_, i) => {
          const x = drawn.values.subarray(4 * i, 4 * i + 4);
          return Number(x[0]! + 2 * x[1]! - x[3]! > 0.2);
        });
        const columns = columnsOf(fitLogistic({ ...drawn, outcomes }));
        const sufficient = takeColumns({ ...drawn, outcomes }, Uint32Array.from(columns));
        expect(columnsOf(fitLogistic(sufficient))).toHaveLength(columns.length);
      }),
      { numRuns: 20 },
    );
  });

  it("is not found where every deal has a twin of the other outcome", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const half = simulateDesign(30, 4, seed);
        const values = Float64Array.from([...half.values, ...half.values]);
        const outcomes = Uint8Array.from([...half.outcomes, ...half.outcomes.map((y) => 1 - y)]);
        const fit = fitLogistic({ rows: 60, columns: 4, values, outcomes });
        expect(fit).toHaveProperty("coefficients");
      }),
      { numRuns: 20 },
    );
  });
});
