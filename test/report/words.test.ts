import { describe, expect, it } from "vitest";
import { changedLines, nameLines } from "../../src/report/words.ts";
import { buildLines } from "./lines.fixture.ts";

const [first] = buildLines();

function lineOf(id: string, characteristic: string, label: string) {
  return { ...first!, id, characteristic, label };
}

describe("nameLines", () => {
  it("puts the characteristic before labels that say little or are repeated", () => {
    const names = nameLines([
      lineOf("a", "Visits", "1 to under 3"),
      lineOf("b", "Website", "Pricing page visit"),
      lineOf("c", "Job title", "Unknown"),
      lineOf("d", "Company size", "Unknown"),
      lineOf("e", "Partner", "Partner"),
    ]);
    expect([...names.values()]).toEqual([
      "Visits: 1 to under 3",
      "Pricing page visit",
      "Job title: Unknown",
      "Company size: Unknown",
      "Partner",
    ]);
  });

  it("falls back on ids where even both are the same", () => {
    const names = nameLines([lineOf("a", "Size", "Large"), lineOf("b", "Size", "Large")]);
    expect([...names.values()]).toEqual(["Size: Large (a)", "Size: Large (b)"]);
  });
});

describe("changedLines", () => {
  it("holds only lines that would be written anew, the largest change first", () => {
    const changed = changedLines({ lines: buildLines() });
    const sizes = changed.map((line) => Math.abs(line.recommended - line.current));
    expect(sizes).toEqual([17, 12, 8, 8, 8, 6, 4, 4, 3, 1]);
  });
});
