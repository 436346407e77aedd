import { beforeAll, describe, expect, it } from "vitest";
import { type RenderedAb, renderAb } from "../../../src/report/ab/render.ts";
import { abReportSchema } from "../../../src/report/ab/schema.ts";
import { AB_TERMS } from "../../../src/report/ab/terms.ts";
import { buildFindings, buildFullFindings, buildLopsided } from "./findings.fixture.ts";
import { buildHostileFindings } from "./hostile.fixture.ts";

const cases = {
  full: buildFullFindings(),
  plain: buildFindings(),
  hostile: buildHostileFindings(),
  ...buildLopsided(),
};
const names = Object.keys(cases);

let rendered: Readonly<Record<string, RenderedAb>>;

beforeAll(async () => {
  const made = Object.entries(cases).map(
    async ([name, findings]) => [name, await renderAb(findings)] as const,
  );
  rendered = Object.fromEntries(await Promise.all(made));
}, 60_000);

const of = (name: string): RenderedAb => rendered[name]!;

/** What a reader sees: tags, styles and what only machines read are gone. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/\s+/g, " ");
}

describe("renderAb", () => {
  it.each(names)("prints no NaN, undefined, null or object in any form: %s", (name) => {
    const { html, md, pictures } = of(name);
    for (const text of [textOf(html), md, ...Object.values(pictures)])
      expect(text).not.toMatch(/\b(NaN|undefined|null|Infinity)\b|\[object|∞/);
  });

  it.each(names)("writes JSON that its schema accepts: %s", (name) => {
    const document: unknown = JSON.parse(of(name).json);
    expect(abReportSchema.safeParse(document).error).toBeUndefined();
  });

  it.each(names)("uses every id once and links only to what is there: %s", (name) => {
    const { html } = of(name);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(names)("keeps the Markdown under 120 lines and one row a line: %s", (name) => {
    const { md } = of(name);
    expect(md.split("\n").length).toBeLessThan(120);
    expect(md).toMatch(/^# Rules against model: .+\n\n\*\*.+\*\*\n/);
  });

  it("says first which is better, by how much and whether it pays", () => {
    const text = textOf(of("full").html);
    const places = [
      "The model is better, and it pays: in the live experiment “Model routes inbound”, of 100 leads in the arm of the model 8.9 more are won within 60 days",
      "Before acting on it: Whether hours until sales respond keeps within its margin is not yet known.",
      "1 alarm of the watch stands: Webinar attended.",
      "+8.9 +5.7 to +12.1",
      "0.647 → 0.760",
      "Live experiments",
      "Does it pay?",
      "How leads came to be worked",
      "As found on 31 May 2026",
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("has every figure of each segment and period, and says that nothing allows for their number", () => {
    const text = textOf(of("full").html);
    for (const part of ["segment", "period"])
      expect(text).toContain(
        `Worked are the best-scored 20% of leads of each ${part}. Intervals are each one's own, and nothing allows for their number`,
      );
    expect(text).toContain("Alike at MQL");
    expect(text).toContain("In the large, model");
  });

  it("shows every figure with its interval and n", () => {
    const text = textOf(of("full").html);
    for (const words of [
      "3,400 2,392 2,392 340 14.2% 12.9% to 15.7%",
      "Plain, of 100 leads +8.7 +5.3 to +12.1 p < 0.001 +8.7 +6.5 to +10.9 p < 0.001",
      "4,784 leads of 6,000 planned have their outcome window behind them (79.7%), of 6,800 enrolled.",
      "AUC 1 is best 0.676 0.649 to 0.703 0.759 0.734 to 0.784 +0.083 +0.058 to +0.108 p < 0.001",
      "n = 1,600 leads with an outcome, 511 won, of 533 accounts",
      "the best-scored 20% of leads, n = 320 by each; 48% of them worked either way",
      "Of the 434 leads on which they differ, the rules are right on 171 and the model on 263: more for the model than chance makes (McNemar's test of leads that go together, p < 0.001).",
      "Of 5 differences looked at, some may lie off 0 by chance alone: q-values (Benjamini and Yekutieli",
      "+0.015 −0.051 to +0.082 −0.072 to +0.102 q = 1.000",
      "Of 1,600 scored leads, 789 (49.3%) were worked and have an outcome.",
      "Train again now? Not yet known.",
      "q < 0.001",
    ])
      expect(text).toContain(words);
  });

  it.each(names.filter((name) => name !== "identical scores"))(
    "shows no interval without width, which few leads have and which says nothing: %s",
    (name) => {
      const { html, md } = of(name);
      for (const text of [textOf(html).split("How it was done")[0]!, md])
        expect(text).not.toMatch(/(?<![\d.])([\d.]+%?) to \1(?![\d.%])/);
    },
  );

  it("says once why there is no figure, in words, where no lead has an outcome", () => {
    const { html } = of("no outcomes yet");
    const text = textOf(html);
    expect(text).toMatch(/No lead has an outcome yet, so nothing tells rules and model apart \(/);
    expect(text).not.toContain("not estimable: no lead has an outcome yet");
    expect(html).not.toContain('<dl class="figures">');
    expect(text).toContain(
      "Which score ranks leads better? Cannot be told: no lead has an outcome",
    );
    expect(of("no outcomes yet").html).not.toContain('href="#segments"');
  });

  it("warns where no share of leads is handed over regardless of score", () => {
    const { html, md } = of("no exploration share");
    const warning = "No share of leads was handed over regardless of score.";
    expect(textOf(html)).toContain(`Before acting on it: ${warning}`);
    expect(textOf(html)).toContain(`Warning: ${warning}`);
    expect(md).toContain(`> ${warning}`);
    expect(of("plain").html).not.toContain(warning);
  });

  it("stands alone: no script, no address outside", () => {
    const { html } = of("full");
    expect(html).not.toMatch(/<script|@import|<link (?!rel="icon" href="data:,")/);
    const addresses = [...html.matchAll(/(?:href|src|xlink:href)="([^"#][^"]*)"/g)];
    expect(addresses.map((match) => match[1])).toEqual(["data:,"]);
  });

  it("escapes whatever names and reasons hold", () => {
    const { html, md, pictures } = of("hostile");
    for (const text of [html, ...Object.values(pictures)]) {
      expect(text).not.toMatch(/<script/i);
      expect(text).not.toContain("\u001B");
    }
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(md).not.toMatch(/(?<!\\)<script/);
    const tags = (page: string) => [...page.matchAll(/<(\w+)/g)].map((match) => match[1]);
    const known = new Set(tags(of("full").html));
    expect(tags(html).filter((tag) => !known.has(tag))).toEqual([]);
  });

  it("explains each word that it underlines, and no other", () => {
    const { html } = of("full");
    const used = new Set([...html.matchAll(/href="#term-([^"]+)"/g)].map((match) => match[1]));
    const explained = [...html.matchAll(/<div id="term-([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(explained)).toEqual(used);
    expect(Object.keys(AB_TERMS).filter((id) => !used.has(id))).toEqual([]);
  });

  it("gives every picture as a file of its own in both themes", () => {
    const { pictures } = of("full");
    const ids = [
      "experiments",
      "gains",
      "reliability",
      "segments",
      "periods",
      "power",
      "calibration-over-time",
    ];
    expect(Object.keys(pictures)).toEqual(ids.flatMap((id) => [`${id}.svg`, `${id}-dark.svg`]));
    for (const [name, svg] of Object.entries(pictures)) {
      expect(svg).toMatch(
        /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d[\d.]*" height="\d[\d.]*" viewBox="-16 -46 [\d.]+ [\d.]+" role="img" aria-labelledby="[^"]+"><title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+<\/desc><rect [^>]*fill="#[0-9a-f]{6}"\/>/,
      );
      expect(svg).toContain(name.endsWith("-dark.svg") ? 'fill="#14171b"' : 'fill="#fdfcfa"');
      expect(svg).toMatch(/<\/svg>\n$/);
    }
  });

  it("gives the same bytes for the same findings", async () => {
    expect(await renderAb(buildFullFindings())).toEqual(of("full"));
  });

  it("refuses numbers that are not known", async () => {
    await expect(renderAb(buildFindings({ asOf: Number.NaN }))).rejects.toThrow(RangeError);
  });
});
