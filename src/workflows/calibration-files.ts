import { join } from "node:path";
import type { RejectedRow } from "../history/history.ts";
import type { Refusal } from "../refusal.ts";
import { renderCsv } from "../report/csv.ts";
import { renderReport } from "../report/html.ts";
import { renderLeadsCsv } from "../report/lead-table.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { renderCharts } from "../report/svg.ts";
import { renderText } from "../report/text.ts";
import type { ScorecardSet } from "../scorecard/schema.ts";
import type { CalibrateResult } from "./calibrate.ts";
import { writeDocuments } from "./documents.ts";
import { scoreDeals } from "./score-leads.ts";

/** What a calibration found, in every form in which it is read. */
export interface RenderedFindings {
  readonly json: string;
  readonly html: string;
  readonly md: string;
}

/** Draws the report and puts the findings into words. Cost: some 30 ms a picture. */
export async function renderFindings({
  calibration,
}: Pick<CalibrateResult, "calibration">): Promise<RenderedFindings> {
  return {
    json: renderJson(calibration),
    html: renderReport(calibration, await renderCharts(calibration)),
    md: renderMarkdown(calibration),
  };
}

/** Writes everything that a calibration found into a folder. */
export async function writeCalibration(
  result: CalibrateResult,
  folder: string,
): Promise<Refusal | null> {
  const { recommended, model, history, dosed } = result;
  const { json, html, md } = await renderFindings(result);
  return writeDocuments(folder, {
    "calibration.json": json,
    "report.html": html,
    "report.md": md,
    "scorecard.recommended.json": renderJson(unwrap(recommended)),
    "model.json": renderJson(model),
    "scores.csv": renderLeadsCsv(scoreDeals(dosed.compiled, model, history)),
    ...(history.rejected.length > 0 && { "rejected.csv": renderRejected(history.rejected) }),
  });
}

/** The findings as a person reads them in a terminal. */
export function renderSummary(
  { calibration }: CalibrateResult,
  layout: Parameters<typeof renderText>[1],
): string {
  return renderText(calibration, layout);
}

/** Where the report stands in a folder that a calibration was written to. */
export function locateReport(folder: string): string {
  return join(folder, "report.html");
}

/** A set of one scorecard is written as the scorecard that it was read as. */
function unwrap(set: ScorecardSet) {
  return set.segments.length === 0 ? set.fallback : set;
}

function renderJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function renderRejected(rows: readonly RejectedRow[]): string {
  const fields = rows.map(({ file, line, column, reason }) => [file, line, column, reason]);
  return renderCsv([["file", "line", "column", "reason"], ...fields]);
}
