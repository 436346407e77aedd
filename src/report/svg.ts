import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { Calibration } from "./calibration.ts";
import { buildCharts } from "./charts/build.ts";
import { CHART_WIDTH, type Chart, FONT } from "./charts/chart.ts";
import { escapeText, replaceControls } from "./markup.ts";
import { PALETTES, type Theme } from "./palette.ts";

export interface RenderedChart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** SVG elements to put into a page; no id of one stands in any other. */
  readonly light: string;
  readonly dark: string;
}

/** What Vega-Lite and Vega are told to say of a picture; by default nothing. */
export interface Logger {
  warn(...words: readonly unknown[]): void;
}

/**
 * The pictures of a report as SVG in both themes, without a browser. Width and height are left to
 * the page; the viewBox keeps the proportions. Same calibration, same bytes.
 * Cost: some 30 ms a picture.
 */
export function renderCharts(
  calibration: Calibration,
  logger?: Logger,
): Promise<readonly RenderedChart[]> {
  return drawCharts((theme) => buildCharts(calibration, theme), logger);
}

/** Pictures in both themes, which have the same pictures in the same order. */
export async function drawCharts(
  build: (theme: Theme) => readonly Chart[],
  logger: Logger = { warn: () => {} },
): Promise<readonly RenderedChart[]> {
  const dark = build("dark");
  return Promise.all(
    build("light").map(async (chart, i) => {
      const { id, title, description } = chart;
      return {
        id,
        title,
        description,
        light: await drawChart(chart, "light", logger),
        dark: await drawChart(dark[i] ?? chart, "dark", logger),
      };
    }),
  );
}

/** Around a picture that stands alone, and above it for its title, in px. */
const MARGIN = 16;
const TITLE_ROOM = 30;

/** A picture as a file of its own: with a size, its title over it and the paper's colour behind it. */
export function standAlone(chart: RenderedChart, theme: Theme): string {
  const svg = chart[theme];
  const end = svg.indexOf(">");
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined) throw new RangeError("expected an SVG with a viewBox");
  const [left, top] = [-MARGIN, -MARGIN - TITLE_ROOM];
  const [w, h] = [Number(width) + 2 * MARGIN, Number(height) + 2 * MARGIN + TITLE_ROOM];
  const { paper, ink } = PALETTES[theme];
  const head = svg
    .slice(0, end)
    .replace(/ (?:class|style)="[^"]*"/g, "")
    .replace(/viewBox="[^"]*"/, `width="${w}" height="${h}" viewBox="${left} ${top} ${w} ${h}"`);
  const ground = `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="${paper}"/>`;
  const title = `<text x="4" y="${-TITLE_ROOM / 2}" fill="${ink}" font-family="${FONT}" font-size="16" font-weight="600">${escapeText(chart.title)}</text>`;
  return `${head}${svg.slice(end).replace("</desc>", () => `</desc>${ground}${title}`)}\n`;
}

/** How wide a picture of CHART_WIDTH may grow in a page, so that letters are alike in all. */
const WIDTH_REM = 36;

async function drawChart(chart: Chart, theme: Theme, logger: Logger): Promise<string> {
  const view = new View(parse(compile(chart.spec, { logger: loggerFor(logger) }).spec), {
    renderer: "none",
    logger: loggerFor(logger),
  });
  try {
    return labelSvg(await view.toSVG(), chart, theme);
  } finally {
    view.finalize();
  }
}

/** One named image for assistive technology, without names of its parts; ids unique in the page. */
function labelSvg(svg: string, { id, title, description }: Chart, theme: Theme): string {
  const prefix = `${id}-${theme}`;
  const open = /^<svg[^>]*?viewBox="(0 0 ([\d.]+) [^"]+)"[^>]*>/.exec(svg);
  if (open === null) throw new RangeError("expected an SVG with a viewBox");
  const renamed = new Map<string, string>();
  const rename = (old: string) => {
    const name = renamed.get(old) ?? `${prefix}-part-${renamed.size}`;
    renamed.set(old, name);
    return name;
  };
  const body = replaceControls(svg.slice(open[0].length)).replace(/<[^>]+>/g, (tag) =>
    tag
      .replace(/ (?:class|role|aria-[a-z]+)="[^"]*"/g, "")
      .replace(/ id="([^"]+)"/g, (_, old: string) => ` id="${rename(old)}"`)
      .replace(/url\(#([^)]+)\)/g, (_, old: string) => `url(#${rename(old)})`),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-${theme}" viewBox="${open[1]}"`,
    ` style="max-width: ${((Number(open[2]) / CHART_WIDTH) * WIDTH_REM).toFixed(1)}rem"`,
    ` role="img" aria-labelledby="${prefix}-title ${prefix}-desc">`,
    `<title id="${prefix}-title">${escapeText(title)}</title>`,
    `<desc id="${prefix}-desc">${escapeText(description)}</desc>`,
    body,
  ].join("");
}

function loggerFor({ warn }: Logger) {
  const logger = {
    level: () => logger,
    error: (...words: readonly unknown[]) => (warn(...words), logger),
    warn: (...words: readonly unknown[]) => (warn(...words), logger),
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
