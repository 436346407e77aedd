import { isEstimated } from "../../../statistics/estimate.ts";
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPValue,
  formatRange,
  formatRate,
  formatShare,
} from "../../format.ts";
import type { ShadowFindings } from "../findings.ts";
import { percent, perHundred } from "../words.ts";

type Agreement = ShadowFindings["overall"]["agreement"][number];

/** A p-value below which a difference is said to be more than chance. */
const SIGNIFICANT = 0.05;

/** How often two cuts decide alike, and which is right more often where they differ, in words. */
export function describeAgreement({ name, agreement, kappa, ...table }: Agreement): string {
  const { onlyRules, onlyModel, right, catches } = table;
  const alike = `At ${name} both decide alike on ${formatRate(agreement, percent)} of leads, kappa ${formatInterval(kappa, (value) => formatNumber(value, 2))}.`;
  const differ = onlyRules.n + onlyModel.n;
  if (differ === 0) return `${alike} They differ on no lead.`;
  const rightly = {
    rules: onlyRules.won + onlyModel.n - onlyModel.won,
    model: onlyModel.won + onlyRules.n - onlyRules.won,
  };
  return [
    alike,
    `Of the ${formatCount(differ, "lead")} on which they differ, the rules are right on ${formatNumber(rightly.rules)} and the model on ${formatNumber(rightly.model)}: ${judge(rightly, right)}.`,
    `Only the rules catch ${formatCount(onlyRules.won, "win")}, only the model ${formatNumber(onlyModel.won)}: ${judge({ rules: onlyRules.won, model: onlyModel.won }, catches)}.`,
  ].join(" ");
}

function judge(
  { rules, model }: { readonly rules: number; readonly model: number },
  { midP, clusteredP }: Agreement["right"],
) {
  const pValue = clusteredP ?? midP;
  const test = clusteredP === null ? "McNemar's mid-p" : "McNemar's test of leads that go together";
  const p = `${test}, ${formatPValue(pValue)}`;
  if (pValue >= SIGNIFICANT) return `a difference that chance may make (${p})`;
  return `more for the ${model > rules ? "model" : "rules"} than chance makes (${p})`;
}

/** Who was right on the leads that the scores place furthest apart. */
export function describeDisputed({ overall }: ShadowFindings): string {
  const { disputed } = overall.disagreement;
  const { modelHigher, rulesHigher, difference, right, share } = disputed;
  const among = `Among the ${formatShare(share, 0)} of leads that the scores place furthest apart`;
  if (!isEstimated(difference))
    return `${among}, who was right cannot be told: ${difference.notEstimable}.`;
  const rates = `those that the model places higher were won at ${formatRate(modelHigher, percent)}, those that the rules place higher at ${formatRate(rulesHigher, percent)}`;
  const verdict =
    right === "neither"
      ? "who was right is not shown"
      : `the ${right} ${right === "rules" ? "were" : "was"} right more often`;
  return `${among}, ${rates}: ${verdict} (difference of 100 leads ${perHundred(difference.value)}, ${formatRange(difference, perHundred)}).`;
}
