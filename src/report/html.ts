import type { Calibration } from "./calibration.ts";
import { renderGlossary } from "./glossary.ts";
import { html, Markup } from "./markup.ts";
import { renderArms } from "./sections/arms.ts";
import { renderBackTest } from "./sections/back-test.ts";
import { renderCandidates } from "./sections/candidates.ts";
import { renderChangeCurve } from "./sections/change-curve.ts";
import { renderChanges } from "./sections/changes.ts";
import { renderDrift } from "./sections/drift.ts";
import { renderFeedback } from "./sections/feedback.ts";
import { renderGrades } from "./sections/grades.ts";
import { renderHeadline } from "./sections/headline.ts";
import { renderHistory } from "./sections/history.ts";
import { renderLeftOut } from "./sections/left-out.ts";
import { renderSampleSize } from "./sections/sample-size.ts";
import { renderThresholds } from "./sections/thresholds.ts";
import { STYLES } from "./styles.ts";
import type { RenderedChart } from "./svg.ts";
import { nameScorecards } from "./words.ts";

/** What a reader looks for, in the order of the page. */
const CONTENTS = [
  {
    name: "What to do",
    parts: [
      ["changes", "Changes"],
      ["change-curve", "How many it takes"],
      ["thresholds", "Thresholds"],
      ["grades", "Grades and bands"],
      ["candidates", "Lines to add"],
    ],
  },
  {
    name: "Whether it pays",
    parts: [
      ["back-test", "Back-test"],
      ["arms", "Comparison"],
      ["drift", "Drift"],
      ["feedback", "Feedback"],
    ],
  },
  {
    name: "What it stands on",
    parts: [
      ["sample-size", "Deals it wants"],
      ["history", "History"],
      ["left-out", "Left out"],
      ["notes", "Notes"],
      ["glossary", "Glossary"],
    ],
  },
] as const;

/**
 * The report as one HTML page that needs no network and no script; calibration.json is expected
 * beside it. All text of the calibration is escaped; pure, same input same bytes.
 *
 * @param charts pictures of the same calibration, as renderCharts gives them; may be empty
 */
export function renderReport(calibration: Calibration, charts: readonly RenderedChart[]): string {
  const sections = [
    renderChanges(calibration, charts),
    renderChangeCurve(calibration, charts),
    renderThresholds(calibration),
    renderGrades(calibration, charts),
    renderCandidates(calibration),
    renderBackTest(calibration, charts),
    renderArms(calibration, charts),
    renderDrift(calibration),
    renderFeedback(calibration),
    renderSampleSize(calibration),
    renderHistory(calibration),
    renderLeftOut(calibration),
    renderNotes(calibration),
    renderGlossary(),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Counterweight">
<title>Calibration of ${nameScorecards(calibration)}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<main id="main">
${renderHeadline(calibration)}
${renderContents(calibration)}
${sections.map((section) => html`${section}\n`)}</main>
<footer><p>Made by Counterweight. All figures of this page, and more decimals of them, stand in <a href="calibration.json">calibration.json</a>.</p></footer>
</body>
</html>
`.text;
}

function renderContents({ notes }: Calibration): Markup {
  const groups = CONTENTS.map(({ name, parts }, i) => {
    const links = parts
      .filter(([id]) => id !== "notes" || notes.length > 0)
      .map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`);
    return html`<div><p id="contents-${i}">${name}</p><ul aria-labelledby="contents-${i}">${links}</ul></div>\n`;
  });
  return html`<nav aria-label="Contents">
${groups}</nav>`;
}

function renderNotes({ notes }: Calibration): Markup | "" {
  if (notes.length === 0) return "";
  return html`<section id="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>`;
}
