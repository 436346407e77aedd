import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeInMatrix } from "../../src/scorecard/matrix.ts";
import { BANDS, GRADES } from "../../src/scorecard/schema.ts";
import {
  type ReachingScore,
  type SettledState,
  settle,
  type Transition,
} from "../../src/scorecard/transitions.ts";
import { makeBucket, makeScorecard, presentLine } from "./cards.ts";

const buckets = [makeBucket("all", [presentLine("x", 1)])];
const card = makeScorecard({
  buckets,
  thresholds: [
    { id: "mql", name: "MQL", score: 40 },
    { id: "hot", name: "Hot", score: 70 },
  ],
  categories: [
    {
      id: "cloud",
      name: "Cloud",
      watermarks: [
        { score: 10, action: "Send the cloud brief" },
        { score: 30, action: "Call about cloud" },
      ],
    },
    { id: "care", name: "Care", watermarks: [{ score: 10, action: "Offer a review" }] },
  ],
});

function scoreOf(total: number, fit = 0, engagement = 0, cloud = 0, care = 0): ReachingScore {
  const categories = [
    { id: "cloud", points: cloud },
    { id: "care", points: care },
  ];
  return { total, fit, engagement, categories };
}

/** Settles one score after another, from a lead that was never settled. */
function follow(path: readonly ReachingScore[], margin: number) {
  let state: SettledState | null = null;
  const transitions: Transition[] = [];
  for (const score of path) {
    const settled = settle(state, score, card, margin);
    state = settled.state;
    transitions.push(...settled.transitions);
  }
  return { state: state!, transitions };
}

const subjects = ({ transitions }: { transitions: readonly Transition[] }) =>
  transitions.map(({ direction, subject }) => `${direction} ${subject}`);

describe("a lead that is settled for the first time", () => {
  it("reaches all that its score has reached, and its cell", () => {
    const { state, transitions } = settle(null, scoreOf(75, 20, 30, 12), card, 5);
    expect(state).toEqual({
      scorecard: "test",
      thresholds: ["mql", "hot"],
      watermarks: ["cloud:10"],
      grade: "B",
      band: 1,
    });
    const nowhere = { from: null, to: null };
    expect(transitions).toEqual([
      {
        kind: "threshold",
        subject: "mql",
        direction: "up",
        ...nowhere,
        name: "MQL",
        action: null,
      },
      {
        kind: "threshold",
        subject: "hot",
        direction: "up",
        ...nowhere,
        name: "Hot",
        action: null,
      },
      {
        kind: "watermark",
        subject: "cloud:10",
        direction: "up",
        ...nowhere,
        name: "Cloud at 10",
        action: "Send the cloud brief",
      },
      {
        kind: "cell",
        subject: "B1",
        direction: "move",
        from: null,
        to: "B1",
        name: "Cell B1",
        action: "Act on B1",
      },
    ]);
  });
});

describe("a settled lead", () => {
  it("leaves a threshold only below its cut by more than the margin, and regains it at the cut", () => {
    const path = [40, 35, 34.75, 39.75, 40].map((total) => scoreOf(total));
    expect(subjects(follow(path, 5))).toEqual(["up mql", "move D4", "down mql", "up mql"]);
  });

  it("is told a watermark's action when it is reached, not when it is left", () => {
    const { transitions } = follow([scoreOf(0, 0, 0, 10), scoreOf(0, 0, 0, 4)], 5);
    expect(transitions.filter(({ kind }) => kind === "watermark")).toMatchObject([
      { subject: "cloud:10", direction: "up", action: "Send the cloud brief" },
      { subject: "cloud:10", direction: "down", action: null },
    ]);
  });

  it("keeps its grade within the margin, and falls to where the score is, be it two grades", () => {
    const path = [30, 25, 24, 9, 4].map((fit) => scoreOf(0, fit));
    const { transitions } = follow(path, 5);
    expect(transitions.map(({ from, to, direction }) => [from, to, direction])).toEqual([
      [null, "A4", "move"],
      ["A4", "B4", "down"],
      ["B4", "D4", "down"],
    ]);
  });

  it("moves up, down, or across in the matrix", () => {
    const path = [scoreOf(0, 20, 20), scoreOf(0, 30, 10), scoreOf(0, 30, 30), scoreOf(0, 10, 30)];
    expect(subjects(follow(path, 0))).toEqual(["move B2", "move A3", "up A1", "down C1"]);
  });

  it("gets one transition for two watermarks at one score, with both actions", () => {
    const watermarks = [
      { score: 10, action: "Send the brief" },
      { score: 10, action: "Tell the partner" },
    ];
    const doubled = makeScorecard({
      buckets,
      categories: [{ id: "cloud", name: "Cloud", watermarks }],
    });
    const { state, transitions } = settle(null, scoreOf(0, 0, 0, 10), doubled, 0);
    expect(state.watermarks).toEqual(["cloud:10"]);
    expect(transitions[0]).toMatchObject({ action: "Send the brief; Tell the partner" });
  });

  it("has no margin below 0", () => {
    expect(() => settle(null, scoreOf(0), card, -1)).toThrow(RangeError);
    expect(() => settle(null, scoreOf(0), card, Number.NaN)).toThrow(RangeError);
  });
});

