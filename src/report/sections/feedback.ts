import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "../calibration.ts";
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPoints,
  formatShare,
  formatSigned,
} from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import {
  countConflicts,
  describeAnchoring,
  describeFeedbackWeight,
  describeReps,
  SIGHTS,
} from "../sentences/feedback.ts";
import { conflictingLines, VOICE_VERDICTS } from "../voices.ts";
import { nameLines } from "../words.ts";
import { showInterval, showTable } from "./figure.ts";

type Feedback = NonNullable<Calibration["feedback"]>;

const three = (value: number): string => formatNumber(value, 3);
const two = (value: number): string => formatNumber(value, 2);
const one = (value: number): string => formatNumber(value, 1);

/** What sales said, held against the scores, the outcomes and what the deals say of lines. */
export function renderFeedback(calibration: Calibration): Markup {
  const { feedback } = calibration;
  const title = html`<h2 id="feedback-title">Feedback from sales</h2>`;
  if (feedback === null)
    return html`<section id="feedback" aria-labelledby="feedback-title">${title}<p>No feedback was given with this history.</p></section>`;
  return html`<section id="feedback" aria-labelledby="feedback-title">
${title}
${renderSummary(feedback)}
${renderAnchoring(feedback)}
${renderWeight(feedback)}
${renderConflicts(calibration)}
</section>`;
}

function renderSummary(feedback: Feedback): Markup {
  const { entries, matched, accepted } = feedback;
  const share = matched > 0 ? ` (${formatShare(accepted / matched)})` : "";
  return html`<dl class="facts">
<div><dt>Answers</dt><dd>${formatCount(entries, "answer")}, ${formatNumber(matched)} of them on leads of this history</dd></div>
<div><dt>Accepted</dt><dd>${formatNumber(accepted)}${share}</dd></div>
<div><dt>Heard</dt><dd>${describeReps(feedback)}</dd></div>
<div><dt>${term("auc", "AUC")} of the rules for acceptance</dt><dd>${formatInterval(feedback.rulesAuc, three)}</dd></div>
<div><dt>${term("auc", "AUC")} of the model for acceptance</dt><dd>${formatInterval(feedback.modelAuc, three)}</dd></div>
<div><dt>${term("kappa", "Kappa")} of acceptance with the outcome</dt><dd>${formatInterval(feedback.kappaWithOutcome, two)}</dd></div>
</dl>`;
}

function renderAnchoring(feedback: Feedback): Markup {
  const { bySight } = feedback.anchoring;
  const table = showTable(
    bySight,
    [
      {
        head: "Feedback",
        cell: ({ sight, heard }) =>
          html`<span class="line-label">${SIGHTS[sight]}</span> <span class="line-place">${formatCount(heard, "answer")}</span>`,
      },
      {
        head: "With the shown score",
        align: "right",
        cell: ({ withScore }) => showInterval(withScore, two),
      },
      {
        head: "With the model",
        align: "right",
        cell: ({ withModel }) => showInterval(withModel, two),
      },
      {
        head: "With the outcome",
        align: "right",
        cell: ({ withOutcome }) => showInterval(withOutcome, two),
      },
    ],
    {
      narrow: "cards",
      caption:
        "Kappa of acceptance, each score cut so that it takes as many leads as sales accepted",
    },
  );
  return html`<h3>Whether it echoes the score</h3>
<p>${describeAnchoring(feedback)} ${term("kappa", "Kappa")} with the score stands beside kappa with the outcome, so that an echo shows.</p>
${bySight.length === 0 ? "" : table}`;
}

function renderWeight(feedback: Feedback): Markup {
  const { weight } = feedback;
  const says = html`<h3>What it counts</h3>
<p>${describeFeedbackWeight(feedback)}</p>`;
  if (!isEstimated(weight)) return says;
  const table = showTable(
    weight.candidates,
    [
      {
        head: "Weight",
        cell: (row) =>
          html`${row.weight === 0 ? "0: deals alone" : two(row.weight)}${row.weight === weight.weight ? html` <span class="line-place">taken</span>` : ""}`,
      },
      {
        head: "Log loss",
        linkedHead: term("log-loss", "Log loss"),
        align: "right",
        cell: ({ logLoss }) => formatNumber(logLoss, 4),
      },
      {
        head: "Against deals alone",
        align: "right",
        cell: ({ overNone }) =>
          overNone === null ? "" : showInterval(overNone, (value) => formatSigned(value, 4)),
      },
    ],
    {
      caption: `Log loss on ${formatCount(weight.judged, "deal")} of the training part that were held out, by what a piece of feedback counts`,
    },
  );
  return html`${says}
<details><summary>How the weight was chosen</summary>${table}</details>`;
}

function renderConflicts(calibration: Calibration): Markup | "" {
  if (calibration.lines.every(({ voices }) => voices === undefined)) return "";
  const conflicts = conflictingLines(calibration);
  const names = nameLines(calibration.lines);
  const table = showTable<CalibrationLine>(
    conflicts,
    [
      { head: "Line", cell: (line) => names.get(line.id) ?? line.label },
      { head: "Points", align: "right", cell: ({ current }) => formatPoints(current) },
      {
        head: "Deals alone say",
        align: "right",
        cell: ({ voices }) => showInterval(voices!.deals, one),
      },
      {
        head: "Sales says",
        align: "right",
        cell: ({ voices }) => showInterval(voices!.sales, one),
      },
      {
        head: "Who is at odds",
        cell: ({ voices }) => VOICE_VERDICTS[voices!.verdict].word,
      },
    ],
    {
      narrow: "cards",
      caption: "Effective points by hand, by deals and by sales, with 95% intervals",
    },
  );
  return html`<h3>Three voices</h3>
<p>${countConflicts(calibration)} The points that sales says are on the scale of its own verdicts, not of wins.</p>
${conflicts.length === 0 ? "" : table}`;
}
