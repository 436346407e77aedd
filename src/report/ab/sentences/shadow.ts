import type { RankingComparison } from "../../../experiment/rankings.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import { formatCount, formatInterval, formatNumber } from "../../format.ts";
import type { ShadowFindings } from "../findings.ts";
import type { AbAnswer } from "../schema.ts";
import { demandSpread } from "../spread.ts";
import {
  countJudged,
  embed,
  nameTop,
  sayMore,
  signedThree,
  three,
  VERDICT_WORDS,
} from "../words.ts";

/** What the shadow comparison says, without its full stop, and whether the model pays by it. */
export interface ShadowAnswer extends Pick<AbAnswer, "verdict" | "pays" | "evidence"> {
  readonly says: string;
}

/** The figures that answer, and of which leads they are. */
interface Answering {
  /** Whether they are weighted, so that they stand for all leads and not for the worked ones alone. */
  readonly isWeighted: boolean;
  readonly verdict: AbAnswer["verdict"];
  readonly auc: RankingComparison;
  readonly capacity: ShadowFindings["overall"]["tops"][number] | undefined;
  /** Leads with an outcome. */
  readonly worked: number;
  /** The same in words. */
  readonly n: string;
}

/**
 * Weighted figures where the chances to be worked were kept and the figures decide; else those of the
 * worked leads as they are. As many leads as sales can work are the last of the tops.
 */
export function chooseAnswering({ overall, selection }: ShadowFindings): Answering {
  if (isEstimated(selection) && isEstimated(selection.weighted)) {
    const { verdict, weighted, top, worked, n } = selection;
    if (verdict !== null && verdict.verdict !== "not-yet-known")
      return {
        isWeighted: true,
        verdict: verdict.verdict,
        auc: weighted.auc,
        capacity: { top, comparison: weighted.top },
        worked,
        n: `${formatCount(worked, "lead")} with an outcome, weighted to stand for ${formatNumber(n)}`,
      };
  }
  return {
    isWeighted: false,
    verdict: overall.verdict.verdict,
    auc: overall.auc,
    capacity: overall.tops.at(-1),
    worked: overall.n,
    n: countJudged(overall),
  };
}

/** Which score ranks leads better, by how much, and whether more wins are reached by working them. */
export function tellShadow(shadow: ShadowFindings): ShadowAnswer {
  const { overall, basis } = shadow;
  const answering = chooseAnswering(shadow);
  const { verdict } = answering;
  const { difference } = answering.auc;
  if (overall.n === 0) {
    const waiting = basis.waiting > 0 ? sayWaiting(basis.waiting) : "none was handed over";
    const says = `no lead has an outcome yet, so nothing tells rules and model apart (${waiting})`;
    return { verdict, pays: "not-estimable", says, evidence: [] };
  }
  if (!isEstimated(difference)) {
    const says = `which score is better cannot be told: ${embed(difference.notEstimable)} (n = ${answering.n})`;
    return { verdict, pays: "not-estimable", says, evidence: [] };
  }
  if (overall.ranksAlike) {
    const says = `rules and model place all ${formatCount(overall.n, "lead")} alike, so neither ranks them better and neither reaches more wins`;
    return { verdict, pays: "no", says, evidence: [] };
  }
  const pays = judgePay(answering);
  const link = pays === (verdict === "worse" ? "yes" : "no") ? "but" : "and";
  const what = answering.isWeighted ? "all leads" : "leads";
  const says = `${RANKS[verdict](what)}, ${link} ${PAYS[pays]}: ${countPay(answering)}`;
  return { verdict, pays, says, evidence: [countRanking(answering), ...sayWorked(shadow)] };
}

const RANKS: Readonly<Record<AbAnswer["verdict"], (what: string) => string>> = {
  better: (what) => `the model ranks ${what} better than the rules`,
  worse: (what) => `the model ranks ${what} worse than the rules`,
  "no-difference-worth-having": (what) =>
    `neither score ranks ${what} better by as much as is worth having`,
  "not-yet-known": (what) => `which score ranks ${what} better is not yet known`,
  broken: (what) => `which score ranks ${what} better cannot be told`,
};

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

function countRanking({ auc, n }: Answering): string {
  const { difference } = auc;
  const [rules, model] = [demandSpread(auc.rules), demandSpread(auc.model)];
  const pair =
    isEstimated(rules) && isEstimated(model)
      ? `${three(model.value)} against ${three(rules.value)}, difference `
      : "difference ";
  return `AUC ${pair}${formatInterval(difference, signedThree)}, n = ${n}.`;
}

/** Whether more wins are among as many leads as sales can work. */
function judgePay({ capacity }: Answering): AbAnswer["pays"] {
  if (capacity === undefined || !isEstimated(capacity.comparison)) return "not-estimable";
  const { overlap, precision } = capacity.comparison;
  const { difference } = precision;
  if (overlap === 1) return "no";
  if (difference.standardError === 0) return "not-estimable";
  if (difference.low > 0) return "yes";
  return difference.high < 0 ? "no" : "not-shown";
}

function countPay({ capacity, isWeighted, worked }: Answering): string {
  if (capacity === undefined) return "how many leads sales can work is not set";
  if (!isEstimated(capacity.comparison)) return embed(capacity.comparison.notEstimable);
  const { taken, overlap, precision } = capacity.comparison;
  const { difference } = precision;
  const best = `${nameTop(capacity.top)} (${formatNumber(taken)} by each score)`;
  if (overlap === 1) return `both scores put the same leads among ${best}`;
  if (difference.standardError === 0) return `too few leads are worked to tell: ${best}`;
  const n = isWeighted
    ? `, weighted, n = ${formatNumber(worked)}`
    : `, n = ${formatNumber(taken)} by each`;
  return `of 100 leads worked by the model, ${sayMore(difference, "won", "by the rules", n)}`;
}

/** Which leads count as worked. */
function sayWorked(shadow: ShadowFindings): string[] {
  const { capacity } = chooseAnswering(shadow);
  if (capacity === undefined || !isEstimated(capacity.comparison)) return [];
  const { leadsPerWeek } = shadow;
  const can =
    leadsPerWeek === null
      ? "How many sales can work is not set."
      : `Sales can work ${formatCount(leadsPerWeek, "lead")} a week.`;
  return [`Worked are ${nameTop(capacity.top)} by each score.`, can];
}

/** Where worked leads and all leads say different things, the first being the gravest. */
export function compareWithSelection(shadow: ShadowFindings): string[] {
  const { overall, selection } = shadow;
  if (!isEstimated(selection) || selection.verdict === null) return [];
  const { isWeighted, verdict } = chooseAnswering(shadow);
  if (isWeighted) {
    const naive = overall.verdict.verdict;
    return naive === verdict
      ? []
      : [
          `Of the worked leads alone, not weighted, it is otherwise: ${VERDICT_WORDS[naive]} (difference in AUC ${formatInterval(overall.auc.difference, signedThree)}). They were chosen by the scores themselves.`,
        ];
  }
  if (!isEstimated(selection.weighted)) return [];
  const { difference } = selection.weighted.auc;
  return [
    `This is of leads that were worked. Among all leads, weighted for their chance to be worked, it is not yet known: difference in AUC ${formatInterval(difference, signedThree)}.`,
  ];
}
