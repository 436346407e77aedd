import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../../src/api/listening.ts";
import { openBrowser } from "../browser.ts";
import { useService } from "./service-fixture.ts";

let axe: string;
let opened: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  opened = await openBrowser();
}, 120_000);

afterAll(() => opened?.close());

async function openService() {
  const service = await useService();
  const address = (await listen(service.app, { host: "127.0.0.1", port: 0 })) as string;
  return { ...service, address };
}

interface View {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
  readonly bypassCSP?: boolean;
}

async function visit(
  url: string,
  { colorScheme = "light", width = 1280, bypassCSP = false }: View,
) {
  const context = await opened.browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    bypassCSP,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, complaints, requests };
}

describe("the front page in a browser", () => {
  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["dark", 360],
    ["light", 360],
  ] as const)(
    "%s, %i px: is quiet, loads nothing else, does not scroll sideways, passes axe",
    async (colorScheme, width) => {
      const { address } = await openService();
      // Lets axe into a page that allows no script; the page itself is as it is served.
      const view = { colorScheme, width, bypassCSP: true };
      const { page, complaints, requests } = await visit(`${address}/`, view);
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
      expect(requests).toEqual([`${address}/`]);
    },
  );

  it("tells a stranger nothing of what is stored", async () => {
    const { app } = await useService();
    const { body } = await app.inject({ url: "/" });
    const other = await useService({ publish: false });
    expect(body).toBe((await other.app.inject({ url: "/" })).body);
  });

  it("links only to what answers a stranger", async () => {
    const { app } = await useService({ publish: false });
    const { body } = await app.inject({ url: "/" });
    const links = [...body.matchAll(/href="(\/[^"]*)"/g)].map((match) => match[1]!);
    expect(links).toContain("/docs");
    for (const url of links) expect((await app.inject({ url })).statusCode, url).toBeLessThan(400);
  });

  it("leads to the documentation, which works under its content security policy", async () => {
    const { address, asRole } = await openService();
    const { page, complaints, requests } = await visit(`${address}/`, {});
    await page.getByRole("link", { name: "Read what the service takes" }).click();
    await page.getByText("Score a lead by rules and model").first().waitFor();
    expect(await page.title()).toBe("Counterweight: its addresses");
    await page.getByRole("button", { name: "Authorize" }).first().click();
    const key = asRole("sales").authorization.replace("Bearer ", "");
    await page.getByLabel("auth-bearer-value").fill(key);
    await page.getByRole("button", { name: "Apply credentials" }).first().click();
    await page.getByRole("button", { name: "Close", exact: true }).first().click();
    const me = page.locator("#operations-access-get_v1_me");
    await me.click();
    await me.getByRole("button", { name: "Try it out" }).click();
    await me.getByRole("button", { name: "Execute" }).click();
    await me.getByText('"role": "sales"').first().waitFor();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(address) && !url.startsWith("data:"))).toEqual(
      [],
    );
  });
});
