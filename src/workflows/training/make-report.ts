import { Refusal } from "../../refusal.ts";
import { hasReport, saveReport } from "../../store/reports.ts";
import { readScorecardVersion } from "../../store/versions.ts";
import type { Context } from "../context.ts";
import type { Following } from "../progress.ts";
import { readStored } from "../versions/make-live.ts";
import { calibrateInThread } from "./calibrate-in-thread.ts";
import { hashBasis } from "./report-basis.ts";
import { readStoredHistory } from "./stored-history.ts";

/** Reports that are kept at most. */
export const KEPT_REPORTS = 20;

/**
 * Calibrates a scorecard version on what is stored, and keeps the report.
 *
 * @returns the basis of the report: that of what was stored when the work began, which may be more
 *          than when it was asked for
 */
export async function makeReport(
  { database }: Context,
  { scorecardVersionId, seed }: { readonly scorecardVersionId: number; readonly seed: number },
  following: Following,
): Promise<string | Refusal> {
  following.onProgress("reading the history");
  const set = readStored((await readScorecardVersion(database, scorecardVersionId)).document);
  const { history, mapping, feedback, fingerprint } = await readStoredHistory(database);
  const basis = hashBasis({ fingerprint, scorecardVersionId, seed });
  if (await hasReport(database, basis)) return basis;
  const found = await calibrateInThread(
    { from: "history", set, history, mapping, feedback, settings: { seed }, rendering: "rendered" },
    following,
  );
  if (found instanceof Refusal) return found;
  const { json, html, md } = found.rendered!;
  await saveReport(database, { basis, json, html: linkFigures(html, seed), md }, KEPT_REPORTS);
  return basis;
}

/** The page's link to the file beside it, as the address where the service has the figures. */
function linkFigures(html: string, seed: number): string {
  return html.replaceAll(
    'href="calibration.json"',
    `href="calibration?format=json&amp;seed=${seed}"`,
  );
}
