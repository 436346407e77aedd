import type { Calibration } from "../calibration.ts";
import { formatPoints, formatShare } from "../format.ts";
import { term } from "../glossary.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { describeOrder, nameGrades } from "../sentences/grades.ts";
import type { RenderedChart } from "../svg.ts";
import { type Column, showRate, showTable } from "./figure.ts";
import { showPicture } from "./picture.ts";

type Grades = Calibration["grades"][number];
type ScoreClass = Grades["now"][number];

interface Row {
  readonly name: string;
  readonly now: ScoreClass | undefined;
  readonly recommended: ScoreClass | undefined;
}

/** Whether better grades and bands are won more often, now and as recommended. */
export function renderGrades({ grades }: Calibration, charts: readonly RenderedChart[]): Markup {
  return html`<section id="grades" aria-labelledby="grades-title">
<h2 id="grades-title">Grades and bands</h2>
<p>A ${term("grade", "grade")} says how well a lead fits, a ${term("grade", "band")} how engaged it is. A good split gives better classes higher win rates.</p>
${grades.length === 0 ? html`<p>There is no figure of grades or bands.</p>` : ""}
${showPicture(charts, "grades", "")}
${grades.map((each) => renderClasses(each, grades))}
</section>`;
}

function renderClasses(each: Grades, grades: Calibration["grades"]): Markup {
  return html`<h3>${nameGrades(each, grades)}</h3>
<p>Order: ${describeOrder(each)}</p>
${showTable(pairClasses(each), listColumns(each), { caption: `${nameGrades(each, grades)} on the judging deals: least score, share of the deals and win rate, with 95% intervals` })}
`;
}

function pairClasses({ now, recommended }: Grades): readonly Row[] {
  const names = [...new Set([...now, ...recommended].map(({ name }) => name))];
  const find = (classes: readonly ScoreClass[], name: string) =>
    classes.find((each) => each.name === name);
  return names.map((name) => ({
    name,
    now: find(now, name),
    recommended: find(recommended, name),
  }));
}

type When = "now" | "recommended";

function listColumns({ axis }: Grades): readonly Column<Row>[] {
  const inPercent = (share: number) => formatShare(share);
  const column = (head: string, when: When, cell: (each: ScoreClass) => Content): Column<Row> => ({
    head: `${head}, ${when}`,
    align: "right",
    cell: ({ [when]: each }) => (each === undefined ? "none" : cell(each)),
  });
  const pair = (head: string, cell: (each: ScoreClass) => Content) => [
    column(head, "now", cell),
    column(head, "recommended", cell),
  ];
  return [
    {
      head: axis === "fit" ? "Grade" : "Band",
      cell: ({ name }) => html`<span class="line-label">${name}</span>`,
    },
    ...pair("Win rate", ({ winRate }) => showRate(winRate, inPercent)),
    ...pair("From", ({ cut }) => (cut === null ? "below" : formatPoints(cut))),
    ...pair("Deals", ({ share }) => showRate(share, inPercent)),
  ];
}
