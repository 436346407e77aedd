import { describe, expect, it } from "vitest";
import { type DraftFigures, judgeDraft } from "../../src/recommendation/draft-figures.ts";
import type { PlacedRows } from "../../src/recommendation/placed-rows.ts";
import { CELLS, type Cell, type Scorecard } from "../../src/scorecard/schema.ts";
import { estimateProportion } from "../../src/statistics/proportion.ts";
import { DAY, makeBucket, makeScorecard, NOW, presentLine } from "../scorecard/cards.ts";

function makeCard(id: string, cuts: Readonly<Record<string, number>>): Scorecard {
  return makeScorecard({
    id,
    buckets: [makeBucket("any", [presentLine("any", 1)])],
    thresholds: Object.entries(cuts).map(([cut, score]) => ({ id: cut, name: cut, score })),
  });
}

function place(
  totals: readonly number[],
  cells: readonly Cell[],
  scorecards: readonly number[] = totals.map(() => 0),
): PlacedRows {
  return {
    totals: Float64Array.from(totals),
    cells: Uint8Array.from(cells, (cell) => CELLS.indexOf(cell)),
    scorecards: Uint16Array.from(scorecards),
  };
}

const NO_LEADS = {
  ids: new Float64Array(0),
  times: new Float64Array(0),
  before: place([], []),
  after: place([], []),
  of: 0,
  readAt: NOW,
};
const NO_DEALS = { outcomes: new Uint8Array(0), before: place([], []), after: place([], []) };

const MQL = { before: [makeCard("one", { mql: 10 })], after: [makeCard("one", { mql: 10 })] };

describe("past deals", () => {
  // Deals 0 and 1 stay above 10 points, 2 to 4 fall below, 5 rises, 6 stays below.
  const deals = {
    outcomes: Uint8Array.from([1, 0, 1, 0, 0, 1, 0]),
    before: place([12, 12, 10, 10, 11, 9, 0], ["A1", "A1", "A1", "A1", "B1", "D4", "D4"]),
    after: place([12, 10, 9, 9, 0, 10, 9], ["A1", "A1", "B1", "B1", "D4", "A1", "D4"]),
  };
  const figures = judgeDraft({ cards: MQL, leads: NO_LEADS, deals });

  it("tell the wins that would have been missed and the leads that would have been spared", () => {
    const [mql] = figures.thresholds;
    expect(mql!.deals).toEqual({
      counted: 7,
      before: {
        passing: 5,
        won: 2,
        precision: estimateProportion(2, 5),
        winsMissed: 1,
        shareOfWinsMissed: estimateProportion(1, 3),
      },
      after: {
        passing: 3,
        won: 2,
        precision: estimateProportion(2, 3),
        winsMissed: 1,
        shareOfWinsMissed: estimateProportion(1, 3),
      },
      newlyPassing: { deals: 1, won: 1, winRate: estimateProportion(1, 1) },
      noLongerPassing: { deals: 3, won: 1, winRate: estimateProportion(1, 3) },
      winsMissed: 1,
      leadsSpared: 2,
    });
  });

  it("tell who moves from which cell to which, most first", () => {
    expect(figures.deals).toEqual({
      counted: 7,
      won: 3,
      moved: 4,
      moves: [
        { from: "A1", to: "A1", deals: 2, won: 1 },
        { from: "A1", to: "B1", deals: 2, won: 1 },
        { from: "B1", to: "D4", deals: 1, won: 0 },
        { from: "D4", to: "A1", deals: 1, won: 1 },
        { from: "D4", to: "D4", deals: 1, won: 0 },
      ],
    });
  });

  it("that are none make shares that are not estimable", () => {
    const { thresholds } = judgeDraft({ cards: MQL, leads: NO_LEADS, deals: NO_DEALS });
    expect(thresholds[0]!.deals.before.precision).toHaveProperty("notEstimable");
    expect(thresholds[0]!.perWeek.before).toHaveProperty("notEstimable");
  });
});

