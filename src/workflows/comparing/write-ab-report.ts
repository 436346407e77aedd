import { join } from "node:path";
import { Refusal } from "../../refusal.ts";
import type { RenderedAb } from "../../report/ab/render.ts";
import type { AbReport } from "../../report/ab/schema.ts";
import { readLive } from "../../store/live.ts";
import type { Context } from "../context.ts";
import { writeDocuments } from "../documents.ts";
import { NOTHING_LIVE } from "../live/scorers.ts";
import type { Progress } from "../progress.ts";
import type { ReportForm } from "../training/ask-report.ts";
import type { ComparisonWish } from "./comparison-material.ts";
import { compareNow } from "./make-ab-report.ts";

/** Compares the live rules and model on what is stored. */
export async function compareLiveVersions(
  context: Context,
  wish: ComparisonWish & { readonly seed: number },
  onProgress: Progress,
): Promise<RenderedAb | Refusal> {
  const live = await readLive(context.database);
  if (live === null) return NOTHING_LIVE;
  const { signal } = new AbortController();
  return compareNow(context, { ...live, ...wish }, { onProgress, signal });
}

/** Which score is better, in one sentence. */
export function answerOf({ json }: Pick<RenderedAb, "json">): string {
  return (JSON.parse(json) as AbReport).answer.sentence;
}

/** Writes the forms asked for into a folder, and all pictures beside them where they are wanted. */
export async function writeAbReport(
  report: RenderedAb,
  folder: string,
  { forms, pictures }: { readonly forms: readonly ReportForm[]; readonly pictures: boolean },
): Promise<readonly string[] | Refusal> {
  const files = Object.fromEntries(forms.map((form) => [`ab-report.${form}`, report[form]]));
  const refused =
    (await writeDocuments(folder, files)) ??
    (pictures ? await writeDocuments(join(folder, "pictures"), report.pictures) : null);
  if (refused !== null) return refused;
  const drawn = pictures ? Object.keys(report.pictures).map((name) => join("pictures", name)) : [];
  return [...Object.keys(files), ...drawn].map((name) => join(folder, name));
}
