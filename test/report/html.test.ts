import { beforeAll, describe, expect, it } from "vitest";
import { AB_TERMS } from "../../src/report/ab/terms.ts";
import { calibrationSchema } from "../../src/report/calibration.ts";
import { renderReport } from "../../src/report/html.ts";
import { renderCharts } from "../../src/report/svg.ts";
import { TERMS } from "../../src/report/terms.ts";
import { lineSchema } from "../../src/scorecard/schema.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";
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
    expect(calibrationSchema.safeParse(buildDriftedCalibration()).error).toBeUndefined();
  });

  it("says first what to change and whether it pays", () => {
    const text = textOf(full);
    const places = [
      "Change 10 of 14 lines: it pays.",
      "Of 100 deals that today&#39;s points put in their best tenth, 41 (35 to 47, n = 277) were won",
      "294 wins would pass that do not now",
      "Lines to change 10 of 14 lines",
      "41% → 91% 35% to 47% → 88% to 95%",
      "0.663 → 0.871",
      "+0.208 (+0.186 to +0.230), p &lt; 0.001 ; n = 2,772 deals",
      "−0.132 −0.150 to −0.114",
      "The learned weights are better",
      "log loss difference −0.139 (−0.157 to −0.121)",
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
      "58% 55% to 60% n = 1,284",
      "1,284 deals, 742 won",
      "+0.0212 +0.0151 to +0.0273 stable in 100% of 200",
      "recommended in the same direction in 92% of 200 resampled histories (88% to 95%)",
      "over time: −3.1 (−5.8 to −0.4) points from the first deal to the last",
      "where Region is North: +4.2 (+0.6 to +7.8) points against all others",
      "61,200; there are 9,240",
      "With 4 it would be −0.1199 (−0.1329 to −0.1069)",
      "chosen for 37 leads a week",
      "68.0% 65.2% to 70.9% n = 1,048",
      "now some class is won less often than the next worse one, beyond chance",
      "&quot;id&quot;: &quot;source-referral&quot;",
      "1,389 of 2,982 deals (47%) would stand in another cell of the matrix.",
      "391 294 of them won 75.2% won 70.9% to 79.5%",
      "Spiegelhalter&#39;s test z near 0 is best none 1 z +0.84, p = 0.401",
      "A deal that is 360 days older counts half as much.",
      "wants 1,290 deals with 498 wins",
      "0.919 0.941 0.932 to 0.950",
      "Deals with a director were won far more often than 10 points say.",
      "4 lines kept as they are",
      "MQL, now 40",
      "0.95× to 1.25×",
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
      "not estimable: it does not change",
      "not estimable: no judging deal has a value",
      "not estimable: no deal has this line",
      "not estimable: fewer than 20 judging deals lie above it",
      "points are not probabilities",
      "not estimable: filled in for too few deals",
    ])
      expect(textOf(full)).toContain(reason);
    expect(textOf(thin)).toContain("not estimable: only 3 deals were won");
    expect(textOf(thin)).toContain("No line is to change.");
    expect(textOf(thin)).toContain("No column was left out.");
    expect(textOf(thin)).toContain("No step of changes was tried.");
    expect(textOf(thin)).toContain("There is no figure of grades or bands.");
    expect(textOf(thin)).toContain("No candidate was tested.");
    expect(textOf(thin)).toContain("wants is not estimable: the model ranks no better than chance");
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
    const elsewhere = addresses.filter((each) => !/^(#|data:application\/json,)/.test(each ?? ""));
    expect(elsewhere).toEqual(["data:,", "calibration.json"]);
    expect([...full.matchAll(/url\(([^)]*)\)/g)].filter((m) => !m[1]?.startsWith("#"))).toEqual([]);
  });

  it("uses every id once and links only to what is there", () => {
    for (const page of [full, thin, hostile]) {
      const ids = idsOf(page);
      expect(new Set(ids).size).toBe(ids.length);
      const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? "");
      expect(links.length).toBeGreaterThan(10);
      expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it("warns first where what was learnt no longer holds", async () => {
    const drifted = buildDriftedCalibration();
    const page = textOf(renderReport(drifted, []));
    const warning = "Warning: what the earlier deals taught no longer holds.";
    expect(page.indexOf(warning)).toBeLessThan(page.indexOf("Lines to change"));
    expect(page).toContain(`${warning} Deals are won less often than the model says.`);
    expect(textOf(full)).not.toContain(warning);
  });

  it("hands out lines that the scorecard reads back as they are", () => {
    const saved = [...full.matchAll(/href="data:application\/json,([^"]*)"/g)].map((match) =>
      JSON.parse(decodeURIComponent(match[1] ?? "")),
    );
    expect(saved).toEqual(buildCalibration().candidates.found.map(({ line }) => line));
    for (const line of saved) expect(lineSchema.parse(line)).toEqual(line);
  });

  it("explains no word that it does not use", () => {
    const explained = [...full.matchAll(/<div id="term-([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(explained.filter((id) => !full.includes(`href="#term-${id}"`))).toEqual([]);
    const missing = Object.keys(TERMS).filter((id) => !(id in AB_TERMS) && !explained.includes(id));
    expect(missing).toEqual([]);
  });

  it("gives the same bytes for the same calibration", async () => {
    expect(renderReport(buildCalibration(), await renderCharts(buildCalibration()))).toBe(full);
  });

  it("stays readable without pictures", () => {
    const page = renderReport(buildCalibration(), []);
    expect(page).not.toContain("<svg");
    expect(page).toContain("Recommended changes");
  });
});
