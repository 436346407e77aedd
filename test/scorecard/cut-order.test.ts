import { expect, test } from "vitest";
import { findFallingCuts, listRisingCuts } from "../../src/scorecard/cut-order.ts";
import { makeBucket, makeScorecard, presentLine } from "./cards.ts";

const thresholds = [
  { id: "mql", name: "MQL", score: 20 },
  { id: "sql", name: "SQL", score: 40 },
  { id: "hot", name: "Hot", score: 40 },
  { id: "top", name: "Top", score: 30 },
];
const card = makeScorecard({ thresholds, buckets: [makeBucket("b", [presentLine("a", 1)])] });

test("thresholds rise as they are written, grades from C to A, bands from 3 to 1", () => {
  const lists = listRisingCuts(card).map((cuts) => cuts.map(({ key, score }) => [key, score]));
  expect(lists).toEqual([
    [
      ["mql", 20],
      ["sql", 40],
      ["hot", 40],
      ["top", 30],
    ],
    [
      ["C", 10],
      ["B", 20],
      ["A", 30],
    ],
    [
      ["3", 10],
      ["2", 20],
      ["1", 30],
    ],
  ]);
});

test("a cut that does not lie above the one before it falls, a level one too", () => {
  const [cuts, grades] = listRisingCuts(card);
  expect(findFallingCuts(cuts!).map(({ lower, upper }) => [lower.key, upper.key])).toEqual([
    ["sql", "hot"],
    ["hot", "top"],
  ]);
  expect(findFallingCuts(grades!)).toEqual([]);
  expect(findFallingCuts([])).toEqual([]);
});
