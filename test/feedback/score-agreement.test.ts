import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureAnchoring } from "../../src/feedback/anchoring.ts";
import { compareReps } from "../../src/feedback/rep-agreement.ts";
import { compareWithThresholds } from "../../src/feedback/threshold-agreement.ts";
import { rankLeads, tabulateTop } from "../../src/feedback/top-share.ts";
import { createRandom, drawNormal } from "../../src/statistics/random.ts";
import { sigmoid } from "../../src/trainer/prediction.ts";
import { demand } from "../statistics/deals.ts";
import { hear, repeat } from "./heard.ts";

const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 });

describe("the top share of leads", () => {
  it("takes exactly as many as asked for, and loses none", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (scores, share) => {
        const other = scores.map((_, i) => i % 2);
        const counts = scores.map((_, i) => i % 3);
        const all = counts.reduce((sum, one) => sum + one, 0);
        const ranking = rankLeads(Float64Array.from(scores));
        const [left, taken] = tabulateTop(ranking, counts, share * all, other);
        expect(taken[0] + taken[1]).toBeCloseTo(share * all, 10);
        expect(left[1] + taken[1]).toBeCloseTo(
          counts.reduce((sum, one, i) => sum + one * other[i]!, 0),
          10,
        );
      }),
    );
  });

  it("shares what is left among ties", () => {
    const ranking = rankLeads(Float64Array.of(3, 1, 1, 1));
    // One by its score, and half of one among the three at 1, of which two are marked
    expect(tabulateTop(ranking, [1, 1, 1, 1], 1.5, [0, 1, 1, 0])).toEqual([
      [expect.closeTo(5 / 6, 12), expect.closeTo(10 / 6, 12)],
      [expect.closeTo(1 + 1 / 6, 12), expect.closeTo(2 / 6, 12)],
    ]);
  });
});

describe("feedback and thresholds", () => {
  it("holds the rules' cut against the model's at the same share", () => {
    const heard = [
      hear({ score: 60, modelLogOdds: -1, accepted: false }),
      hear({ score: 50, modelLogOdds: 2, accepted: true }),
      hear({ score: 30, modelLogOdds: 1, accepted: true }),
      hear({ score: 10, modelLogOdds: -2, accepted: false }),
      hear({ score: 45, accepted: true }),
    ];
    const [at40, at100] = compareWithThresholds(heard, [
      { id: "mql", score: 40 },
      { id: "hot", score: 100 },
    ]);
    // Five: reached and accepted 2, reached alone 1, accepted alone 1, neither 1:
    // agreement 3/5, by chance (3·3 + 2·2)/25 = 13/25
    expect(at40).toMatchObject({ id: "mql", heard: 5, reached: 3 });
    expect(demand(at40!.rules).value).toBeCloseTo((3 / 5 - 13 / 25) / (12 / 25), 12);
    // Of the four that the model knows two reach it; the model's best two are the accepted ones
    expect(at40!.modelled.heard).toBe(4);
    expect(demand(at40!.modelled.rules).value).toBeCloseTo(0, 12);
    expect(demand(at40!.modelled.model).value).toBe(1);
    expect(at100).toMatchObject({ reached: 0 });
    expect(demand(at100!.rules).value).toBe(0);
  });

  it("says so where nothing was heard", () => {
    const [none] = compareWithThresholds([], [{ id: "mql", score: 40 }]);
    expect(none!.rules).toHaveProperty("notEstimable");
    expect(none!.modelled.model).toHaveProperty("notEstimable");
  });
});

/** Leads whose score says half of the truth; verdicts that follow the score by `echo`. */
function judge(
  n: number,
  { seed, echo, sawScore }: { seed: number; echo: number; sawScore: boolean | null },
) {
  const random = createRandom(seed);
  return repeat(n, (k) => {
    const [known, unknown] = [drawNormal(random), drawNormal(random)];
    const truth = known + unknown;
    return hear({
      leadId: `${seed}-${k}`,
      sawScore,
      score: 50 + 10 * known,
      modelLogOdds: truth,
      won: random() < sigmoid(2 * truth),
      accepted: random() < sigmoid(2 * (echo * 1.4 * known + (1 - echo) * truth)),
    });
  });
}

