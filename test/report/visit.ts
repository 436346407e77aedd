import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";

export interface Look {
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
}

/** Opens a file offline, and notes what the page complains of and asks for. */
export async function visitFile(
  browser: Browser,
  path: string,
  { colorScheme, width, height }: Look,
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    offline: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  const address = pathToFileURL(path).href;
  await page.goto(address);
  return { page, context, address, complaints, requests };
}

/** Classes of the pictures that are to be seen, each once. */
export async function listShownCharts(page: Page): Promise<readonly string[]> {
  const shown = await page.evaluate<string[]>(
    "[...document.querySelectorAll('svg.chart')].filter((svg) => svg.checkVisibility()).map((svg) => svg.getAttribute('class'))",
  );
  return [...new Set(shown)];
}

/** Opened to the last fold, a page does not scroll sideways, passes axe, is quiet and asks for nothing. */
export async function expectSound({
  page,
  address,
  complaints,
  requests,
}: Awaited<ReturnType<typeof visitFile>>): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  const [needed, given] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  );
  expect(needed).toBeLessThanOrEqual(given);
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(await readFile(axe, "utf8"));
  const violations = await page.evaluate<string[]>(
    "axe.run().then(({ violations }) => violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).slice(0, 3).join(' ')}`))",
  );
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([address]);
}
