import { describe, expect, it } from "vitest";
import { belongsToScore, findExistingScore } from "../../../src/history/proposal/existing-score.ts";

const find = (...columns: string[]) =>
  findExistingScore(columns.map((column) => ({ column, type: "number" as const })));

describe("findExistingScore", () => {
  it.each([
    "HubSpot Score",
    "Lead Score",
    "Einstein Score",
    "Predictive Score",
    "score",
    "hs_score",
  ])("finds %s", (column) => {
    expect(find("Amount", column)).toEqual([column]);
  });

  it("adds up the parts of one vendor's score", () => {
    const parts = ["Asymmetrique Activity Score", "Asymmetrique Profile Score"];
    expect(find("TotalVisits", ...parts)).toEqual(parts);
  });

  it("takes the whole before its parts", () => {
    expect(find("Fit Score", "Lead Score", "Behavior Score")).toEqual(["Lead Score"]);
  });

  it.each(["Credit Score", "NPS Score", "Test Score", "Risk Score"])(
    "does not take %s",
    (column) => {
      expect(find(column)).toEqual([]);
    },
  );

  it("takes numbers only", () => {
    expect(findExistingScore([{ column: "Lead Score", type: "text" }])).toEqual([]);
  });
});

describe("belongsToScore", () => {
  it("knows the index that says a score in words", () => {
    const scores = ["Asymmetrique Activity Score"];
    expect(belongsToScore("Asymmetrique Activity Index", scores)).toBe(true);
    expect(belongsToScore("Price Index", scores)).toBe(false);
  });
});