describe("anchoring", () => {
  const measure = (heard: Parameters<typeof measureAnchoring>[0]) =>
    measureAnchoring(heard, createRandom(1), 300);

  it("is seen where visible feedback follows the score and blind feedback does not", () => {
    const result = measure([
      ...judge(400, { seed: 1, echo: 1, sawScore: true }),
      ...judge(400, { seed: 2, echo: 0, sawScore: false }),
    ]);
    expect(result.verdict).toBe("anchored");
    expect(demand(result.visibleOverBlind).low).toBeGreaterThan(0.05);
    const [visible, blind, unknown] = result.bySight;
    expect(demand(visible!.withScore).value).toBeGreaterThan(demand(visible!.withOutcome).high);
    expect(demand(visible!.scoreOverOutcome).low).toBeGreaterThan(0);
    expect(demand(blind!.withModel).value).toBeGreaterThan(demand(blind!.withScore).high);
    expect(demand(blind!.withOutcome).value).toBeGreaterThan(demand(visible!.withOutcome).value);
    expect(unknown).toMatchObject({ sight: "unknown", heard: 0, closed: 0 });
    expect(unknown!.withScore).toHaveProperty("notEstimable");
  });

  it("is not seen where seeing the score changes nothing: in 5 % of histories at most", () => {
    const anchored = repeat(40, (seed) =>
      measureAnchoring(
        [
          ...judge(150, { seed: 2 * seed, echo: 0.3, sawScore: true }),
          ...judge(150, { seed: 2 * seed + 1, echo: 0.3, sawScore: false }),
        ],
        createRandom(seed),
        100,
      ),
    ).filter(({ verdict }) => verdict === "anchored");
    // 2.5 % on this side of the interval: of 40, more than 4 come by chance once in 300
    expect(anchored.length).toBeLessThanOrEqual(4);
  });

  it("is only suspected without blind feedback, and not known without outcomes either", () => {
    const heard = judge(400, { seed: 5, echo: 1, sawScore: null });
    expect(measure(heard).verdict).toBe("follows-score");
    expect(measure(heard.map((lead) => ({ ...lead, won: null }))).verdict).toBe("not-known");
    expect(measure([]).verdict).toBe("not-known");
    const honest = judge(400, { seed: 6, echo: 0, sawScore: true });
    expect(measure(honest).verdict).toBe("not-seen");
  });

  it("resamples leads, not words: repeating every word widens nothing away", () => {
    const once = judge(150, { seed: 7, echo: 1, sawScore: true });
    const width = (heard: typeof once) => {
      const { low, high } = demand(measure(heard).bySight[0]!.scoreOverOutcome);
      return high - low;
    };
    expect(width([...once, ...once]) / width(once)).toBeCloseTo(1, 1);
  });
});

describe("agreement of reps", () => {
  it("counts each rep's last word on a lead", () => {
    const said = (leadId: string, rep: string | null, rating: number, at: number) =>
      hear({ leadId, rep, rating, accepted: rating >= 4, at });
    const heard = [
      said("A", "ann", 1, 1),
      said("A", "ann", 5, 2),
      said("A", "bob", 5, 1),
      said("B", "ann", 2, 1),
      said("B", "bob", 2, 1),
      said("B", null, 5, 1),
      said("C", "ann", 4, 1),
      ...repeat(8, (k) =>
        ["ann", "bob"].map((rep) => said(`D${k}`, rep, k % 2 === 0 ? 1 : 4, 1)),
      ).flat(),
    ];
    const { verdicts, ratings } = compareReps(heard, createRandom(1));
    expect(verdicts).toMatchObject({ value: 1, units: 10, ratings: 20 });
    expect(ratings).toMatchObject({ value: 1, units: 10, ratings: 20 });
  });

  it("says so where no lead was judged twice", () => {
    const { verdicts, ratings } = compareReps([hear({}), hear({})], createRandom(1));
    expect(verdicts).toEqual({ notEstimable: "nothing was rated twice" });
    expect(ratings).toEqual({ notEstimable: "nothing was rated twice" });
  });
});