describe("a lead that another scorecard now scores", () => {
  const other = makeScorecard({
    id: "other",
    buckets,
    thresholds: [
      { id: "sql", name: "SQL", score: 50 },
      { id: "mql", name: "MQL", score: 44 },
    ],
  });
  const { state } = settle(null, scoreOf(75, 30, 30, 12), card, 5);

  it("keeps by id what both have, with the new cut, and loses the rest without a transition", () => {
    const settled = settle(state, scoreOf(42, 30, 30), other, 5);
    expect(settled.state).toMatchObject({
      scorecard: "other",
      thresholds: ["mql"],
      watermarks: [],
    });
    expect(settled.transitions).toEqual([]);
  });

  it("reaches what is new", () => {
    expect(subjects(settle(state, scoreOf(50, 30, 30), other, 5))).toEqual(["up sql"]);
  });
});

// Quarters of points are exact, so that cut − margin is.
const quarters = (min: number, max: number) =>
  fc.integer({ min: 4 * min, max: 4 * max }).map((count) => count / 4);
const points = quarters(-20, 90);
const scores = fc.tuple(points, points, points, points, points).map((each) => scoreOf(...each));
const paths = fc.array(scores, { minLength: 1, maxLength: 30 });
const margins = quarters(0, 25);

describe("whatever the path of a score", () => {
  it("the same score again changes nothing", () => {
    fc.assert(
      fc.property(paths, margins, (path, margin) => {
        const { state } = follow(path, margin);
        expect(settle(state, path.at(-1)!, card, margin)).toEqual({ state, transitions: [] });
      }),
    );
  });

  it("without a margin the state is the placement of the last score, however it came there", () => {
    fc.assert(
      fc.property(paths, (path) => {
        const last = path.at(-1)!;
        const { grade, band } = placeInMatrix(card.matrix, last.fit, last.engagement);
        const [cloud, care] = last.categories.map((category) => category.points);
        expect(follow(path, 0).state).toEqual({
          scorecard: "test",
          thresholds: card.thresholds.filter((cut) => last.total >= cut.score).map(({ id }) => id),
          watermarks: [
            ...[10, 30].filter((cut) => cloud! >= cut).map((cut) => `cloud:${cut}`),
            ...[10].filter((cut) => care! >= cut).map((cut) => `care:${cut}`),
          ],
          grade,
          band,
        });
      }),
    );
  });

  it("the state lies between the placement of the score and that of the score plus the margin", () => {
    fc.assert(
      fc.property(paths, margins, (path, margin) => {
        const { state } = follow(path, margin);
        const last = path.at(-1)!;
        const raised = scoreOf(
          last.total + margin,
          last.fit + margin,
          last.engagement + margin,
          ...last.categories.map((category) => category.points + margin),
        );
        const least = settle(null, last, card, 0).state;
        const most = settle(null, raised, card, 0).state;
        for (const kind of ["thresholds", "watermarks"] as const) {
          expect(state[kind]).toEqual(expect.arrayContaining([...least[kind]]));
          expect(most[kind]).toEqual(expect.arrayContaining([...state[kind]]));
        }
        const rank = ({ grade }: SettledState) => GRADES.indexOf(grade);
        expect(rank(state)).toBeLessThanOrEqual(rank(least));
        expect(rank(state)).toBeGreaterThanOrEqual(rank(most));
        expect(BANDS.indexOf(state.band)).toBeLessThanOrEqual(BANDS.indexOf(least.band));
        expect(BANDS.indexOf(state.band)).toBeGreaterThanOrEqual(BANDS.indexOf(most.band));
      }),
    );
  });

  it("ups and downs of a subject alternate, cells follow on each other, and all make the state", () => {
    fc.assert(
      fc.property(paths, margins, (path, margin) => {
        const { state, transitions } = follow(path, margin);
        const reached = new Set<string>();
        let cell: string | null = null;
        for (const { kind, subject, direction, from, to } of transitions) {
          if (kind === "cell") {
            expect(from).toBe(cell);
            expect(to).not.toBe(cell);
            cell = to;
          } else {
            expect(reached.has(subject)).toBe(direction === "down");
            if (direction === "up") reached.add(subject);
            else reached.delete(subject);
          }
        }
        expect(reached).toEqual(new Set([...state.thresholds, ...state.watermarks]));
        expect(cell).toBe(`${state.grade}${state.band}`);
      }),
    );
  });

  it("a swing that never falls below cut − margin goes up once at most, and never down", () => {
    const swing = quarters(-10, 20).map((above) => scoreOf(40 + above, 30 + above, 30 + above));
    fc.assert(
      fc.property(fc.array(swing, { minLength: 1, maxLength: 30 }), (path) => {
        const { transitions } = follow(path, 10);
        const ups = transitions.filter(({ subject }) => subject === "mql");
        expect(ups.length).toBeLessThanOrEqual(1);
        expect(transitions.map(({ direction }) => direction)).not.toContain("down");
      }),
    );
  });
});
