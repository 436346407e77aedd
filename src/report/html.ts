import type { Calibration } from "./calibration.ts";
import { renderGlossary } from "./glossary.ts";
import { html, Markup } from "./markup.ts";
import { renderArms } from "./sections/arms.ts";
import { renderChanges } from "./sections/changes.ts";
import { renderFeedback } from "./sections/feedback.ts";
import { renderHeadline } from "./sections/headline.ts";
import { renderHistory } from "./sections/history.ts";
import { renderLeftOut } from "./sections/left-out.ts";
import { renderPictures } from "./sections/pictures.ts";
import { renderThresholds } from "./sections/thresholds.ts";
import { STYLES } from "./styles.ts";
import type { RenderedChart } from "./svg.ts";

const CONTENTS = [
  ["changes", "Changes"],
  ["pictures", "Pictures"],
  ["thresholds", "Thresholds"],
  ["arms", "Comparison"],
  ["history", "History"],
  ["left-out", "Left out"],
  ["feedback", "Feedback"],
  ["notes", "Notes"],
  ["glossary", "Glossary"],
] as const;

/**
 * The report as one HTML page that needs no network and no script; calibration.json is expected
 * beside it. All text of the calibration is escaped; pure, same input same bytes.
 *
 * @param charts pictures of the same calibration, as renderCharts gives them; may be empty
 */
export function renderReport(calibration: Calibration, charts: readonly RenderedChart[]): string {
  const sections = [
    renderChanges(calibration),
    renderPictures(calibration, charts),
    renderThresholds(calibration),
    renderArms(calibration),
    renderHistory(calibration),
    renderLeftOut(calibration),
    renderFeedback(calibration),
    renderNotes(calibration),
    renderGlossary(),
  ];
  const contents = CONTENTS.filter(
    ([id]) =>
      (id !== "pictures" || charts.length > 0) && (id !== "notes" || calibration.notes.length > 0),
  ).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Counterweight">
<title>Calibration of ${calibration.scorecard.name}, version ${calibration.scorecard.version}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<main id="main">
${renderHeadline(calibration)}
<nav aria-label="Contents"><ul>${contents}</ul></nav>
${sections.map((section) => html`${section}\n`)}</main>
<footer><p>Made by Counterweight. All figures of this page, and more decimals of them, stand in <a href="calibration.json">calibration.json</a>.</p></footer>
</body>
</html>
`.text;
}

function renderNotes({ notes }: Calibration): Markup | "" {
  if (notes.length === 0) return "";
  return html`<section id="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>`;
}
