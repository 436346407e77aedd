import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCrossings } from "../../src/feedback/decisive-lines.ts";
import { hearSales } from "../../src/feedback/sales-says.ts";
import { compileScorecards, doseLead } from "../../src/scorecard/compiled.ts";
import { sumScore } from "../../src/scorecard/score.ts";
import {
  compileOne,
  makeBucket,
  makeLead,
  makeScorecard,
  NOW,
  presentLine,
} from "../scorecard/cards.ts";
import { demand } from "../statistics/deals.ts";
import { hear, repeat } from "./heard.ts";

const lines = [
  presentLine("white-paper", 15),
  presentLine("pricing", 30),
  presentLine("title", 25),
  presentLine("student", -20),
];
const card = makeScorecard({ buckets: [makeBucket("all", lines)] });
const compiled = compileOne(card);
const dose = (...has: string[]) =>
  doseLead(compiled, makeLead(Object.fromEntries(has.map((name) => [name, true]))), NOW);

describe("a line that decides alone", () => {
  const decisive = (...has: string[]) =>
    findCrossings(compiled, dose(...has)).map(({ decisive }) =>
      decisive.map((j) => compiled.lines[j]!.key),
    );

  it("is one without which the lead would not have reached the threshold", () => {
    // 15 + 25 = 40 reaches 40: each of both decides
    expect(decisive("white-paper", "title")).toEqual([["white-paper", "title"]]);
    // 15 + 30 = 45: without the white paper 30, without the pricing page 15
    expect(decisive("white-paper", "pricing")).toEqual([["white-paper", "pricing"]]);
    // 15 + 30 + 25 = 70: 55, 40 and 45 are left, so none decides
    expect(decisive("white-paper", "pricing", "title")).toEqual([[]]);
    // 70 − 20 = 50: 35 without the white paper, 20 and 25 without the others
    expect(decisive("white-paper", "pricing", "title", "student")).toEqual([
      ["white-paper", "pricing", "title"],
    ]);
    expect(decisive("title")).toEqual([]);
  });

  it("decides nothing where a cap gives others its place", () => {
    const capped = compileOne(makeScorecard({ buckets: [makeBucket("all", lines, { cap: 45 })] }));
    const lead = doseLead(
      capped,
      makeLead({ "white-paper": true, pricing: true, title: true }),
      NOW,
    );
    // 70 capped to 45; without the white paper 55, capped to 45 too
    expect(findCrossings(capped, lead)).toEqual([{ threshold: "mql", decisive: [] }]);
  });

  it("is found by scoring the lead without it, whatever it has", () => {
    fc.assert(
      fc.property(fc.subarray(lines.map(({ id }) => id)), (has) => {
        const lead = dose(...has);
        const reached = sumScore(compiled, lead.doses, 0).total >= 40;
        const crossings = findCrossings(compiled, lead);
        expect(crossings.length).toBe(Number(reached));
        for (const { decisive } of crossings)
          lines.forEach(({ id }, j) => {
            const left = dose(...has.filter((name) => name !== id));
            const falls = sumScore(compiled, left.doses, 0).total < 40;
            expect(decisive.includes(j)).toBe(has.includes(id) && falls);
          });
      }),
    );
  });
});

describe("what sales says", () => {
  /** Two reps on leads with the given lines, every k-th rejected. */
  const said = (times: number, every: number, has: string[], reason: string | null = null) =>
    repeat(times, (k) => ({
      heard: hear({
        rep: k % 2 === 0 ? "ann" : "bob",
        accepted: k % every !== 0,
        reason: k % every === 0 ? reason : null,
        score: sumScore(compiled, dose(...has).doses, 0).total,
      }),
      dosed: dose(...has),
    }));
  const all = [
    ...said(40, 2, ["white-paper", "title"], "no-need"),
    ...said(60, 6, ["pricing", "title"], "no-budget"),
    ...said(20, 4, ["white-paper"], "student"),
  ];
  const says = hearSales(
    compiled,
    all.map(({ heard }) => heard),
    all.map(({ dosed }) => dosed),
  );

  it("is counted per line, threshold, and what a line alone brought over it", () => {
    expect(says.all).toMatchObject({ heard: 120, reps: 2, rejected: { value: 35 / 120, n: 120 } });
    const line = (key: string) => says.lines.find((one) => one.key === key)!;
    expect(line("white-paper")).toMatchObject({ heard: 60, rejected: { value: 25 / 60 } });
    expect(line("pricing")).toMatchObject({ heard: 60, rejected: { value: 10 / 60 } });
    expect(line("student")).toMatchObject({ heard: 0, reps: 0, overOthers: null });
    expect(line("student").rejected).toHaveProperty("notEstimable");
    expect(line("student").adjusted).toHaveProperty("notEstimable");
    expect(says.thresholds).toMatchObject([
      { threshold: "mql", heard: 100, rejected: { value: 0.3 } },
    ]);
    expect(says.crossings.map(({ threshold, key, heard }) => [threshold, key, heard])).toEqual([
      ["mql", "white-paper", 40],
      ["mql", "pricing", 60],
      ["mql", "title", 100],
    ]);
    expect(demand(says.crossings[0]!.rejected)).toMatchObject({ value: 0.5, n: 40 });
    expect(says.segments).toMatchObject([{ scorecard: "test", heard: 120 }]);
  });

  it("names why, the commonest first", () => {
    expect(says.all.reasons).toEqual([
      { reason: "no-need", rejected: 20 },
      { reason: "no-budget", rejected: 10 },
      { reason: "student", rejected: 5 },
    ]);
    expect(says.reasons[0]).toMatchObject({
      reason: "no-need",
      reps: 1,
      share: { value: 20 / 120 },
    });
    expect(
      says.lines.find(({ key }) => key === "white-paper")!.reasons.map(({ reason }) => reason),
    ).toEqual(["no-need", "student"]);
  });

  it("sets a line apart from others with the same score and rep", () => {
    const { overOthers, adjusted, rejected } = says.lines.find(({ key }) => key === "white-paper")!;
    expect(overOthers!.value).toBeGreaterThan(0);
    const { low, high, value } = demand(adjusted);
    expect(low).toBeLessThan(value);
    expect(value).toBeLessThan(high);
    expect(Math.abs(value - demand(rejected).value)).toBeLessThan(0.2);
  });

  it("keeps segments apart, and stands without reps", () => {
    const [small, rest] = ["small", "rest"].map((id) =>
      makeScorecard({ id, buckets: [makeBucket("all", lines)] }),
    );
    const set = compileScorecards({
      format: "counterweight/scorecard-set@1",
      segments: [{ when: { is: "present", attribute: "small" }, scorecard: small! }],
      fallback: rest!,
    });
    const heard = repeat(6, (k) => hear({ rep: null, accepted: k < 3 }));
    const dosed = heard.map((_, k) =>
      doseLead(set, makeLead(k < 4 ? { small: true, pricing: true } : { pricing: true }), NOW),
    );
    const { segments, lines: spoken, leniency } = hearSales(set, heard, dosed);
    expect(
      segments.map(({ scorecard, heard, rejected }) => [scorecard, heard, demand(rejected).value]),
    ).toEqual([
      ["small", 4, 0.25],
      ["rest", 2, 1],
    ]);
    expect(spoken.filter(({ heard }) => heard > 0).map(({ key }) => key)).toEqual([
      "small/pricing",
      "rest/pricing",
    ]);
    expect(leniency).toHaveProperty("notEstimable");
    expect(segments[0]!.adjusted).toEqual(leniency);
    expect(() => hearSales(set, heard, [])).toThrow(RangeError);
  });
});
