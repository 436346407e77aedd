import { isEstimated, notEstimable } from "../../../statistics/estimate.ts";
import { gainAt } from "../../charts/gains.ts";
import {
  formatCount,
  formatInterval,
  formatList,
  formatNumber,
  formatShare,
} from "../../format.ts";
import { term } from "../../glossary.ts";
import { html, type Markup } from "../../markup.ts";
import { showTable } from "../../sections/figure.ts";
import { showPicture } from "../../sections/picture.ts";
import type { RenderedChart } from "../../svg.ts";
import { listGains } from "../charts/whole.ts";
import type { ShadowFindings } from "../findings.ts";
import { demandSpread, demandSpreadOfDifference, demandSpreadOfTops } from "../spread.ts";
import { countJudged, nameTop, percent, perHundred, two } from "../words.ts";
import { type ArmRow, showArms } from "./arm-table.ts";

/** What each score brings when sales works the leads that it places highest. */
export function renderPayoff(shadow: ShadowFindings, charts: readonly RenderedChart[]): Markup {
  const { overall, leadsPerWeek } = shadow;
  const capacity =
    leadsPerWeek === null
      ? "How many leads sales can work a week is not set, so that the figures are of common shares."
      : `Sales can work ${formatCount(leadsPerWeek, "lead")} a week.`;
  return html`<section id="payoff" aria-labelledby="payoff-title">
<h2 id="payoff-title">Does it pay?</h2>
<p>A better order pays where more wins are among ${term("capacity", "as many leads as sales can work")}. ${capacity}</p>
${showArms(overall.tops.flatMap(listTop), { caption: `Leads worked, best-scored first, with 95% intervals, of n = ${countJudged(overall)}` })}
${showArms([...listLift(shadow), ...overall.netBenefit.map(listNetBenefit)], { caption: `Lift, and net benefit of 100 leads, with 95% intervals, n = ${countJudged(overall)}` })}
${tellTakingAll(shadow)}
${showPicture(charts, "gains", tabulateGains(shadow))}
</section>`;
}

function listTop({ top, comparison }: ShadowFindings["overall"]["tops"][number]): ArmRow[] {
  const which = nameTop(top);
  const formats = { format: percent, formatDifference: perHundred };
  if (!isEstimated(comparison)) {
    const none = { rules: comparison, model: comparison, difference: comparison };
    return [{ name: which, ...none, ...formats }];
  }
  const { precision, recall, taken, overlap } = comparison;
  const note = `${which}, n = ${formatNumber(taken)} by each; ${formatShare(overlap, 0)} of them`;
  const arms = ({ first, second, difference }: typeof precision) => ({
    rules: demandSpread(first),
    model: demandSpread(second),
    difference: demandSpreadOfTops(difference, comparison),
    ...formats,
  });
  return [
    {
      name: html`${term("top-precision", "Win rate of those worked")} <span class="line-place">${note} ${term("overlap", "worked either way")}; difference of 100</span>`,
      ...arms(precision),
    },
    {
      name: html`${term("top-recall", "Share of all wins reached")} <span class="line-place">${which}; difference of 100 wins</span>`,
      ...arms(recall),
    },
  ];
}

function listLift({ overall }: ShadowFindings): ArmRow[] {
  const times = (value: number) => `${two(value)}×`;
  return [
    {
      name: term("top-lift", "Lift of the top tenth"),
      best: "higher is better",
      ...overall.lift,
      difference: notEstimable("a lift has no paired interval: the win rates above have"),
      format: times,
      formatDifference: times,
    },
  ];
}

function listNetBenefit({
  price,
  rules,
  model,
  difference,
}: ShadowFindings["overall"]["netBenefit"][number]): ArmRow {
  return {
    name: html`${term("net-benefit-at", "Net benefit")}, ${term("price", `worth working from ${formatShare(price, 0)}`)}`,
    best: "of 100 leads; higher is better, working none has 0",
    rules: demandSpread(rules),
    model: demandSpread(model),
    difference: demandSpreadOfDifference(difference),
    format: perHundred,
    formatDifference: perHundred,
  };
}

/** What working every lead would bring, which a score has to beat. */
function tellTakingAll({ overall }: ShadowFindings): Markup | "" {
  const told = overall.netBenefit.flatMap(({ price, model }) =>
    isEstimated(model)
      ? [
          `${formatInterval(model.takingAll, perHundred)} where a lead is worth working from ${formatShare(price, 0)}`,
        ]
      : [],
  );
  return told.length === 0
    ? ""
    : html`<p>Of 100 leads, working every one has a net benefit of ${formatList(told)}. A score that has less is worth nothing there.</p>`;
}

const SHARES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];

function tabulateGains(shadow: ShadowFindings): Markup {
  return showTable(
    SHARES,
    [
      { head: "Leads worked", cell: (share) => formatShare(share, 0) },
      ...listGains(shadow).map((arm) => ({
        head: arm.label,
        align: "right" as const,
        cell: (share: number) => formatShare(gainAt(arm, share)),
      })),
    ],
    { caption: "Share of all wins among the best-scored leads" },
  );
}
