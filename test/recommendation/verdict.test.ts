import { describe, expect, it } from "vitest";
import {
  type LineEvidence,
  nameChange,
  nameStay,
  writePoints,
} from "../../src/recommendation/verdict.ts";

function evidence(parts: Partial<LineEvidence>): LineEvidence {
  return {
    written: 10,
    kind: "points",
    unit: 1,
    estimate: { value: 10, low: 8, high: 12 },
    information: 0.9,
    held: null,
    ...parts,
  };
}

describe("the verdict on a line", () => {
  it.each<[string, Partial<LineEvidence>, number, number, string]>([
    ["more points", {}, 18, 17.6, "raise"],
    ["fewer points", {}, 5, 5.2, "lower"],
    ["a stronger penalty", { written: -5 }, -20, -20, "lower"],
    ["a milder penalty", { written: -5 }, -2, -2, "raise"],
    ["nothing", {}, 0, 0.3, "drop"],
    ["points for the other outcome", {}, -6, -6.1, "turn-round"],
    ["an unrated line that costs something", { written: 0 }, -7, -7, "lower"],
    ["no more stars, as it speaks against", { kind: "stars", written: 3 }, 0, -4, "turn-round"],
    ["what it had", {}, 10, 10.3, "keep"],
  ])("to write %s", (_, parts, target, worth, verdict) => {
    expect(nameChange(evidence(parts), target, worth)).toMatchObject({ verdict, target });
  });

  it("says where a change shows only beside lines that say the same", () => {
    expect(nameChange(evidence({}), 18, 18).reason).toContain("as far as lines like it");
    const alone = evidence({ estimate: { value: 18, low: 12, high: 24 } });
    expect(nameChange(alone, 18, 18).reason).toBe("It is worth more than it gets.");
  });

  it.each<[string, Partial<LineEvidence>, string]>([
    ["the deals agree", {}, "keep"],
    ["its bucket weighs nothing", { unit: 0 }, "keep"],
    ["the prior alone speaks", { information: 0.1 }, "too-little-evidence"],
    ["it could not be estimated", { held: "No deal has it." }, "too-little-evidence"],
  ])("to leave it where %s", (_, parts, verdict) => {
    expect(nameStay(evidence(parts))).toMatchObject({ verdict, target: 10 });
  });
});

describe("what can be written", () => {
  it("undoes the bucket weight and rounds to whole points", () => {
    expect(writePoints({ kind: "points", unit: 0.4, written: 10 }, 6)).toBe(15);
    expect(Object.is(writePoints({ kind: "points", unit: 1, written: 10 }, -0.2), 0)).toBe(true);
  });

  it.each([
    [19, 5],
    [90, 5],
    [9, 2],
    [-9, 0],
  ])("writes %d points at 4 a star as %d stars", (effective, stars) => {
    expect(writePoints({ kind: "stars", unit: 4, written: 3 }, effective)).toBe(stars);
  });

  it("leaves a line in a bucket of no weight", () => {
    expect(writePoints({ kind: "points", unit: 0, written: 10 }, 50)).toBe(10);
  });
});
