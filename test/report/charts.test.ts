import { compile } from "vega-lite";
import { describe, expect, it } from "vitest";
import type { PictureArm } from "../../src/report/calibration.ts";
import { buildCharts } from "../../src/report/charts/build.ts";
import { gainAt } from "../../src/report/charts/gains.ts";
import { MOST_LINES_SHOWN } from "../../src/report/charts/lines.ts";
import { chartReliability } from "../../src/report/charts/reliability.ts";
import { PALETTES } from "../../src/report/palette.ts";
import { renderCharts } from "../../src/report/svg.ts";
import { buildCalibration, buildThinCalibration } from "./calibration.fixture.ts";
import { buildHostileCalibration } from "./hostile.fixture.ts";

const themes = ["light", "dark"] as const;
const calibrations = [buildCalibration(), buildThinCalibration(), buildHostileCalibration()];

function collectWarnings() {
  const warnings: unknown[] = [];
  return { warnings, warn: (...words: readonly unknown[]) => void warnings.push(words) };
}

function idsOf(markup: string): string[] {
  return [...markup.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? "");
}

describe("buildCharts", () => {
  it("draws the pictures in the order of the page, and none that would be empty", () => {
    expect(buildCharts(buildCalibration(), "light").map((chart) => chart.id)).toEqual([
      "lines",
      "change-curve",
      "grades",
      "weekly-volumes",
      "gains",
      "reliability",
      "distributions",
    ]);
    expect(buildCharts(buildThinCalibration(), "dark").map((chart) => chart.id)).toEqual(["lines"]);
    const { backtest } = buildCalibration();
    const nothing = { lines: [], pictures: [], changes: [], grades: [] };
    const empty = { ...nothing, backtest: { ...backtest, volumes: [] } };
    expect(buildCharts(buildCalibration(empty), "light")).toEqual([]);
  });

  it("makes specs that compile without a warning", () => {
    const { warnings, warn } = collectWarnings();
    const logger = {
      level: () => logger,
      error: (...words: unknown[]) => (warn(...words), logger),
      warn: (...words: unknown[]) => (warn(...words), logger),
      info: () => logger,
      debug: () => logger,
    };
    for (const calibration of calibrations)
      for (const theme of themes)
        for (const { spec } of buildCharts(calibration, theme))
          expect(compile(spec, { logger }).spec.$schema).toContain("vega");
    expect(warnings).toEqual([]);
  });

  it("says the same in words for both themes, with the numbers that matter", () => {
    const [light, dark] = themes.map((theme) =>
      buildCharts(buildCalibration(), theme).map((chart) => chart.description),
    );
    expect(light).toEqual(dark);
    expect(light?.[0]).toContain("10 of 14 lines would change");
    expect(light?.[0]).toContain("Student or intern from 5 to −12 (the deals say −20.7 to −8.5)");
    expect(light?.[1]).toContain("1: −0.0594, 2: −0.0921");
    expect(light?.[2]).toContain("now A 42%, B 47%, C 37%, D 28%; recommended A 76%");
    expect(light?.[3]).toContain("MQL, 30 weeks from 3 June 2024: a week now 36.8 (34.5 to 39.1)");
    expect(light?.[4]).toContain("Rules, calibrated 31%, Model 56%");
    expect(light?.[5]).toContain("Model (2,772 deals)");
  });

  it("shows at most forty lines, changed ones first, and says so", () => {
    const { lines } = buildCalibration();
    const many = Array.from({ length: 5 }, (_, copy) =>
      lines.map((line) => ({ ...line, id: `${line.id}-${copy}` })),
    ).flat();
    const chart = buildCharts(buildCalibration({ lines: many }), "light")[0];
    expect(chart?.description).toContain(
      `The picture shows ${MOST_LINES_SHOWN} lines; the tables have all 70.`,
    );
    const names = new Set(
      [...JSON.stringify(chart?.spec).matchAll(/"name":"([^"]+)"/g)].map((match) => match[1]),
    );
    expect(names.size).toBe(MOST_LINES_SHOWN);
    expect([...names].filter((name) => name?.includes("Antarctica"))).toEqual([]);
  });
});

