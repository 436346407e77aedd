import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../../src/api/listening.ts";
import { renderReport } from "../../src/report/html.ts";
import { renderCharts } from "../../src/report/svg.ts";
import type { Serving } from "../../src/workflows/serving.ts";
import { openBrowser } from "../browser.ts";
import { buildCalibration } from "../report/calibration.fixture.ts";
import { CARD, serveSmall, startSmall } from "./service-fixture.ts";

let axe: string;
let page: string;
let opened: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const calibration = buildCalibration();
  page = renderReport(calibration, await renderCharts(calibration));
  opened = await openBrowser();
}, 120_000);

afterAll(() => opened?.close());

async function openService(change: Partial<Serving> = {}): Promise<string> {
  const serving = await serveSmall();
  const report = { page, calibration: '{"seed":1}' };
  const { app } = await startSmall({ ...serving, report, ...change });
  return (await listen(app, { host: "127.0.0.1", port: 0 })) as string;
}

async function visit(address: string, colorScheme: "light" | "dark", width: number) {
  const context = await opened.browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    // Lets axe into a page that allows no script; the page itself is as it is served.
    bypassCSP: true,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  return { page, complaints, requests };
}

const HOSTILE = {
  scorecards: [
    {
      ...CARD,
      name: `<script>alert("1")</script>${"unbreakable".repeat(12)}`,
      thresholds: [{ id: "x", name: "'><img src=x onerror=alert(1)>", score: 1 }],
    },
  ],
  report: null,
};

describe("pages in a browser", () => {
  it.each([
    ["/", "light", 1280, {}],
    ["/", "dark", 1280, {}],
    ["/", "dark", 360, {}],
    ["/", "light", 360, HOSTILE],
    ["/report", "light", 1280, {}],
    ["/report", "dark", 360, {}],
  ] as const)(
    "%s, %s, %i px: is quiet, loads nothing else, does not scroll sideways, passes axe",
    async (path, colorScheme, width, change) => {
      const address = (await openService(change)) + path;
      const { page, complaints, requests } = await visit(address, colorScheme, width);
      const widths = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      expect(widths[0]).toBeLessThanOrEqual(widths[1]);
      await page.evaluate(axe);
      const violations = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).slice(0, 3).join(' ')}`))",
      );
      expect(violations).toEqual([]);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([address]);
    },
  );

  it("lead from the front page to the report, with its own styles, and on to its figures", async () => {
    const { page } = await visit(await openService(), "light", 1280);
    await page.getByRole("link", { name: "Read the report" }).click();
    expect(await page.title()).toMatch(/^Calibration of/);
    // Inline styles and pictures survive the content security policy.
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
      "rgb(253, 252, 250)",
    );
    await page.getByRole("link", { name: "calibration.json" }).click();
    expect(new URL(page.url()).pathname).toBe("/report/calibration.json");
  });
});
