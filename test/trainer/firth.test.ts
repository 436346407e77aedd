import { describe, expect, it } from "vitest";
import { fitFirth } from "../../src/trainer/firth.ts";
import { accepted, makeDesign, readOracle, relativeDifference } from "./designs.ts";

describe.each(["firth_near_separated", "firth_separated"])("Firth's fit of %s", (name) => {
  const { design, outputs } = readOracle(name);
  const fit = accepted(fitFirth(design));

  it("equals the oracle's coefficients, standard errors and likelihoods", () => {
    const coefficients = [fit.intercept, ...fit.coefficients];
    const errors = [fit.interceptStandardError, ...fit.standardErrors];
    expect(relativeDifference(coefficients, outputs.coef)).toBeLessThan(1e-9);
    expect(relativeDifference(errors, outputs.se_expected_information)).toBeLessThan(1e-9);
    expect(fit.penalizedLogLikelihood).toBeCloseTo(outputs.penalized_loglik, 9);
    expect(fit.logLikelihood).toBeCloseTo(outputs.loglik, 9);
    expect(fit.gradientNorm).toBeLessThanOrEqual(1e-12);
  });

  it("scales with a column", () => {
    const values = design.values.map((value, k) => (k % 3 === 1 ? 1000 * value : value));
    const scaled = accepted(fitFirth({ ...design, values }));
    expect(scaled.coefficients[1]).toBeCloseTo(fit.coefficients[1]! / 1000, 12);
    const difference = scaled.penalizedLogLikelihood - fit.penalizedLogLikelihood;
    expect(difference).toBeCloseTo(Math.log(1000), 9);
  });
});

describe("Firth's fit", () => {
  it("adds half a win and half a loss to an intercept", () => {
    const fit = accepted(fitFirth(makeDesign([[], [], [], []], [1, 1, 1, 0])));
    expect(fit.intercept).toBeCloseTo(Math.log(3.5 / 1.5), 10);
  });

  it("is finite for deals of one outcome", () => {
    const fit = accepted(fitFirth(makeDesign([[], [], []], [1, 1, 1])));
    expect(fit.intercept).toBeCloseTo(Math.log(3.5 / 0.5), 10);
  });

  it("adds half a deal to each cell of a table of a 0/1 line", () => {
    // 3 of 4 won without, 5 of 5 won with.
    const doses = [0, 0, 0, 0, 1, 1, 1, 1, 1].map((dose) => [dose]);
    const fit = accepted(fitFirth(makeDesign(doses, [1, 1, 1, 0, 1, 1, 1, 1, 1])));
    expect(fit.intercept).toBeCloseTo(Math.log(3.5 / 1.5), 10);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(5.5 / 0.5) - Math.log(3.5 / 1.5), 10);
  });

  it("refuses columns that repeat others", () => {
    const refusal = fitFirth(
      makeDesign(
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [1, 1],
        ],
        [0, 1, 1, 0],
      ),
    );
    expect(refusal).toMatchObject({ code: "nothing-varies", details: [{ where: "column 1" }] });
  });
});
