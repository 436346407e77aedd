import { compileScorecards } from "../../../src/scorecard/compiled.ts";
import type { Scorecard } from "../../../src/scorecard/schema.ts";
import { insertRecommendation } from "../../../src/store/recommendations.ts";
import type { Context } from "../../../src/workflows/context.ts";
import { writeValues } from "../../../src/workflows/deciding/decided-scorecards.ts";
import { makeBucket, makeScorecard, presentLine } from "../../scorecard/cards.ts";
import { publishVersions, wrapCard } from "../../store/published-versions.ts";

/** Three lines, two of points and one of stars, and two thresholds. */
const DECIDED_CARD: Scorecard = makeScorecard({
  id: "small",
  thresholds: [
    { id: "mql", name: "MQL", score: 20 },
    { id: "sql", name: "SQL", score: 40 },
  ],
  buckets: [
    makeBucket("company", [
      presentLine("large", 10),
      { ...presentLine("webinar", 5), bounds: { least: 0, most: 20 } },
    ]),
    makeBucket("rated", [{ ...presentLine("title", 0), points: undefined, stars: 3 }], {
      pointsPerStar: 5,
    }),
  ],
});

/** What is recommended, by subject; the rest stays. */
export const RECOMMENDED: Readonly<Record<string, number>> = {
  "line:small/large": 14,
  "line:small/webinar": 0,
  "line:small/title": 2,
  "threshold:small/mql": 25,
  "threshold:small/sql": 50,
  "grade:small/A": 35,
};

interface Made {
  readonly recommended?: Readonly<Record<string, number>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Makes the small scorecard live, with a recommendation on it; returns the ids of both. */
export async function useRecommendation({ database }: Context, made: Made = {}) {
  const { recommended = RECOMMENDED, settings = {} } = made;
  const set = wrapCard(DECIDED_CARD);
  const { scorecardVersionId } = await publishVersions(database, {
    slug: "small",
    set,
    model: null,
  });
  const id = await insertRecommendation(database, {
    scorecardVersionId,
    historyHash: "00",
    seed: 1,
    settings,
    calibration: describe(DECIDED_CARD, recommended),
    recommended: writeValues(set, new Map(Object.entries(recommended))),
    resultHash: "00",
    jobId: 1,
    createdBy: "person:1",
  });
  return { id, scorecardVersionId };
}

/** As much of a calibration as deciding asks for. */
function describe(card: Scorecard, recommended: Readonly<Record<string, number>>) {
  const { lines } = compileScorecards(wrapCard(card));
  const { grades, bands } = card.matrix;
  const classes = (axis: string, cuts: object) => ({
    scorecard: card.id,
    axis,
    now: Object.entries(cuts).map(([name, cut]) => ({ name, cut })),
    aims: [],
  });
  return {
    lines: lines.map(({ key, line, unit }) => ({
      id: key,
      label: line.label,
      unit: line.stars === undefined ? "points" : "stars",
      currentWritten: line.points ?? line.stars,
      recommendedWritten: recommended[`line:${card.id}/${key}`] ?? line.points ?? line.stars,
      perWritten: unit,
      estimate: 12,
      low: 9,
      high: 15,
      verdict: "raise",
      reason: "It is worth more than it gets.",
    })),
    thresholds: card.thresholds.map(({ id, name, score }) => ({
      scorecard: card.id,
      id,
      name,
      current: score,
      recommended: { notEstimable: "No aim was given." },
      aim: null,
    })),
    grades: [classes("fit", grades), classes("engagement", bands)],
  };
}
