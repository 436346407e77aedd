import { drawCharts, standAlone } from "../svg.ts";
import { composeAnswer } from "./answer.ts";
import { buildCharts } from "./charts/build.ts";
import type { AbFindings } from "./findings.ts";
import { renderPage } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import type { AbReport } from "./schema.ts";

/** The report in every form in which it is read. */
export interface RenderedAb {
  /** One page that needs no network and no script. */
  readonly html: string;
  /** For a pull request or a chat. */
  readonly md: string;
  /** By the schema of `counterweight/ab-report@1`. */
  readonly json: string;
  /** SVG files by name, such as `gains.svg` and `gains-dark.svg`. */
  readonly pictures: Readonly<Record<string, string>>;
}

/**
 * Draws the report of rules against model and puts it into words. Same findings, same bytes.
 *
 * @throws RangeError on numbers that are not finite, which no report holds
 * Cost: some 30 ms a picture, of which there are at most seven in two themes.
 */
export async function renderAb(findings: AbFindings): Promise<RenderedAb> {
  const report: AbReport = { ...findings, answer: composeAnswer(findings) };
  const charts = await drawCharts((theme) => buildCharts(findings, theme));
  const pictures = charts.flatMap((chart) => [
    [`${chart.id}.svg`, standAlone(chart, "light")] as const,
    [`${chart.id}-dark.svg`, standAlone(chart, "dark")] as const,
  ]);
  return {
    html: renderPage(report, charts),
    md: renderMarkdown(report),
    json: `${JSON.stringify(report, refuseUnknown, 2)}\n`,
    pictures: Object.fromEntries(pictures),
  };
}

/** JSON has no NaN and would make null of it, which reads as a figure that is known to be none. */
function refuseUnknown(_: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError("expected finite numbers in a report");
  }
  return value;
}
