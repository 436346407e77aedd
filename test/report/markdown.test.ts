import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkdown, layMarkdown } from "../../src/report/markdown/page.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";
import { buildHostileCalibration } from "./hostile.fixture.ts";

describe("escapeMarkdown", () => {
  it("leaves no markup, tag, border, reference or call", () => {
    expect(escapeMarkdown("*a* _b_ `c` [d](e) <f> | g")).toBe(
      "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\| g",
    );
    expect(escapeMarkdown("@sales #12 https://a.example")).toBe(
      "&#64;sales &#35;12 https&#58;//a.example",
    );
    expect(escapeMarkdown("- 12 → 18")).toBe("\\- 12 → 18");
    expect(escapeMarkdown("1. first")).toBe("1\\. first");
    expect(escapeMarkdown("24.1 and +3 stay")).toBe("24.1 and +3 stay");
  });

  it("keeps text on one line, with no bare sign of markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/[\n\r@]|#(?!\d+;)|(?<!\\)(\\\\)*[`*_[\]<>|~$]/);
      }),
    );
  });
});

describe("layMarkdown", () => {
  it("lays a table that no cell can break", () => {
    expect(
      layMarkdown(
        ["a|b", "c\nd"],
        [
          { head: "Name", cell: (row) => row },
          { head: "n", align: "right", cell: () => "1" },
        ],
      ),
    ).toBe("| Name | n |\n| --- | ---: |\n| a\\|b | 1 |\n| c d | 1 |");
  });
});

describe("renderMarkdown", () => {
  it("says first what to change and whether it pays, then warns, then shows the figures", () => {
    const text = renderMarkdown(buildDriftedCalibration());
    const places = [
      "# Calibration of Inbound leads, version 3",
      "**Change 10 of 14 lines: it pays.**",
      "41 (35 to 47, n = 277) were won",
      "> **Warning: what the earlier deals taught no longer holds.** Deals are won less often",
      "log loss −0.132 (−0.150 to −0.114)",
      "| Student or intern | 5 → −12 | −14.6 (−20.7 to −8.5) | 10% (7% to 12%, n = 622) |",
      "| MQL, new (chosen for 37 leads a week) | 46 |",
      "## Back-test on the judging deals",
      "| Lead source: Referred by a customer | 17.2 (12.3 to 22.1) | 388, 251 won |",
      "| Naive Bayes | 2,772 | 0.814 (0.798 to 0.830) |",
      "wants 1,290 deals with 498 wins",
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("prints reasons in words, and no hole where there is nothing", () => {
    const thin = renderMarkdown(buildThinCalibration());
    expect(thin).toContain("not estimable: only 3 deals were won");
    expect(thin).toContain("No line is to change.");
    for (const text of [thin, renderMarkdown(buildCalibration())])
      expect(text).not.toMatch(/NaN|undefined|null|\[object|Infinity/);
  });

  it("lets no label be markup", () => {
    const text = renderMarkdown(buildHostileCalibration());
    expect(text).not.toMatch(/(?<!\\)<\/?\w/);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("gives every row of a table as many cells as its head", () => {
    const tables = renderMarkdown(buildHostileCalibration()).match(/(^\|.*\n)+/gm) ?? [];
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables) {
      const widths = table
        .trim()
        .split("\n")
        .map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(widths).size).toBe(1);
    }
  });
});
