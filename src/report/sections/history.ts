import type { Calibration } from "../calibration.ts";
import { formatCount, formatDate, formatEstimate, formatNumber, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { nameSetAside } from "../words.ts";
import { showFacts, showTable } from "./figure.ts";

/** Which deals were read, how they were split, and from where the weights started. */
export function renderHistory(calibration: Calibration): Markup {
  const facts = [...listHistory(calibration), ...listSplit(calibration), ...listPrior(calibration)];
  return html`<section id="history" aria-labelledby="history-title">
<h2 id="history-title">History, split and starting point</h2>
${showFacts(facts)}
${renderWidths(calibration)}
</section>`;
}

type Fact = readonly [name: string, fact: Content];

function listHistory({ history }: Calibration): readonly Fact[] {
  const { deals, won, lost, open, firstAsOf, lastAsOf } = history;
  const aside = history.setAside
    .filter((group) => group.deals > 0)
    .map((group) => `${formatNumber(group.deals)} ${nameSetAside(group.reason)}`);
  const rate = deals > 0 ? ` (${formatShare(won / deals)})` : "";
  const when =
    firstAsOf === null || lastAsOf === null
      ? "the export has no dates"
      : `${formatDate(firstAsOf)} to ${formatDate(lastAsOf)}`;
  return [
    [
      "Closed deals",
      `${formatNumber(deals)}: ${formatNumber(won)} won${rate}, ${formatNumber(lost)} lost`,
    ],
    ["Scored as of", when],
    ["Open deals", `${formatNumber(open)}, never counted as lost`],
    ["Set aside", aside.length === 0 ? "none" : aside.join("; ")],
    ["Rows rejected", formatNumber(history.rejected)],
    ["Deals on several rows", formatNumber(history.duplicates)],
  ];
}

function listSplit({ split, seed }: Calibration): readonly Fact[] {
  const how =
    split.cutoff === null
      ? `by lot, seed ${seed}`
      : `by time: deals scored on or after ${formatDate(split.cutoff)} judge; seed ${seed}`;
  return [
    ["Split", `${how}`],
    ["Trained on", formatCount(split.train, "deal")],
    ["Judged on", formatCount(split.judge, "deal")],
  ];
}

function listPrior({ prior }: Calibration): readonly Fact[] {
  const centre =
    prior.centre === "hand-weights"
      ? "the hand-set points"
      : "zero: the rules rank no better than chance";
  return [
    [
      "Starting point",
      html`${centre}, ${term("prior", "held")} with a scatter of ${formatNumber(prior.width, 3)} ${term("log-odds", "log-odds")}`,
    ],
    [
      "One point today",
      html`${formatEstimate(prior.logOddsPerPoint, (value) => formatNumber(value, 4))} log-odds, taken on its own`,
    ],
    ["One recommended point", `${formatNumber(prior.unit, 4)} log-odds`],
  ];
}

function renderWidths({ prior }: Calibration): Markup | "" {
  if (prior.widths.length === 0) return "";
  const table = showTable(
    prior.widths,
    [
      { head: "Scatter in log-odds", cell: ({ width }) => formatNumber(width, 2) },
      { head: "Probability", align: "right", cell: ({ weight }) => formatShare(weight) },
    ],
    { caption: "How far lines scatter about their hand-set worth, as the training deals say" },
  );
  return html`<details><summary>How tightly the weights are held to the hand-set points</summary>${table}</details>`;
}
