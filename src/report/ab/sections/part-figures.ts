import type { PartFigures, PartMeasures } from "../../../experiment/part-figures.ts";
import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import { type FormatValue, formatShare } from "../../format.ts";
import { term } from "../../glossary.ts";
import { html, type Markup } from "../../markup.ts";
import { type Column, showInterval, showTable } from "../../sections/figure.ts";
import { Reasons } from "../../sections/reasons.ts";
import type { DescribedParts } from "../findings.ts";
import { demandSpread, demandSpreadOfTops } from "../spread.ts";
import { nameTop, percent, perHundred, signedFour, signedTwo, two } from "../words.ts";

interface Row extends PartFigures {
  readonly name: string;
}

/** The further figures of each segment or period, folded away; nothing where there are none. */
export function showPartFigures(
  { parts, figures }: DescribedParts,
  measures: PartMeasures | null,
  head: "Segment" | "Period",
): Markup | "" {
  if (measures === null || figures.length === 0) return "";
  const rows = figures.map((figure, i) => ({ name: parts[i]!.name, ...figure }));
  const reasons = new Reasons();
  const first: Column<Row> = {
    head,
    cell: ({ name }) => html`<span class="line-label">${name}</span>`,
  };
  const show = createColumn(reasons);
  return html`<details><summary>More figures of each ${head.toLowerCase()}</summary>
<p>Worked are ${nameTop(measures.top)} of each ${head.toLowerCase()}. Intervals are each one's own, and nothing allows for their number: of twenty differences one lies off 0 by chance alone.</p>
${showTable(rows, [first, ...listWorth(show, measures)], { narrow: "cards", caption: "What working them brings, with 95% intervals" })}
${showTable(rows, [first, ...listProbabilities(show)], { narrow: "cards", caption: "Lift, and whether the probabilities hold, with 95% intervals" })}
${reasons.list()}
</details>`;
}

type Show = (
  head: string,
  format: FormatValue,
  read: (figures: PartFigures) => Estimable<Interval>,
  linkedHead?: Markup,
) => Column<Row>;

function createColumn(reasons: Reasons): Show {
  return (head, format, read, linkedHead) => ({
    head,
    align: "right",
    ...(linkedHead !== undefined && { linkedHead }),
    cell: (row) => {
      const figure = read(row);
      return isEstimated(figure) ? showInterval(figure, format) : reasons.cite(figure);
    },
  });
}

function listWorth(show: Show, { price, threshold }: PartMeasures): Column<Row>[] {
  const worked = (arm: "first" | "second") => (row: PartFigures) =>
    isEstimated(row.top) ? demandSpread(row.top.precision[arm]) : row.top;
  const difference = (of: "precision" | "recall") => (row: PartFigures) =>
    isEstimated(row.top) ? demandSpreadOfTops(row.top[of].difference, row.top) : row.top;
  const from = formatShare(price, 0);
  return [
    show(
      "Win rate, rules",
      percent,
      worked("first"),
      html`${term("top-precision", "Win rate")}, rules`,
    ),
    show("Win rate, model", percent, worked("second")),
    show("Difference of 100", perHundred, difference("precision")),
    show(
      "Wins reached, of 100",
      perHundred,
      difference("recall"),
      html`${term("top-recall", "Wins reached")}, of 100`,
    ),
    show(
      `Net benefit from ${from}, difference of 100`,
      perHundred,
      ({ netBenefit }) => netBenefit,
      html`${term("net-benefit-at", "Net benefit")} from ${from}, difference of 100`,
    ),
    ...(threshold === null
      ? []
      : [show(`Alike at ${threshold.name}`, percent, ({ agreement }) => agreement!.agreement)]),
  ];
}

function listProbabilities(show: Show): Column<Row>[] {
  const times = (value: number) => `${two(value)}×`;
  return [
    show("Lift, rules", times, ({ lift }) => lift.rules, html`${term("top-lift", "Lift")}, rules`),
    show("Lift, model", times, ({ lift }) => lift.model),
    show("Brier score, difference", signedFour, ({ brier }) => brier),
    show(
      "In the large, rules",
      signedTwo,
      ({ inTheLarge }) => inTheLarge.rules,
      html`${term("calibration-in-the-large", "In the large")}, rules`,
    ),
    show("In the large, model", signedTwo, ({ inTheLarge }) => inTheLarge.model),
    show(
      "Slope, rules",
      two,
      ({ slope }) => slope.rules,
      html`${term("calibration-slope", "Slope")}, rules`,
    ),
    show("Slope, model", two, ({ slope }) => slope.model),
  ];
}
