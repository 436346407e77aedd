import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderAb } from "../../../src/report/ab/render.ts";
import { openBrowser } from "../../browser.ts";
import { expectSound, listShownCharts, visitFile } from "../visit.ts";
import { buildFullFindings, buildLopsided } from "./findings.fixture.ts";
import { buildHostileFindings } from "./hostile.fixture.ts";

const lopsided = buildLopsided();
const cases = {
  full: buildFullFindings(),
  hostile: buildHostileFindings(),
  none: lopsided["no outcomes yet"]!,
  broken: lopsided["shares broken"]!,
};

let folder: string;
let opened: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterweight-ab-report-"));
  for (const [name, findings] of Object.entries(cases)) {
    const { html, pictures } = await renderAb(findings);
    await writeFile(join(folder, `${name}.html`), html);
    for (const [file, svg] of Object.entries(pictures))
      await writeFile(join(folder, `${name}-${file}`), svg);
  }
  opened = await openBrowser();
}, 120_000);

afterAll(async () => {
  await opened?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Sight {
  readonly name: keyof typeof cases;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}

async function visit(file: string, sight: Pick<Sight, "colorScheme" | "width">) {
  return visitFile(opened.browser, join(folder, file), { ...sight, height: 900 });
}

const sights: readonly Sight[] = [
  { name: "full", colorScheme: "light", width: 1200 },
  { name: "full", colorScheme: "dark", width: 1200 },
  { name: "full", colorScheme: "light", width: 380 },
  { name: "full", colorScheme: "dark", width: 380 },
  { name: "hostile", colorScheme: "light", width: 380 },
  { name: "none", colorScheme: "light", width: 380 },
  { name: "broken", colorScheme: "dark", width: 1200 },
];

describe("the report of rules against model in a browser, from a file, offline", () => {
  it.each(sights)(
    "$name, $colorScheme, $width px: is quiet, asks for nothing, does not scroll sideways, passes axe",
    async ({ name, ...sight }) => {
      const visited = await visit(`${name}.html`, sight);
      await expectSound(visited);
      const drawn = name === "none" ? [] : [`chart chart-${sight.colorScheme}`];
      expect(await listShownCharts(visited.page)).toEqual(drawn);
      await visited.context.close();
    },
    60_000,
  );

  it("answers the question on the first screen", async () => {
    const { page, context } = await visit("full.html", { colorScheme: "light", width: 1200 });
    for (const part of [".verdict", "dl.figures"]) {
      const box = await page.locator(part).boundingBox();
      expect(box!.y + box!.height).toBeLessThan(900);
    }
    await context.close();
  });

  it.each(["full-experiments.svg", "hostile-segments-dark.svg"])(
    "shows a picture that is opened alone: %s",
    async (file) => {
      const sight = { colorScheme: "light" as const, width: 700 };
      const { page, context, complaints } = await visit(file, sight);
      const root = await page.evaluate<[string, number]>(
        "[document.documentElement.localName, document.querySelector('rect').getBoundingClientRect().width]",
      );
      expect(root[0]).toBe("svg");
      expect(root[1]).toBeGreaterThan(400);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
