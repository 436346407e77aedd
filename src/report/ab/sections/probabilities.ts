import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import { formatNumber, formatRange } from "../../format.ts";
import { term } from "../../glossary.ts";
import { html, type Markup } from "../../markup.ts";
import { showReason, showTable } from "../../sections/figure.ts";
import { showPicture } from "../../sections/picture.ts";
import type { RenderedChart } from "../../svg.ts";
import { listReliability } from "../charts/whole.ts";
import type { ShadowFindings } from "../findings.ts";
import { demandLoss, demandSpreadOfDifference } from "../spread.ts";
import { ARM_LABELS, countJudged, four, percent, signedFour, signedTwo, two } from "../words.ts";
import { type ArmRow, showArms } from "./arm-table.ts";

/** How near probabilities are to what came, and where they are off. */
export function renderProbabilities(
  shadow: ShadowFindings,
  charts: readonly RenderedChart[],
): Markup {
  const { overall } = shadow;
  return html`<section id="probabilities" aria-labelledby="probabilities-title">
<h2 id="probabilities-title">Do the probabilities hold?</h2>
<p>Points are no probability: those of the rules are their points as earlier deals ${term("calibration", "calibrated")} them. Differences in loss have ${term("bootstrap", "bootstrap intervals")}.</p>
${showArms(listLosses(shadow), { caption: `Losses, with 95% intervals, n = ${countJudged(overall)}` })}
${showArms(listCalibration(shadow), { caption: `Calibration of each score, with 95% intervals, n = ${countJudged(overall)}` })}
${showDecomposition(shadow)}
${showPicture(charts, "reliability", tabulateDiagram(shadow))}
</section>`;
}

function listLosses({ overall }: ShadowFindings): ArmRow[] {
  const formats = { format: four, formatDifference: signedFour, best: "lower is better" };
  return [
    { name: term("log-loss", "Log loss"), ...demandLosses(overall.logLoss), ...formats },
    { name: term("brier", "Brier score"), ...demandLosses(overall.brier), ...formats },
  ];
}

function demandLosses({ rules, model, difference }: ShadowFindings["overall"]["logLoss"]) {
  return {
    rules: demandLoss(rules),
    model: demandLoss(model),
    difference: demandSpreadOfDifference(difference),
  };
}

function listCalibration({ overall }: ShadowFindings): ArmRow[] {
  const { rules, model } = overall.calibration;
  const slopeOf = ({ line }: typeof rules): Estimable<Interval> =>
    isEstimated(line) ? line.slope : line;
  return [
    {
      name: term("calibration-in-the-large", "Calibration in the large"),
      best: "log-odds; 0 is best",
      rules: rules.inTheLarge,
      model: model.inTheLarge,
      format: signedTwo,
    },
    {
      name: term("calibration-slope", "Calibration slope"),
      best: "1 is best",
      rules: slopeOf(rules),
      model: slopeOf(model),
      format: two,
    },
    {
      name: term("calibration-error", "Expected calibration error"),
      best: tellByChance(overall),
      rules: rules.expectedError,
      model: model.expectedError,
      format: percent,
    },
  ];
}

function tellByChance({ calibration }: ShadowFindings["overall"]): string {
  const { rules, model } = calibration;
  return isEstimated(rules.expectedError) && isEstimated(model.expectedError)
    ? `by chance alone ${percent(rules.expectedError.byChance)} and ${percent(model.expectedError.byChance)}`
    : "lower is better";
}

/** Parts of the Brier score, which add up to it. */
function showDecomposition({ overall }: ShadowFindings): Markup {
  const { calibration } = overall;
  const parts = [
    { name: term("miscalibration", "Miscalibration"), part: "miscalibration" },
    { name: term("discrimination", "Discrimination"), part: "discrimination" },
    { name: term("uncertainty", "Uncertainty"), part: "uncertainty" },
  ] as const;
  const read = (arm: "rules" | "model", part: (typeof parts)[number]["part"]) => {
    const { decomposition } = calibration[arm];
    return isEstimated(decomposition)
      ? html`<span class="value">${four(Math.max(0, decomposition[part]))}</span>`
      : showReason(decomposition.notEstimable);
  };
  return showTable(
    parts,
    [
      { head: "Part of the Brier score", cell: ({ name }) => name },
      { head: ARM_LABELS.rules, align: "right", cell: ({ part }) => read("rules", part) },
      { head: ARM_LABELS.model, align: "right", cell: ({ part }) => read("model", part) },
    ],
    {
      caption: `Brier score = miscalibration − discrimination + uncertainty; parts have no interval of their own, n = ${countJudged(overall)}`,
    },
  );
}

function tabulateDiagram(shadow: ShadowFindings): Markup {
  const arms = listReliability(shadow);
  return showTable(
    arms.flatMap(({ label, reliability }) => reliability.map((bin) => ({ label, ...bin }))),
    [
      { head: "Score", cell: ({ label }) => label },
      { head: "Foretold", align: "right", cell: ({ predicted }) => percent(predicted) },
      { head: "Won", align: "right", cell: ({ observed }) => percent(observed) },
      { head: "95% interval", align: "right", cell: (bin) => formatRange(bin, percent) },
      { head: "Leads", align: "right", cell: ({ n }) => formatNumber(n) },
    ],
    {
      caption: "Probability foretold and win rate that came, by groups of about equally many leads",
    },
  );
}
