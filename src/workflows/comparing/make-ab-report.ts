import type { RenderedAb } from "../../report/ab/render.ts";
import { hasReport, saveReport } from "../../store/reports.ts";
import type { Context } from "../context.ts";
import type { Following } from "../progress.ts";
import { compareInThread } from "../training/calibrate-in-thread.ts";
import { KEPT_REPORTS } from "../training/make-report.ts";
import type { ComparisonSubject } from "./comparison-basis.ts";
import { readComparison } from "./read-comparison.ts";

/** Compares rules and model on what is stored, and keeps the report. @returns its basis */
export async function makeAbReport(
  { database, now }: Context,
  subject: ComparisonSubject,
  following: Following,
): Promise<string> {
  following.onProgress("reading the leads");
  const { basis, material } = await readComparison(database, subject, now());
  if (await hasReport(database, basis)) return basis;
  const { html, json, md, pictures } = await compareInThread(material, following);
  await saveReport(database, { basis, json, html, md, pictures }, KEPT_REPORTS);
  return basis;
}

/** The comparison of what is live, in every form in which it is read; nothing of it is kept. */
export async function compareNow(
  { database, now }: Context,
  subject: ComparisonSubject,
  following: Following,
): Promise<RenderedAb> {
  following.onProgress("reading the leads");
  const { material } = await readComparison(database, subject, now());
  return compareInThread(material, following);
}
