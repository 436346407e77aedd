import type { ArmName } from "../../experiment/assignment.ts";
import type { Verdict } from "../../experiment/verdict.ts";
import type { Interval } from "../../statistics/estimate.ts";
import type { Top } from "../../statistics/precision-at.ts";
import { formatCount, formatDate, formatNumber, formatShare, formatSigned } from "../format.ts";
import type { AbFindings } from "./findings.ts";

export const ARM_LABELS: Readonly<Record<ArmName, string>> = { rules: "Rules", model: "Model" };

export const VERDICT_WORDS: Readonly<Record<Verdict["verdict"], string>> = {
  better: "the model is better",
  worse: "the model is worse",
  "no-difference-worth-having": "no difference worth having",
  "not-yet-known": "not yet known",
  broken: "broken",
};

export const two = (value: number): string => formatNumber(value, 2);
export const three = (value: number): string => formatNumber(value, 3);
export const four = (value: number): string => formatNumber(value, 4);
export const signedTwo = (value: number): string => formatSigned(value, 2);
export const signedThree = (value: number): string => formatSigned(value, 3);
export const signedFour = (value: number): string => formatSigned(value, 4);
export const percent = (share: number): string => formatShare(share);
/** A difference of shares, in leads of a hundred. */
export const perHundred = (share: number): string => formatSigned(100 * share, 1);

/**
 * A difference of shares in leads of a hundred: `8.9 more are won than by the rules (5.7 to 12.1
 * more)`.
 *
 * @param done  what becomes of the leads
 * @param other what they are held against
 * @param notes what else to say of the interval
 */
export function sayMore(
  { value, low, high }: Interval,
  done: string,
  other: string,
  notes = "",
): string {
  const tenths = (share: number) => Math.round(1000 * share);
  const size = (share: number) => formatNumber(Math.abs(tenths(share)) / 10, 1);
  const side = (share: number) => (tenths(share) < 0 ? "fewer" : "more");
  const range =
    side(low) !== side(high)
      ? `${size(low)} fewer to ${size(high)} more`
      : side(low) === "fewer"
        ? `${size(high)} to ${size(low)} fewer`
        : `${size(low)} to ${size(high)} more`;
  const isEven = tenths(value) === 0;
  const many = isEven ? "as many" : `${size(value)} ${side(value)}`;
  return `${many} are ${done} ${isEven ? "as" : "than"} ${other} (${range}${notes})`;
}

/** Which leads sales works, as in `when sales works …`. */
export function nameTop(top: Top): string {
  return "share" in top
    ? `the best-scored ${formatShare(top.share, Number.isInteger(Math.round(1000 * top.share) / 10) ? 0 : 1)} of leads`
    : `the best-scored ${formatCount(top.deals, "lead")}`;
}

/** A moment as its day (UTC). */
export function formatDay(time: number): string {
  return formatDate(new Date(time).toISOString());
}

/** `1,600 leads with an outcome, 511 won`. */
export function countJudged({ n, won }: { readonly n: number; readonly won: number }): string {
  return `${formatCount(n, "lead")} with an outcome, ${formatNumber(won)} won`;
}

/** A sentence as a part of another: without its end, and small at its beginning. */
export function embed(sentence: string): string {
  const open = sentence.replace(/\.$/, "");
  return /^[A-Z][a-z]*\b/.test(open) ? open.charAt(0).toLowerCase() + open.slice(1) : open;
}

/** A reason as a sentence of its own. */
export function asSentence(reason: string): string {
  const text = reason.replace(/\.$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `Inbound, version 3, and model 2`, or `and no live model`. */
export function nameArms({ scorecard, model }: Pick<AbFindings, "scorecard" | "model">): string {
  const rules = `${scorecard.name}, version ${scorecard.version}`;
  return model === null ? `${rules}, and no live model` : `${rules}, and model ${model.version}`;
}
