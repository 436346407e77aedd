import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/html.ts";
import { renderCharts } from "../../src/report/svg.ts";
import { openBrowser } from "../browser.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";
import { buildHostileCalibration } from "./hostile.fixture.ts";
import { expectSound, listShownCharts, visitFile } from "./visit.ts";

const calibrations = {
  full: buildCalibration(),
  thin: buildThinCalibration(),
  drifted: buildDriftedCalibration(),
  hostile: buildHostileCalibration(),
};

let folder: string;
let opened: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterweight-report-"));
  for (const [name, calibration] of Object.entries(calibrations)) {
    const page = renderReport(calibration, await renderCharts(calibration));
    await writeFile(join(folder, `${name}.html`), page);
  }
  opened = await openBrowser();
}, 120_000);

afterAll(async () => {
  await opened?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Sight {
  readonly name: keyof typeof calibrations;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}

async function visit({ name, ...sight }: Sight) {
  return visitFile(opened.browser, join(folder, `${name}.html`), { ...sight, height: 800 });
}

const sights: readonly Sight[] = [
  { name: "full", colorScheme: "light", width: 1280 },
  { name: "full", colorScheme: "dark", width: 1280 },
  { name: "full", colorScheme: "light", width: 360 },
  { name: "full", colorScheme: "dark", width: 360 },
  { name: "thin", colorScheme: "light", width: 1280 },
  { name: "drifted", colorScheme: "dark", width: 1280 },
  { name: "hostile", colorScheme: "light", width: 360 },
];

describe("report.html in a browser, from a file, offline", () => {
  it.each(sights)(
    "$name, $colorScheme, $width px: is quiet, asks for nothing, does not scroll sideways, passes axe",
    async (sight) => {
      const visited = await visit(sight);
      await expectSound(visited);
      expect(await listShownCharts(visited.page)).toEqual([`chart chart-${sight.colorScheme}`]);
      await visited.context.close();
    },
    60_000,
  );

  it.each([1280, 360])(
    "tells the meaning of a word where it is tabbed to, within %s px",
    async (width) => {
      const { page, context } = await visit({ name: "full", colorScheme: "light", width });
      const word = page.locator("dl.figures .term").last();
      const meaning = await word.getAttribute("data-meaning");
      await word.focus();
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      const [content, size, room] = await page.evaluate<[string, string, number]>(
        "[getComputedStyle(document.activeElement, '::after').content, getComputedStyle(document.activeElement, '::after').width, document.documentElement.scrollWidth]",
      );
      expect(content).toContain(meaning);
      expect(Number.parseFloat(size)).toBeGreaterThan(150);
      expect(Number.parseFloat(size)).toBeLessThan(width);
      expect(room).toBe(width);
      await context.close();
    },
  );

  it("marks a whole line to paste with one click", async () => {
    const { page, context } = await visit({ name: "full", colorScheme: "light", width: 1280 });
    await page.getByText("Line to paste").first().click();
    await page.locator("pre.paste").first().click();
    const marked = await page.evaluate<string>("getSelection().toString()");
    expect(JSON.parse(marked)).toEqual(calibrations.full.candidates.found[0]?.line);
    await context.close();
  });

  it("prints light, with the folded tables of lines open", async () => {
    const { page, context } = await visit({ name: "full", colorScheme: "dark", width: 1280 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await listShownCharts(page)).toEqual(["chart chart-light"]);
    const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(ground).toBe("rgb(253, 252, 250)");
    await context.close();
  });
});
