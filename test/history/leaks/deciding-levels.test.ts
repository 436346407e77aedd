import { describe, expect, it } from "vitest";
import { findDecidingLevels } from "../../../src/history/leaks/deciding-levels.ts";
import type { AttributeValue } from "../../../src/scorecard/lead.ts";

/** So many won and lost deals of each value. */
function deals(...levels: readonly (readonly [AttributeValue, number, number])[]) {
  const values = levels.flatMap(([value, won, lost]) =>
    Array.from({ length: won + lost }, () => value),
  );
  const outcomes = levels.flatMap(([, won, lost]) => [
    ...Array.from({ length: won }, () => 1),
    ...Array.from({ length: lost }, () => 0),
  ]);
  return [values, Uint8Array.from(outcomes)] as const;
}

describe("findDecidingLevels", () => {
  it("finds values after which hardly a deal is lost and that hold most that is won", () => {
    expect(findDecidingLevels(...deals(["signed", 250, 5], ["sent", 200, 400]))).toBe(true);
  });

  it("finds values after which hardly a deal is won and that hold most that is lost", () => {
    expect(
      findDecidingLevels(...deals(["silent", 0, 300], ["price", 2, 200], ["", 300, 400])),
    ).toBe(true);
  });

  it("takes a blank for a value", () => {
    expect(findDecidingLevels(...deals([null, 3, 600], ["offer", 300, 500]))).toBe(true);
  });

  it("leaves a country that is never won, as long as most is lost elsewhere", () => {
    expect(findDecidingLevels(...deals(["not served", 0, 300], ["served", 300, 400]))).toBe(false);
  });

  it("leaves values of fewer than 200 deals, and values that decide only 97 in 100", () => {
    expect(findDecidingLevels(...deals(["signed", 199, 0], ["sent", 50, 300]))).toBe(false);
    expect(findDecidingLevels(...deals(["signed", 291, 9], ["sent", 50, 300]))).toBe(false);
  });

  it("says nothing where nearly every deal is lost anyway", () => {
    expect(findDecidingLevels(...deals(["a", 5, 900], ["b", 45, 600]))).toBe(false);
  });

  it("says nothing of no deals", () => {
    expect(findDecidingLevels([], new Uint8Array(0))).toBe(false);
  });
});
