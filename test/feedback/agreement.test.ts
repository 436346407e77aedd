import { describe, expect, it } from "vitest";
import {
  compareFeedback,
  estimateAcceptance,
  type JudgedLead,
} from "../../src/feedback/agreement.ts";

function leads(...rows: [accepted: 0 | 1, won: 0 | 1, rule: number, model: number | null][]) {
  return rows.map(
    ([accepted, won, ruleScore, modelLogOdds]): JudgedLead => ({
      accepted: accepted === 1,
      won: won === 1,
      ruleScore,
      modelLogOdds,
    }),
  );
}

describe("feedback held against scores and outcomes", () => {
  it("ranks accepted above rejected leads, and counts agreement beyond chance", () => {
    const result = compareFeedback(
      leads(
        [1, 1, 40, 2],
        [1, 1, 30, -1],
        [1, 0, 20, null],
        [0, 0, 10, 1],
        [0, 0, 35, -2],
        [0, 0, 5, null],
      ),
    );
    // of 9 pairs accepted × rejected the rules rank 40>all, 30>10,5 and 20>10,5: 7
    expect(result.rulesAuc).toMatchObject({ value: expect.closeTo(7 / 9, 12) });
    // of 4 modelled pairs 2>1, 2>−2, −1>−2: 3
    expect(result.modelAuc).toMatchObject({ value: expect.closeTo(3 / 4, 12) });
    // observed agreement 5/6, by chance (3·2 + 3·4)/36 = 1/2
    expect(result.kappaWithOutcome).toMatchObject({ value: expect.closeTo(2 / 3, 12) });
  });

  it("says why where nothing can be said", () => {
    const accepted = compareFeedback(leads([1, 1, 4, null], [1, 0, 3, null]));
    expect(accepted.rulesAuc).toHaveProperty("notEstimable");
    expect(accepted.modelAuc).toHaveProperty("notEstimable");
  });

  it("counts acceptance over the leads that have a line", () => {
    const doses = [Float64Array.of(1, 0), Float64Array.of(0.5, 0), Float64Array.of(0, 0)];
    const [first, second] = estimateAcceptance(doses, [true, false, true], 2);
    expect(first).toMatchObject({ value: 0.5, n: 2 });
    expect(second).toHaveProperty("notEstimable");
  });
});
