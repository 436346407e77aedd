import { beforeAll, describe, expect, it } from "vitest";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { renderReport } from "../../src/report/html.ts";
import { renderCharts } from "../../src/report/svg.ts";
import { buildCalibration, buildThinCalibration } from "./calibration.fixture.ts";
import { buildHostileCalibration } from "./hostile.fixture.ts";

let full: string;
let thin: string;
let hostile: string;

beforeAll(async () => {
  [full, thin, hostile] = (await Promise.all(
    [buildCalibration(), buildThinCalibration(), buildHostileCalibration()].map(
      async (calibration) => renderReport(calibration, await renderCharts(calibration)),
    ),
  )) as [string, string, string];
});

/** What a reader sees: tags, styles and what only machines read are gone. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

function idsOf(page: string): readonly string[] {
  return [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? "");
}

describe("renderReport", () => {
  it("is built from calibrations that the schema accepts", () => {
    expect(calibrationSchema.safeParse(buildCalibration()).error).toBeUndefined();
    expect(calibrationSchema.safeParse(buildThinCalibration()).error).toBeUndefined();
  });

  it("says first what to change and whether it pays", () => {
    const text = textOf(full);
    const places = [
      "The learned weights are better",
      "log loss difference −0.139 (−0.157 to −0.121)",
      "0.663 → 0.878",
      "+0.215 (+0.193 to +0.237), p &lt; 0.001 ; n = 2,772 deals",
      "Lines to change 10 of 14 lines",
      "−0.132 −0.150 to −0.114",
      "Recommended changes",
      "Student or intern",
      "5 → −12",
      "↕ turn round",
      "Director or above",
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("shows what each line, threshold, arm and column has to say", () => {
    const text = textOf(full);
    for (const words of [
      "3★ → 5★",
      "24.1 18.9 to 29.3",
      "1,284 742 won",
      "without 35%",
      "Deals with a director were won far more often than 10 points say.",
      "4 lines kept as they are",
      "MQL 40",
      "1.45× to 1.79×",
      "9,240: 3,561 won (38.5%), 5,679 lost",
      "188 too young to have been decided; 27 marked as deleted",
      "scored on or after 3 June 2024",
      "With Closed Lost Reason, Tags and Days to Close the model's AUC would have seemed to be 0.974 (0.968 to 0.980)",
      "1,204 answers, 1,130 of them on leads of this history",
      "Line Webinar attended is thin: 14 deals.",
    ])
      expect(text).toContain(words);
  });

  it("prints the reason in words where there is no figure", () => {
    for (const reason of [
      "not estimable: no deal has this line",
      "not estimable: fewer than 20 judging deals lie above it",
      "points are not probabilities",
      "not estimable: filled in for too few deals",
    ])
      expect(textOf(full)).toContain(reason);
    expect(textOf(thin)).toContain("not estimable: only 3 deals were won");
    expect(textOf(thin)).toContain("No line is to change.");
    expect(textOf(thin)).toContain("No column was left out.");
    expect(textOf(thin)).toContain("No feedback was given with this history.");
    expect(textOf(thin)).toContain("The scorecard has no thresholds.");
  });

  it("never prints NaN, undefined, null, Infinity or an object", () => {
    for (const page of [full, thin, hostile])
      expect(textOf(page)).not.toMatch(/\b(NaN|undefined|null|Infinity)\b|\[object|∞/);
  });

  it("escapes whatever the labels hold", () => {
    expect(hostile).not.toMatch(/<script/i);
    expect(hostile).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(hostile.match(/<\/style>/g)).toHaveLength(1);
    expect(hostile).not.toContain("\u001B");
    const tags = (page: string) => [...page.matchAll(/<(\w+)/g)].map((match) => match[1]);
    const known = new Set(tags(full));
    expect(tags(hostile).filter((tag) => !known.has(tag))).toEqual([]);
  });

  it("stands alone: no script, no address outside, calibration.json beside it", () => {
    expect(full).not.toMatch(/<script|@import|<link (?!rel="icon" href="data:,")/);
    const addresses = [...full.matchAll(/(?:href|src|xlink:href)="([^"]*)"/g)].map((m) => m[1]);
    expect(addresses.filter((each) => !each?.startsWith("#"))).toEqual([
      "data:,",
      "calibration.json",
    ]);
    expect([...full.matchAll(/url\(([^)]*)\)/g)].filter((m) => !m[1]?.startsWith("#"))).toEqual([]);
  });

  it("uses every id once and links only to what is there", () => {
    for (const page of [full, thin]) {
      const ids = idsOf(page);
      expect(new Set(ids).size).toBe(ids.length);
      const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? "");
      expect(links.length).toBeGreaterThan(10);
      expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it("gives the same bytes for the same calibration", async () => {
    expect(renderReport(buildCalibration(), await renderCharts(buildCalibration()))).toBe(full);
  });

  it("stays readable without pictures", () => {
    const page = renderReport(buildCalibration(), []);
    expect(page).not.toContain("<svg");
    expect(page).not.toContain('href="#pictures"');
    expect(page).toContain("Recommended changes");
  });
});