describe("chartReliability", () => {
  const points = [
    { predicted: 0.2, observed: 0.3, low: 0.1, high: 0.25 },
    { predicted: 0.4, observed: 0.3, low: 0.25, high: 0.5 },
  ];
  const describeWith = (change: Partial<PictureArm>) => {
    const pictures = buildCalibration().pictures.map((arm) => ({ ...arm, ...change }));
    return chartReliability(buildCalibration({ pictures }), "light")?.description;
  };

  it("says how much of the curve leaves the band of chance", () => {
    expect(describeWith({ corp: points })).toContain(
      "the curve leaves its band at 20% foretold, for 50% of the deals",
    );
    expect(describeWith({ corp: points.slice(1) })).toContain("within its band everywhere");
  });

  it("falls back on groups of deals where there is no curve", () => {
    const reliability = points.map((point) => ({ ...point, n: 50 }));
    expect(describeWith({ corp: [], reliability })).toContain(
      "in 2 groups of 2 the probability lies within the 95% interval of what came",
    );
  });
});

describe("gainAt", () => {
  const arm = {
    arm: "model",
    label: "Model",
    reliability: [],
    corp: [],
    distribution: [],
    gains: [{ share: 0.5, captured: 0.8 }],
  };

  it("reads the curve between its points", () => {
    expect(gainAt(arm, 0.25)).toBeCloseTo(0.4, 12);
    expect(gainAt(arm, 0.5)).toBeCloseTo(0.8, 12);
    expect(gainAt(arm, 0.75)).toBeCloseTo(0.9, 12);
    expect([gainAt(arm, 0), gainAt(arm, 1)]).toEqual([0, 1]);
  });
});

describe("renderCharts", () => {
  it("draws every picture in both themes without a warning", async () => {
    const { warnings, warn } = collectWarnings();
    for (const calibration of calibrations)
      for (const chart of await renderCharts(calibration, { warn }))
        for (const svg of [chart.light, chart.dark]) {
          expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 [\d.]+ [\d.]+" [^>]*role="img"/);
          expect(svg).toMatch(/<\/svg>$/);
          expect(svg).not.toMatch(/NaN|undefined|Infinity/);
          expect(svg).not.toContain("<script");
        }
    expect(warnings).toEqual([]);
  });

  it("gives the same bytes for the same calibration", async () => {
    expect(await renderCharts(buildCalibration())).toEqual(await renderCharts(buildCalibration()));
  });

  it("uses every id once, and refers only to ids that exist", async () => {
    const svgs = (await renderCharts(buildCalibration())).flatMap(({ light, dark }) => [
      light,
      dark,
    ]);
    const ids = svgs.flatMap(idsOf);
    expect(ids.length).toBeGreaterThanOrEqual(2 * svgs.length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const svg of svgs) {
      const own = new Set(idsOf(svg));
      const labels = /aria-labelledby="([^"]+)"/.exec(svg)?.[1]?.split(" ") ?? [];
      const clips = [...svg.matchAll(/url\(#([^)]+)\)/g)].map((match) => match[1] ?? "");
      expect([...labels, ...clips].filter((id) => !own.has(id))).toEqual([]);
    }
  });
});

describe("PALETTES", () => {
  // WCAG 2: relative luminance L = .2126 R + .7152 G + .0722 B, contrast (L₁ + .05) / (L₂ + .05)
  function luminance(hex: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  function contrast(one: string, other: string): number {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  it.each(themes)("keeps text readable on paper and panel in %s", (theme) => {
    const { paper, panel, ink, muted, accent, warm, violet } = PALETTES[theme];
    for (const text of [ink, muted, accent, warm, violet])
      for (const ground of [paper, panel])
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});
