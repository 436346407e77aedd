import { expect, it } from "vitest";
import { renderFeedback } from "../../src/report/feedback-text.ts";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import type { StoredJudgement } from "../../src/store/feedback-heard.ts";
import { measureFeedback } from "../../src/workflows/feedback/measure-feedback.ts";
import { CARD, MODEL } from "../api/small-card.ts";
import { DAY, NOW } from "../scorecard/cards.ts";
import { wrapCard } from "../store/published-versions.ts";

const set = wrapCard(CARD);

function judge(i: number): StoredJudgement {
  return {
    lead: i,
    rep: `rep ${i % 4}`,
    accepted: i % 3 === 0,
    rating: (1 + (i % 5)) as number,
    reasons: i % 3 === 0 ? [] : ["no-budget", "<other>"],
    at: NOW - i * DAY,
    sawScore: [true, false, null][i % 3]!,
    shownTotal: i % 2 === 0 ? 12 : null,
    attributes: { employees: 100 + 40 * (i % 5), webinar: i % 2 === 0 ? true : null },
    activities: [],
    won: [true, false, null][i % 4] ?? null,
    afterClose: false,
    taught: false,
  };
}

function measure(pieces: number, fitted = true) {
  return measureFeedback(
    {
      scorecard: { slug: "small", version: 7 },
      model: fitted ? { slug: "small", version: 1 } : null,
      fitted: fitted ? MODEL : null,
      seed: 1,
      set,
      said: Array.from({ length: pieces }, (_, i) => judge(i)),
      withdrawn: 2,
      volumes: { since: NOW - 40 * DAY, crossings: new Map([["mql", [NOW - DAY, NOW - 9 * DAY]]]) },
      weeks: { from: NOW - 56 * DAY, to: NOW },
      capacity: { mql: 0.1 },
    },
    () => {},
  );
}

it("tells of every part, and nothing in it is markup", () => {
  const text = renderFeedback(measure(240));
  const heads = [...text.matchAll(/^##? (.+)$/gm)].map(([, head]) => head);
  expect(heads).toEqual([
    "What sales says of small, version 7",
    "Agreement",
    "Does the score in sight lead the feedback?",
    "Thresholds",
    "Reasons",
    "Lines",
    "Reps",
  ]);
  expect(text).toContain("2 pieces withdrawn, not counted.");
  expect(text).toMatch(/raise it: (more leads|sales rejects)/);
  expect(text).not.toContain("<other>");
  expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
});

it("says so where there is no feedback, or no model", () => {
  expect(renderFeedback(measure(0))).toContain("There is no feedback to measure yet.");
  expect(renderFeedback(measure(40, false))).toContain("No model is live that fits");
});

it("gives every line of the scorecard, heard or not", () => {
  const keys = compileScorecards(set).lines.map(({ key }) => key);
  expect(measure(40).lines.map(({ key }) => key)).toEqual(keys);
});
