import { Refusal } from "../../refusal.ts";
import { findReport, type ReportForm, saveReport } from "../../store/reports.ts";
import type { Context } from "../context.ts";
import { renderInThread } from "../training/calibrate-in-thread.ts";
import { readRecommendation } from "./read-recommendations.ts";

/** Reports that are kept at most. */
const KEPT = 20;

/** The report of a recommendation. It is drawn when it is first asked for, in a thread of its own. */
export async function showRecommendation(
  context: Context,
  id: number,
  form: ReportForm,
): Promise<string | Refusal> {
  const run = await readRecommendation(context, id);
  if (run instanceof Refusal) return run;
  const { calibration, resultHash } = run;
  if (form === "json") return `${JSON.stringify(calibration, null, 2)}\n`;
  const { database } = context;
  const kept = await findReport(database, resultHash, form);
  if (kept !== null) return kept.text;
  const { json, html, md } = await renderInThread(calibration);
  const page = html.replaceAll('href="calibration.json"', 'href="report?format=json"');
  await saveReport(database, { basis: resultHash, json, html: page, md }, KEPT);
  return form === "html" ? page : md;
}
