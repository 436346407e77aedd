import type { Calibration } from "./calibration.ts";
import { html, type Markup } from "./markup.ts";
import { layPage } from "./page.ts";
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
  ];
  return layPage({
    title: `Calibration of ${nameScorecards(calibration)}`,
    header: renderHeadline(calibration),
    contents: CONTENTS.map(({ name, parts }) => ({
      name,
      parts: parts.filter(([id]) => id !== "notes" || calibration.notes.length > 0),
    })),
    sections,
    footer: html`All figures of this page, and more decimals of them, stand in <a href="calibration.json">calibration.json</a>.`,
  });
}

function renderNotes({ notes }: Calibration): Markup | "" {
  if (notes.length === 0) return "";
  return html`<section id="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>`;
}
