import { isEstimated } from "../../statistics/estimate.ts";
import type { Calibration, CalibrationLine } from "../calibration.ts";
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatList,
  formatNumber,
  formatPoints,
  formatRange,
  formatShare,
  formatSigned,
  formatTested,
} from "../format.ts";
import { term } from "../glossary.ts";
import { html, type Markup } from "../markup.ts";
import { VOICE_VERDICTS } from "../voices.ts";
import { estimateOf, isChanged, isEffective, nameLines } from "../words.ts";
import { showFacts } from "./figure.ts";

const three = (value: number): string => formatSigned(value, 3);
const four = (value: number): string => formatSigned(value, 4);
const one = (value: number): string => formatSigned(value, 1);

/** What else is known of a line, folded away under its row. */
export function renderLineDetail({
  lines,
  history,
}: Calibration): (line: CalibrationLine) => Markup {
  const names = nameLines(lines);
  return (line) =>
    html`<details><summary>More on <span class="line-name">${names.get(line.id) ?? line.label}</span></summary>${showFacts(
      [
        ["Deals with it", `${formatCount(line.leads, "deal")}, ${formatNumber(line.won)} won`],
        [term("effective-points", "Effective points"), sayEffective(line)],
        [html`${term("log-loss", "Log loss")} saved by the change`, sayLogLoss(line)],
        [html`${term("auc", "AUC")} gained by the change`, sayAuc(line)],
        [term("stability", "Stability"), sayStability(line)],
        [
          term("stand-in", "Stands in for"),
          formatList(line.standsInFor.map((id) => names.get(id) ?? id)),
        ],
        ["Three voices", sayVoices(line)],
        ["Its worth differs", line.differs.map((each) => showDifference(each, line))],
        [term("deals-needed", "Deals that would settle it"), sayDealsNeeded(line, history.deals)],
      ],
    )}</details>`;
}

/** Who is at odds with whom, and how many of its leads sales accepts. */
function sayVoices({ voices, current }: CalibrationLine): string {
  if (voices === undefined) return "";
  const { deals, sales, heard, reps, accepted, verdict } = voices;
  const points = (value: number) => formatNumber(value, 1);
  const share = isEstimated(accepted)
    ? `; the middle rep accepts ${formatInterval(accepted, (value) => formatShare(value, 0))}`
    : "";
  return `${VOICE_VERDICTS[verdict].sentence} Effective points by hand ${formatPoints(current)}, by deals alone ${formatInterval(deals, points)}, by sales ${formatInterval(sales, points)}. ${formatCount(heard, "answer")} by ${formatCount(reps, "known rep")}${share}.`;
}

/** Told only where a written point or star is not a point of the score. */
function sayEffective(line: CalibrationLine): string {
  if (isEffective(line)) return "";
  const says = formatInterval(estimateOf(line), (value) => formatNumber(value, 1));
  return `${formatPoints(line.current)} → ${formatPoints(line.recommended)}; the deals say ${says}`;
}

function sayLogLoss({ gain }: CalibrationLine): string {
  return isEstimated(gain) ? formatInterval(gain.logLoss, four) : formatEstimate(gain, four);
}

function sayAuc({ gain }: CalibrationLine): string {
  if (!isEstimated(gain)) return formatEstimate(gain, three);
  return formatTested(gain.auc, three);
}

function sayStability(line: CalibrationLine): string {
  const { stability } = line;
  if (!isEstimated(stability)) return formatEstimate(stability, formatShare);
  const share = (value: number) => formatShare(value, 0);
  return `${isChanged(line) ? "recommended in the same direction" : "kept as it is"} in ${share(stability.value)} of ${formatNumber(stability.n)} resampled histories (${formatRange(stability, share)})`;
}

/** Told only of lines that stay, where the deals are too few. */
function sayDealsNeeded(line: CalibrationLine, deals: number): string {
  const { dealsNeeded, verdict } = line;
  if (isChanged(line) && verdict !== "too-little-evidence") return "";
  if (isEstimated(dealsNeeded))
    return dealsNeeded > deals
      ? `${formatNumber(dealsNeeded)}; there are ${formatNumber(deals)}`
      : "";
  return verdict === "too-little-evidence" ? formatEstimate(dealsNeeded, formatNumber) : "";
}

function showDifference(
  { by, level, difference }: CalibrationLine["differs"][number],
  line: CalibrationLine,
): Markup {
  const points = isEffective(line) ? "points" : "effective points";
  const [where, against] =
    level === null
      ? [`over ${by}`, `${points} from the first deal to the last`]
      : [`where ${by} is ${level}`, `${points} against all others`];
  return html`<span class="line-fact">${where}: ${formatInterval(difference, one)} ${against}</span> `;
}
