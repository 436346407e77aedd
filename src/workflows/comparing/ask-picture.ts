import { Refusal } from "../../refusal.ts";
import { listPictures } from "../../store/reports.ts";
import type { Actor, Context } from "../context.ts";
import { askReport, type ReportAnswer, type ReportWish } from "../training/ask-report.ts";

export const themes = ["light", "dark"] as const;

export interface PictureWish extends Omit<ReportWish, "of" | "form"> {
  /** Such as `gains.svg`. */
  readonly name: string;
  readonly theme: (typeof themes)[number];
}

const DARK = "-dark.svg";

/** A picture of the report of rules against model, or the job that makes the report. */
export async function askPicture(
  context: Context,
  actor: Actor,
  { name, theme, ...wish }: PictureWish,
): Promise<ReportAnswer | Refusal> {
  const picture = theme === "dark" ? name.replace(/\.svg$/, DARK) : name;
  const answer = await askReport(context, actor, { ...wish, of: "ab", form: { picture } });
  if (answer instanceof Refusal || answer.report === null || answer.report.text !== "")
    return answer;
  const names = await listPictures(context.database, answer.report.basis);
  const light = names.filter((each) => !each.endsWith(DARK));
  return new Refusal(
    "picture-unknown",
    "The report has no picture of this name.",
    light.length === 0
      ? "Ask for the report itself, which says why there is nothing to draw yet."
      : `Name one of ${light.join(", ")}.`,
  );
}
