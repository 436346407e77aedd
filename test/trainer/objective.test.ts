import { describe, expect, it } from "vitest";
import { weightedGram } from "../../src/trainer/gram.ts";
import { logisticObjective } from "../../src/trainer/objective.ts";
import { standardise, toRaw, toStandard } from "../../src/trainer/standard-design.ts";
import { simulateDesign } from "./designs.ts";

describe("the objective", () => {
  // 131 rows and 5 columns end inside a block, a group of four rows and a panel.
  const simulated = simulateDesign(131, 5, 7);
  const design = {
    ...simulated,
    weights: Float64Array.from({ length: 131 }, (_, i) => (i % 5) / 2),
    offset: Float64Array.from({ length: 131 }, (_, i) => Math.sin(i)),
  };
  const prior = {
    means: Float64Array.of(0.5, -0.5, 0, 1, 0.1),
    precisions: Float64Array.of(1, 0, 4, 2, 0),
  };
  const standard = standardise(design, prior);
  const objective = logisticObjective(standard);
  const { size, stride } = standard;
  const theta = new Float64Array(stride);
  theta.set([-0.3, 0.4, 0.1, -0.6, 0.2, 0.5]);
  const shifted = (j: number, by: number) =>
    theta.map((value, k) => (k === j ? value + by : value));
  const gradientAt = (at: Float64Array) => {
    const gradient = new Float64Array(stride);
    return { value: objective.evaluate(at, gradient), gradient };
  };

  it("equals the loss and penalty written out on the design's own columns", () => {
    const { intercept, coefficients } = toRaw(standard, theta);
    let expected = 0;
    for (let i = 0; i < design.rows; i++) {
      let z = design.offset[i]! + intercept;
      coefficients.forEach((b, j) => (z += b * design.values[i * 5 + j]!));
      expected += design.weights[i]! * (Math.log(1 + Math.exp(z)) - design.outcomes[i]! * z);
    }
    coefficients.forEach((b, j) => {
      expected += 0.5 * prior.precisions[j]! * (b - prior.means[j]!) ** 2;
    });
    expect(gradientAt(theta).value).toBeCloseTo(expected, 10);
  });

  it("has the gradient that differences of its value show", () => {
    const { gradient } = gradientAt(theta);
    const h = 1e-5;
    for (let j = 0; j < size; j++) {
      const slope = (gradientAt(shifted(j, h)).value - gradientAt(shifted(j, -h)).value) / (2 * h);
      expect(gradient[j]).toBeCloseTo(slope, 6);
    }
  });

  it("has the Hessian that differences of its gradient show", () => {
    const hessian = objective.hessian(theta);
    const h = 1e-5;
    for (let j = 0; j < size; j++) {
      const [above, below] = [gradientAt(shifted(j, h)), gradientAt(shifted(j, -h))];
      for (let k = 0; k < size; k++) {
        const slope = (above.gradient[k]! - below.gradient[k]!) / (2 * h);
        expect(hessian[j * size + k]).toBeCloseTo(slope, 6);
      }
    }
  });

  it("keeps its value and gradient finite at log-odds of a thousand", () => {
    const { value, gradient } = gradientAt(theta.map((t) => 1000 * t));
    expect(Number.isFinite(value)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it("takes coefficients to standardised columns and back", () => {
    const start = { intercept: 0.3, coefficients: Float64Array.of(1, -2, 0.5, 0, 3) };
    const back = toRaw(standard, toStandard(standard, start));
    expect(back.intercept).toBeCloseTo(0.3, 12);
    back.coefficients.forEach((b, j) => expect(b).toBeCloseTo(start.coefficients[j]!, 12));
  });
});

describe("the weighted Gram matrix", () => {
  it("equals the sum of outer products", () => {
    const rows = 70;
    const stride = 8;
    const values = Float64Array.from({ length: rows * stride }, (_, k) => Math.cos(k * k));
    const weights = Float64Array.from({ length: rows }, (_, i) => (i % 7) / 3);
    const gram = weightedGram({ rows, stride, values }, 6, weights);
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) {
          sum += weights[i]! * values[i * stride + a]! * values[i * stride + b]!;
        }
        expect(gram[a * 6 + b]).toBeCloseTo(sum, 11);
      }
    }
  });
});