describe("stored leads", () => {
  // Ten weeks of leads, one a day; every second falls from 10 points to 9.
  const days = 70;
  // Leads that come evenly over n days span n − 1 of the n + 1 days between those beside them.
  const PER_WEEK = (7 * days) / (days + 1);
  const totals = Array.from({ length: days }, () => 10);
  const cells = totals.map((): Cell => "A1");
  const leads = {
    ids: Float64Array.from(totals, (_, i) => 100 + i),
    times: Float64Array.from(totals, (_, i) => NOW - i * DAY),
    before: place(totals, cells),
    after: place(
      totals.map((_, i) => (i % 2 === 0 ? 10 : 9)),
      cells.map((cell, i) => (i % 2 === 0 ? cell : "B1")),
    ),
    of: days,
    readAt: NOW,
  };
  const judge = (parts: Partial<typeof leads> = {}): DraftFigures =>
    judgeDraft({ cards: MQL, leads: { ...leads, ...parts }, deals: NO_DEALS });

  it("tell how many a week pass", () => {
    const [mql] = judge().thresholds;
    expect(mql!.leads).toEqual({ counted: 70, before: 70, after: 35, newly: 0, noLonger: 35 });
    expect(mql!.perWeek).toMatchObject({
      before: { value: expect.closeTo(PER_WEEK, 10) },
      after: { value: expect.closeTo(PER_WEEK / 2, 10) },
      change: { value: expect.closeTo(-PER_WEEK / 2, 10) },
    });
    const whole = mql!.weekly.slice(1, -1);
    expect(whole.every(({ before }) => before === 7)).toBe(true);
    expect(whole.map(({ after }) => after).toSorted()).toEqual(
      [3, 3, 3, 3, 4, 4, 4, 4].slice(0, whole.length),
    );
  });

  it("show a few of those that move, the first", () => {
    expect(judge().leads.moves).toEqual([
      { from: "A1", to: "A1", leads: 35, examples: [] },
      { from: "A1", to: "B1", leads: 35, examples: [101, 103, 105] },
    ]);
  });

  it("stand for all where they are a sample", () => {
    const [whole] = judge().thresholds;
    const [sampled] = judge({ of: 3 * days }).thresholds;
    expect(sampled!.leads).toEqual(whole!.leads);
    expect(sampled!.perWeek.before).toMatchObject({ value: expect.closeTo(3 * PER_WEEK, 10) });
    expect(() => judge({ of: days - 1 })).toThrow(RangeError);
  });

  it("count in the last 52 weeks, and in none where they come later than now", () => {
    const times = leads.times.map((time, i) => (i === 0 ? NOW + DAY : i === 69 ? 0 : time));
    const counted = judge({ times }).thresholds[0]!.weekly;
    expect(counted.reduce((sum, { before }) => sum + before, 0)).toBe(68);
  });
});

it("a threshold is told over all scorecards that have it, and by the one that applies then", () => {
  const cards = {
    before: [makeCard("large", { mql: 10 }), makeCard("small", { mql: 20, old: 0 })],
    after: [makeCard("large", { mql: 15, fresh: 0 }), makeCard("small", { mql: 20 })],
  };
  const moved = [0, 0, 1, 1];
  const leads = {
    ids: Float64Array.from([1, 2, 3, 4]),
    times: Float64Array.from([NOW, NOW, NOW, NOW]),
    before: place([10, 16, 20, 19], ["A1", "A1", "A1", "A1"], moved),
    after: place([10, 16, 20, 19], ["A1", "A1", "A1", "A1"], moved),
    of: 4,
    readAt: NOW,
  };
  const { thresholds } = judgeDraft({ cards, leads, deals: NO_DEALS });
  expect(
    thresholds.map(({ id, cuts, leads: { before, after } }) => [id, cuts, before, after]),
  ).toEqual([
    [
      "mql",
      [
        { scorecard: "large", before: 10, after: 15 },
        { scorecard: "small", before: 20, after: 20 },
      ],
      3,
      2,
    ],
    ["fresh", [{ scorecard: "large", before: null, after: 0 }], 0, 2],
    ["old", [{ scorecard: "small", before: 0, after: null }], 2, 0],
  ]);
  const [mql] = thresholds;
  expect(mql!.segments.map(({ scorecard, leads }) => [scorecard, leads])).toEqual([
    ["large", { counted: 2, before: 2, after: 1, newly: 0, noLonger: 1 }],
    ["small", { counted: 2, before: 1, after: 1, newly: 0, noLonger: 0 }],
  ]);
});

it("lists of other lengths are a mistake", () => {
  const deals = { ...NO_DEALS, outcomes: Uint8Array.from([1]) };
  expect(() => judgeDraft({ cards: MQL, leads: NO_LEADS, deals })).toThrow(RangeError);
});
