import { describe, expect, it } from "vitest";
import type { Deal, History } from "../../src/history/history.ts";
import type { Mapping } from "../../src/history/mapping.ts";
import { Refusal } from "../../src/refusal.ts";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import type { AttributeValue } from "../../src/scorecard/lead.ts";
import { type ScorecardSet, scorecardSetSchema } from "../../src/scorecard/schema.ts";
import { isEstimated } from "../../src/statistics/estimate.ts";
import { createRandom, drawNormal, type Random } from "../../src/statistics/random.ts";
import { doseHistory } from "../../src/workflows/calibration/dosed-history.ts";
import { learn } from "../../src/workflows/calibration/learning.ts";
import { splitHistory } from "../../src/workflows/calibration/splitting.ts";
import { findCandidateLines } from "../../src/workflows/candidates/candidate-lines.ts";
import { makeBucket, makeScorecard, presentLine } from "../scorecard/cards.ts";
import { enrich } from "./enriched-history.ts";
import {
  makeMapping,
  makeSet,
  type SimulatedLine,
  simulateHistory,
  UNIT,
} from "./simulated-history.ts";

const LINES: readonly SimulatedLine[] = [12, 8, 15, -10, 5, 20].map((points) => ({
  points,
  worth: points,
}));
/**
 * Whether a deal has something that is worth so many points: drawn given the outcome, with odds that
 * differ by e^(unit · points), it adds just that to the log-odds whatever else the lead has.
 */
function drawWorth({ outcome }: Deal, points: number, random: Random): boolean {
  const odds = (0.25 / 0.75) * Math.exp(outcome === "won" ? UNIT * points : 0);
  return random() < odds / (1 + odds);
}

function mapAttributes(types: Readonly<Record<string, Mapping["attributes"][number]["type"]>>) {
  const own = Object.fromEntries(LINES.map((_, j) => [`a${j}`, "boolean" as const]));
  return makeMapping({
    attributes: Object.entries({ ...own, ...types }).map(([attribute, type]) => {
      return { attribute, column: attribute, from: "deals", type, missing: [] };
    }),
  });
}

function find(history: History, mapping: Mapping, set: ScorecardSet, mostDeals?: number) {
  const dosed = doseHistory(compileScorecards(set), history, () => {});
  const split = splitHistory(dosed, 1);
  const trained = learn(dosed, split.train, { seed: 1, constraints: {}, onProgress: () => {} });
  if (trained instanceof Refusal) throw new Error(trained.message);
  return findCandidateLines({
    dosed,
    split,
    trained,
    mapping,
    random: createRandom(1),
    ...(mostDeals !== undefined && { mostDeals }),
    onProgress: () => {},
  });
}

describe("looking for lines in noise", () => {
  const kinds = ["text", "number", "boolean", "list"] as const;
  const types = Object.fromEntries(
    Array.from({ length: 200 }, (_, k) => [`noise${k}`, kinds[k % 4]!]),
  );
  const colours = ["red", "green", "blue", "grey"];
  const drawColour = (random: Random) => colours[Math.floor(4 * random())]!;
  function drawNoise(type: (typeof kinds)[number], random: Random): AttributeValue {
    if (random() < 0.1) return null;
    if (type === "number") return Math.round(100 * drawNormal(random));
    if (type === "boolean") return random() < 0.3;
    return type === "text" ? drawColour(random) : [drawColour(random), drawColour(random)];
  }

  it("finds one in at most 10 % of twenty histories with 200 attributes", () => {
    const runs = Array.from({ length: 20 }, (_, run) => {
      const history = enrich(
        simulateHistory(LINES, { deals: 400, seed: run }),
        run,
        (_, random) => {
          const noise = Object.entries(types).map(([name, type]) => [
            name,
            drawNoise(type, random),
          ]);
          return { attributes: Object.fromEntries(noise) };
        },
      );
      return find(history, mapAttributes(types), makeSet(LINES));
    });
    for (const { tested } of runs) expect(tested).toBeGreaterThan(400);
    // Where nothing matters, any find is a false one: Benjamini and Hochberg's bound is on such runs.
    expect(runs.filter(({ found }) => found.length > 0).length).toBeLessThanOrEqual(2);
  });
});

