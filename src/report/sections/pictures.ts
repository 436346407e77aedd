import type { Calibration } from "../calibration.ts";
import { listDistributions, nameBin } from "../charts/distributions.ts";
import { gainAt, gainsArms } from "../charts/gains.ts";
import { reliabilityArms } from "../charts/reliability.ts";
import { formatNumber, formatRange, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import type { RenderedChart } from "../svg.ts";
import { showTable } from "./figure.ts";
import { showPicture } from "./picture.ts";

/** How the arms order deals, whether their probabilities come true, and how their scores spread. */
export function renderComparisonPictures(
  calibration: Calibration,
  charts: readonly RenderedChart[],
): Markup {
  return html`${showPicture(charts, "gains", tabulateGains(calibration))}
${showPicture(charts, "reliability", tabulateReliability(calibration))}
${showPicture(charts, "distributions", tabulateDistributions(calibration))}`;
}

function tabulateReliability(calibration: Calibration): Markup {
  const arms = reliabilityArms(calibration);
  const share = (value: number) => formatShare(value);
  const bins = showTable(
    arms.flatMap(({ label, reliability }) => reliability.map((bin) => ({ label, ...bin }))),
    [
      { head: "Arm", cell: (row) => row.label },
      { head: "Foretold", align: "right", cell: (row) => share(row.predicted) },
      { head: "Won", align: "right", cell: (row) => share(row.observed) },
      { head: "95% interval", align: "right", cell: (row) => formatRange(row, share) },
      { head: "Deals", align: "right", cell: (row) => formatNumber(row.n) },
    ],
    {
      caption: "Probability foretold and win rate that came, by groups of about equally many deals",
    },
  );
  const curve = showTable(
    arms.flatMap(({ label, corp }) => corp.map((point) => ({ label, ...point }))),
    [
      { head: "Arm", cell: (row) => row.label },
      { head: "Foretold", align: "right", cell: (row) => share(row.predicted) },
      { head: "Won, isotonic", align: "right", cell: (row) => share(row.observed) },
      {
        head: "Band of chance",
        linkedHead: term("reliability-band", "Band of chance"),
        align: "right",
        cell: (row) => formatRange(row, share),
      },
    ],
    { caption: "The curve and the band in which it lies in 95% of like histories" },
  );
  return html`${bins}${arms.some(({ corp }) => corp.length > 0) ? curve : ""}`;
}

function tabulateGains(calibration: Calibration): Markup {
  const arms = gainsArms(calibration);
  const shares = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
  return showTable(
    shares,
    [
      { head: "Deals worked", cell: (share) => formatShare(share, 0) },
      ...arms.map((arm) => ({
        head: arm.label,
        align: "right" as const,
        cell: (share: number) => formatShare(gainAt(arm, share)),
      })),
    ],
    { caption: "Share of all wins among the best-scored deals" },
  );
}

function tabulateDistributions(calibration: Calibration): Markup {
  const rows = listDistributions(calibration).flatMap((distribution) =>
    distribution.bins.map((bin) => ({
      label: `${distribution.label}, in ${distribution.unit}`,
      range: nameBin(bin, distribution),
      ...bin,
    })),
  );
  return showTable(
    rows,
    [
      { head: "Arm", cell: (row) => row.label },
      { head: "Score", align: "right", cell: (row) => row.range },
      { head: "Won", align: "right", cell: (row) => formatNumber(row.won) },
      { head: "Lost", align: "right", cell: (row) => formatNumber(row.lost) },
    ],
    { caption: "Judging deals by score" },
  );
}
