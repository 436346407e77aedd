import { isEstimated } from "../../../statistics/estimate.ts";
import { formatCount, formatInterval, formatNumber } from "../../format.ts";
import type { ShadowFindings } from "../findings.ts";
import type { AbAnswer } from "../schema.ts";
import { demandSpread } from "../spread.ts";
import { countJudged, embed, nameTop, sayMore, signedThree, three } from "../words.ts";

/** What the shadow comparison says, without its full stop, and whether the model pays by it. */
export interface ShadowAnswer extends Pick<AbAnswer, "pays" | "evidence"> {
  readonly says: string;
}

/** Which score ranks leads better, by how much, and whether more wins are reached by working them. */
export function tellShadow(shadow: ShadowFindings): ShadowAnswer {
  const { overall, basis } = shadow;
  const { difference } = overall.auc;
  if (overall.n === 0) {
    const waiting = basis.waiting > 0 ? sayWaiting(basis.waiting) : "none was handed over";
    const says = `no lead has an outcome yet, so nothing tells rules and model apart (${waiting})`;
    return { pays: "not-estimable", says, evidence: [] };
  }
  if (!isEstimated(difference)) {
    const says = `which score is better cannot be told: ${embed(difference.notEstimable)} (n = ${countJudged(overall)})`;
    return { pays: "not-estimable", says, evidence: [] };
  }
  if (overall.ranksAlike) {
    const says = `rules and model place all ${formatCount(overall.n, "lead")} alike, so neither ranks them better and neither reaches more wins`;
    return { pays: "no", says, evidence: [] };
  }
  const pays = judgePay(shadow);
  const link = pays === (overall.verdict.verdict === "worse" ? "yes" : "no") ? "but" : "and";
  const says = `${RANKS[overall.verdict.verdict]}, ${link} ${PAYS[pays]}: ${countPay(shadow)}`;
  return { pays, says, evidence: [countRanking(shadow), ...sayWorked(shadow)] };
}

const RANKS = {
  better: "the model ranks leads better than the rules",
  worse: "the model ranks leads worse than the rules",
  "no-difference-worth-having": "neither score ranks leads better by as much as is worth having",
  "not-yet-known": "which score ranks leads better is not yet known",
  broken: "which score ranks leads better cannot be told",
} as const;

const PAYS = {
  yes: "the model pays",
  no: "the model does not pay",
  "not-shown": "whether the model pays is not shown",
  "not-estimable": "whether the model pays cannot be told",
} as const;

function sayWaiting(waiting: number): string {
  return waiting === 1
    ? "1 lead that was handed over waits for one"
    : `${formatCount(waiting, "lead")} that were handed over wait for one`;
}

function countRanking({ overall }: ShadowFindings): string {
  const { difference } = overall.auc;
  const [rules, model] = [demandSpread(overall.auc.rules), demandSpread(overall.auc.model)];
  const pair =
    isEstimated(rules) && isEstimated(model)
      ? `${three(model.value)} against ${three(rules.value)}, difference `
      : "difference ";
  return `AUC ${pair}${formatInterval(difference, signedThree)}, n = ${countJudged(overall)}.`;
}

/** Whether more wins are among as many leads as sales can work, which is the last of the tops. */
function judgePay({ overall }: ShadowFindings): AbAnswer["pays"] {
  const capacity = overall.tops.at(-1);
  if (capacity === undefined || !isEstimated(capacity.comparison)) return "not-estimable";
  const { overlap, precision } = capacity.comparison;
  const { difference } = precision;
  if (overlap === 1) return "no";
  if (difference.standardError === 0) return "not-estimable";
  if (difference.low > 0) return "yes";
  return difference.high < 0 ? "no" : "not-shown";
}

function countPay(shadow: ShadowFindings): string {
  const capacity = shadow.overall.tops.at(-1);
  if (capacity === undefined) return "how many leads sales can work is not set";
  if (!isEstimated(capacity.comparison)) return embed(capacity.comparison.notEstimable);
  const { taken, overlap, precision } = capacity.comparison;
  const { difference } = precision;
  const worked = `${nameTop(capacity.top)} (${formatNumber(taken)} by each score)`;
  if (overlap === 1) return `both scores put the same leads among ${worked}`;
  if (difference.standardError === 0) return `too few leads are worked to tell: ${worked}`;
  const n = `, n = ${formatNumber(taken)} by each`;
  return `of 100 leads worked by the model, ${sayMore(difference, "won", "by the rules", n)}`;
}

/** Which leads count as worked. */
function sayWorked({ overall, leadsPerWeek }: ShadowFindings): string[] {
  const capacity = overall.tops.at(-1);
  if (capacity === undefined || !isEstimated(capacity.comparison)) return [];
  const can =
    leadsPerWeek === null
      ? "How many sales can work is not set."
      : `Sales can work ${formatCount(leadsPerWeek, "lead")} a week.`;
  return [`Worked are ${nameTop(capacity.top)} by each score.`, can];
}