describe("looking for lines where some are missing", () => {
  const [PLAN_WORTH, DEMO_WORTH, SPAM_WORTH] = [14, 10, -12];
  const history = enrich(simulateHistory(LINES, { deals: 4000, seed: 3 }), 4, (deal, random) => ({
    attributes: {
      plan: drawWorth(deal, PLAN_WORTH, random) ? "Pro" : random() < 0.5 ? "Free" : "Team",
      colour: random() < 0.5 ? "red" : "green",
    },
    activities: [
      ...(drawWorth(deal, DEMO_WORTH, random) ? [{ type: "Demo", hoursBefore: 3 }] : []),
      // What a lead does later, such as signing, is not known at the moment of scoring.
      ...(deal.outcome === "won" ? [{ type: "Signed", hoursBefore: -3 }] : []),
      ...(random() < 0.3 ? [{ type: "Newsletter", hoursBefore: 30 }] : []),
      {
        type: "Page",
        asset: drawWorth(deal, SPAM_WORTH, random) ? "Jobs" : "Home",
        hoursBefore: 50,
      },
    ],
  }));
  const mapping = mapAttributes({ plan: "text", colour: "text" });
  const set = makeSet(LINES);
  const { tested, found } = find(history, mapping, set);
  const named = Object.fromEntries(found.map((line) => [line.label, line]));

  it("finds the level and the activities that matter, and nothing else", () => {
    expect(Object.keys(named).toSorted()).toEqual(["Demo", "Page: Jobs", "plan: Pro"]);
    // Free, Team, Pro; one of two colours; Demo; Newsletter; one of two pages.
    expect(tested).toBe(7);
  });

  it("values them near their truth, as near as the intervals say", () => {
    const truths = { "plan: Pro": PLAN_WORTH, Demo: DEMO_WORTH, "Page: Jobs": SPAM_WORTH };
    for (const [label, truth] of Object.entries(truths)) {
      const { worth, line, pValue } = named[label]!;
      expect(Math.abs(worth.value - truth)).toBeLessThan(3.5);
      // Half again as wide as 95 % intervals: one of three may miss by a little.
      expect(Math.abs(worth.value - truth)).toBeLessThan(0.75 * (worth.high - worth.low));
      expect(worth.high - worth.low).toBeLessThan(8);
      expect(line.points).toBe(Math.round(worth.value));
      expect(pValue).toBeLessThan(0.001);
    }
  });

  it("reports gains on the judging deals, the largest first, and all deals that have the line", () => {
    const gains = found.map(({ deltaLogLoss }) => deltaLogLoss.value);
    expect(gains).toEqual(gains.toSorted((a, b) => a - b));
    for (const { deltaLogLoss, deltaAuc } of found) {
      expect(deltaLogLoss.value).toBeLessThan(0);
      expect(deltaLogLoss.low).toBeLessThan(deltaLogLoss.value);
      expect(isEstimated(deltaAuc) && deltaAuc.value).toBeGreaterThan(0);
    }
    const pro = history.deals.filter(({ lead }) => lead.attributes["plan"] === "Pro");
    expect(named["plan: Pro"]).toMatchObject({
      leads: pro.length,
      won: pro.filter(({ outcome }) => outcome === "won").length,
    });
  });

  it("finds them no more once they have been pasted", () => {
    const { buckets } = set.fallback;
    const pasted = scorecardSetSchema.parse({
      ...set,
      fallback: {
        ...set.fallback,
        buckets: [
          ...buckets,
          makeBucket(
            "found",
            found.map(({ line }) => line),
          ),
        ],
      },
    });
    const again = find(history, mapping, pasted);
    expect(again.found).toEqual([]);
    expect(again.tested).toBeLessThan(tested);
  });

  it("finds the same on a part of the training deals, and again with the same seed", () => {
    const part = find(history, mapping, set, 1500);
    expect(part.found.map(({ label }) => label)).toEqual(found.map(({ label }) => label));
    expect(find(history, mapping, set, 1500)).toEqual(part);
  });

  it("finds them beside a scorecard that nobody has rated, or rated the wrong way round", () => {
    for (const sign of [0, -1]) {
      const set = makeSet(LINES.map(({ points, worth }) => ({ points: sign * points, worth })));
      const labels = find(history, mapping, set).found.map(({ label }) => label);
      expect(labels.toSorted()).toEqual(["Demo", "Page: Jobs", "plan: Pro"]);
    }
  });

  it("gives a line an id that no other has, and the points that its bucket's weight calls for", () => {
    const fallback = makeScorecard({
      buckets: [
        makeBucket(
          "qualification",
          LINES.map(({ points }, j) =>
            presentLine(j === 0 ? "plan:pro" : `a${j}`, points, `a${j}`),
          ),
          { weight: 50 },
        ),
      ],
    });
    const { found } = find(history, mapping, { ...set, fallback });
    const { line, bucket, worth } = found.find(({ label }) => label === "plan: Pro")!;
    expect(bucket).toBe("qualification");
    expect(line).toMatchObject({ id: "plan:pro-2", points: Math.round(worth.value / 0.5) });
  });
});
