import { describe, expect, it } from "vitest";
import { diffScorecards } from "../../src/scorecard/diff.ts";
import {
  type Scorecard,
  type ScorecardSet,
  scorecardSetSchema,
} from "../../src/scorecard/schema.ts";
import { makeBucket, makeLine, makeScorecard, presentLine } from "./cards.ts";

const visit = { kind: "activity", match: { type: "visit", asset: "pricing" } } as const;

function makeSet(fallback: Scorecard, segments: ScorecardSet["segments"] = []): ScorecardSet {
  return scorecardSetSchema.parse({
    format: "counterweight/scorecard-set@1",
    segments,
    fallback,
  });
}

const before = makeScorecard({
  categories: [{ id: "service", name: "Service", watermarks: [{ score: 10, action: "Call" }] }],
  buckets: [
    makeBucket("company", [presentLine("large", 10), presentLine("webinar", 15)]),
    makeBucket("visits", [makeLine("pricing", 4, visit)], { axis: "engagement", weight: 50 }),
  ],
});

describe("diffScorecards", () => {
  it("finds nothing between a set and itself under another version number", () => {
    const after = { ...before, version: 9 };
    expect(diffScorecards(makeSet(before), makeSet(after))).toEqual([]);
  });

  it("finds nothing where buckets and lines only change places", () => {
    const { buckets } = before;
    const turned = buckets.toReversed().map((bucket) => ({
      ...bucket,
      characteristics: bucket.characteristics.map((each) => ({
        ...each,
        lines: each.lines.toReversed(),
      })),
    }));
    expect(diffScorecards(makeSet(before), makeSet({ ...before, buckets: turned }))).toEqual([]);
  });

  it("names each change of a line, a cut, an action, a weight and a cap", () => {
    const after = makeScorecard({
      cap: 100,
      categories: [
        { id: "service", name: "Service", watermarks: [{ score: 10, action: "Write" }] },
      ],
      buckets: [
        makeBucket("company", [
          { ...presentLine("large", 25), label: "Large company" },
          presentLine("referral", 5),
        ]),
        makeBucket("visits", [makeLine("pricing", 4, { ...visit, halfLifeDays: 30, cap: 3 })], {
          axis: "engagement",
          weight: 80,
        }),
      ],
      thresholds: [{ id: "mql", name: "MQL", score: 45 }],
      matrix: {
        ...before.matrix,
        grades: { A: 35, B: 20, C: 10 },
        nextActions: { ...before.matrix.nextActions, A1: "Ring within the hour" },
      },
    });
    expect(diffScorecards(makeSet(before), makeSet(after))).toEqual([
      { what: "scorecard-cap", key: "test", label: "Test scorecard", from: null, to: 100 },
      { what: "line-points", key: "large", label: "Large company", from: 10, to: 25 },
      {
        what: "line-label",
        key: "large",
        label: "Large company",
        from: "large",
        to: "Large company",
      },
      { what: "line-added", key: "referral", label: "referral", from: null, to: 5 },
      { what: "bucket-weight", key: "visits", label: "visits", from: 50, to: 80 },
      {
        what: "line-dose",
        key: "pricing",
        label: "pricing",
        from: "visit (asset pricing)",
        to: "visit (asset pricing), at most 3, half-life 30 days",
      },
      { what: "watermark-action", key: "service/10", label: "Service", from: "Call", to: "Write" },
      { what: "threshold-score", key: "mql", label: "MQL", from: 40, to: 45 },
      { what: "grade-cut", key: "A", label: "Grade A", from: 30, to: 35 },
      {
        what: "cell-action",
        key: "A1",
        label: "Cell A1",
        from: "Act on A1",
        to: "Ring within the hour",
      },
      { what: "line-removed", key: "webinar", label: "webinar", from: 15, to: null },
    ]);
  });

  it("turns round when the sets do", () => {
    const after = makeScorecard({
      buckets: [makeBucket("company", [presentLine("large", 30)])],
    });
    const forth = diffScorecards(makeSet(before), makeSet(after));
    const back = diffScorecards(makeSet(after), makeSet(before));
    const turn = (what: string) =>
      what.replace(/added|removed/, (word) => (word === "added" ? "removed" : "added"));
    expect(
      back.map(({ what, key, from, to }) => ({ what, key, from, to })).toSorted(byKey),
    ).toEqual(
      forth
        .map(({ what, key, from, to }) => ({ what: turn(what), key, from: to, to: from }))
        .toSorted(byKey),
    );
  });

  it("names a segment that is added, its lines behind its id", () => {
    const partner = makeScorecard({
      id: "partner",
      name: "Partners",
      buckets: [makeBucket("company", [presentLine("large", 10)])],
    });
    const segment = {
      when: { is: "equals", attribute: "source", value: "partner" } as const,
      scorecard: partner,
    };
    const changes = diffScorecards(makeSet(before), makeSet(before, [segment]));
    expect(changes[0]).toEqual({
      what: "segment-added",
      key: "partner",
      label: "Partners",
      from: null,
      to: "source is partner",
    });
    expect(changes).toContainEqual({
      what: "line-added",
      key: "partner/large",
      label: "large",
      from: null,
      to: 10,
    });
    expect(changes.every(({ what }) => what.endsWith("-added"))).toBe(true);
  });
});

function byKey(a: { what: string; key: string }, b: { what: string; key: string }): number {
  return `${a.what} ${a.key}` < `${b.what} ${b.key}` ? -1 : 1;
}
