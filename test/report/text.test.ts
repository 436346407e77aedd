import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layTable, plainText, widthOf, wrapText } from "../../src/report/text/table.ts";
import { renderText } from "../../src/report/text.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";
import { buildHostileCalibration } from "./hostile.fixture.ts";

const calibrations = [buildCalibration(), buildThinCalibration(), buildHostileCalibration()];

describe("layTable", () => {
  const table = [
    { head: "Line", rank: 9, cells: ["Director or above", "Unknown"] },
    { head: "Now", rank: 8, align: "right", cells: ["10", "−3"] },
    { head: "Verdict", rank: 1, cells: ["raise", "keep"] },
  ] as const;

  it("pads columns to their widest cell", () => {
    expect(layTable(table, 40)).toEqual([
      "Line               Now  Verdict",
      "───────────────────────────────",
      "Director or above   10  raise",
      "Unknown             −3  keep",
    ]);
  });

  it("shortens the first column before it leaves out the least important one", () => {
    expect(layTable(table, 30)).toEqual([
      "Line              Now  Verdict",
      "──────────────────────────────",
      "Director…r above   10  raise",
      "Unknown            −3  keep",
    ]);
    expect(layTable(table, 25)).toEqual([
      "Line               Now",
      "──────────────────────",
      "Director or above   10",
      "Unknown             −3",
    ]);
  });

  it("paints cells without moving them", () => {
    const painted = layTable(table, 40, (text, column) =>
      column === 2 ? `\u001B[1m${text}\u001B[0m` : text,
    );
    expect(painted[2]).toBe("Director or above   10  \u001B[1mraise\u001B[0m");
  });

  it("never goes beyond the columns", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 30 }).map(plainText);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 20, max: 90 }),
        (rows, columns) => {
          const lines = layTable(
            [0, 1, 2].map((i) => ({
              head: `Head ${i}`,
              rank: i,
              cells: rows.map((row) => row[i] ?? ""),
            })),
            columns,
          );
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(lines).toHaveLength(rows.length + 2);
        },
      ),
    );
  });

  it("refuses a terminal narrower than 20 columns", () => {
    expect(() => layTable(table, 19)).toThrow(RangeError);
  });
});

describe("wrapText", () => {
  it("breaks at spaces and cuts only words that are too long", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("incomprehensible", 6, 1)).toEqual([" incom", " prehe", " nsibl", " e"]);
  });

  it("keeps every letter and every bound", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.integer({ min: 4, max: 40 }),
        (text, columns) => {
          const lines = wrapText(text, columns);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        },
      ),
    );
  });
});

describe("widthOf", () => {
  it("counts wide letters twice and combining marks not at all", () => {
    expect(widthOf("漢字")).toBe(4);
    expect(widthOf("e\u0301")).toBe(1);
    expect(widthOf("10 → −12 ★")).toBe(10);
  });
});

describe("renderText", () => {
  it("fits the columns, whatever the width and the labels", () => {
    for (const calibration of calibrations)
      for (let columns = 20; columns <= 200; columns += 9)
        for (const line of renderText(calibration, { columns, colour: "none" }).split("\n"))
          expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it("says in colour what it says without", () => {
    for (const calibration of calibrations)
      expect(
        stripVTControlCharacters(renderText(calibration, { columns: 80, colour: "ansi" })),
      ).toBe(renderText(calibration, { columns: 80, colour: "none" }));
  });

  it("lets no label command the terminal", () => {
    const text = renderText(buildHostileCalibration(), { columns: 100, colour: "none" });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("prints advice, warning, changes, thresholds, back-test, arms and ground, in this order", () => {
    const text = renderText(buildDriftedCalibration(), { columns: 100, colour: "none" });
    const places = [
      "Inbound leads, version 3\nChange 10 of 14 lines: it pays.",
      "The learned weights are better.",
      "Warning: what the earlier deals taught no longer holds.",
      "Student or intern",
      "5 → −12",
      "4 lines stay as they are.",
      "−0.0594 (−0.0694 to −0.0494)",
      "MQL, new    46   38%  36.6 (34.3 to 39.0)  68% (65% to 71%)",
      "MQL: chosen for 37 leads a week.",
      "1,389 of 2,982 deals (47%)",
      "+17.2 (+12.3 to +22.1)",
      "Compared on the judging deals",
      "0.878 (0.865 to 0.891)",
      "A deal that is 180 days older counts half",
      "wants 1,290 deals with 498",
      "Closed Lost Reason: Filled in for lost deals only.",
      "Country: Antarctica, kept",
      "Only leads that sales worked have outcomes",
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("prints the reason where there is no figure, and who lacks it", () => {
    const full = renderText(buildCalibration(), { columns: 100, colour: "none" });
    expect(full).toContain("– not estimable: points are not probabilities (Rules)");
    expect(full).toContain(
      "– not estimable: fewer than 20 judging deals lie above it (Hot, now and Hot, new)",
    );
    const thin = renderText(buildThinCalibration(), { columns: 100, colour: "none" });
    expect(thin).toContain(
      "only 3 deals were won (Rules, Rules, calibrated, Recommended scorecard and 3 more)",
    );
    for (const text of [full, thin]) expect(text).not.toMatch(/NaN|undefined|null|\[object/);
  });
});
