import { describe, expect, it } from "vitest";
import { anchorings } from "../../src/feedback/anchoring.ts";
import { voiceVerdicts } from "../../src/feedback/voices.ts";
import { renderReport } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import {
  describeAnchoring,
  describeFeedbackWeight,
  describeReps,
} from "../../src/report/sentences/feedback.ts";
import { renderText } from "../../src/report/text.ts";
import {
  conflictingLines,
  listVoices,
  nameTeachers,
  VOICE_VERDICTS,
  writtenSalesOf,
} from "../../src/report/voices.ts";
import { buildCalibration, buildThinCalibration } from "./calibration.fixture.ts";
import { buildFeedback } from "./feedback.fixture.ts";

const full = buildCalibration();
const silent = { notEstimable: "fewer than two reps gave feedback" };
const textOf = (page: string) =>
  page
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&#39;", "'");

describe("three voices in words", () => {
  it("have a word and a sentence of their own for every verdict", () => {
    const said = voiceVerdicts.map((verdict) => VOICE_VERDICTS[verdict]);
    for (const part of ["word", "sentence"] as const)
      expect(new Set(said.map((words) => words[part])).size).toBe(8);
    for (const { sentence } of said) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });

  it("are in conflict where somebody is at odds, and not where nobody speaks", () => {
    const verdicts = conflictingLines(full).map(({ voices }) => voices!.verdict);
    expect(new Set(verdicts).size).toBe(6);
    expect(verdicts).not.toContain("agree");
    expect(verdicts).not.toContain("silent");
  });

  it("are told in the unit that the line is written in", () => {
    const starred = full.lines.find(({ unit }) => unit === "stars")!;
    const { sales } = starred.voices!;
    const written = writtenSalesOf(starred) as { value: number };
    expect(4 * written.value).toBeCloseTo((sales as { value: number }).value, 12);
    expect(writtenSalesOf({ ...starred, perWritten: 0 })).toMatchObject({
      notEstimable: expect.stringContaining("bucket"),
    });
    expect(listVoices(full.lines[0]!)).toBe("by hand 10, deals 18.9 to 29.3, sales 5.8 to 14.2");
    const unheard = full.lines.find(({ id }) => id === "country-antarctica")!;
    expect(listVoices(unheard)).toBe("by hand −25, deals nothing, sales nothing");
  });

  it("stand in the page, the Markdown and the terminal where feedback was given", () => {
    const page = textOf(renderReport(full, []));
    const markdown = renderMarkdown(full);
    const text = renderText(full, { columns: 160, colour: "none" }).replace(/\s+/g, " ");
    for (const written of [page, markdown, text]) {
      expect(written).toContain("Sales says");
      expect(written).toContain("Feedback from sales");
      expect(written).toContain("Voices are in conflict over");
      expect(written).toContain("counts 0.10 of a deal");
    }
    expect(page).toContain("Who is at odds");
    expect(page).toContain("the middle rep accepts");
    expect(page).toContain("With the shown score");
    expect(nameTeachers(full)).toBe("The fit says");
  });

  it("are not spoken of where none was given", () => {
    const thin = buildThinCalibration();
    const written = [
      textOf(renderReport(thin, [])),
      renderMarkdown(thin),
      renderText(thin, { columns: 160, colour: "none" }),
    ];
    for (const text of written) expect(text).not.toMatch(/Sales says|Voices|Who is at odds/);
    expect(nameTeachers(thin)).toBe("The deals say");
  });
});

describe("feedback in words", () => {
  it("tells for every verdict whether sales echoes the score", () => {
    const { anchoring } = buildFeedback();
    const said = anchorings.map((verdict) =>
      describeAnchoring(buildFeedback({ anchoring: { ...anchoring, verdict } })),
    );
    expect(new Set(said).size).toBe(anchorings.length);
    for (const sentence of said) expect(sentence).not.toMatch(/undefined|NaN/);
    const blind = buildFeedback({
      anchoring: { ...anchoring, verdict: "anchored" },
      voiceFrom: "blind",
    });
    expect(describeAnchoring(blind)).toContain("rests on feedback with the score hidden");
    const unpaired = buildFeedback({ anchoring: { ...anchoring, visibleOverBlind: silent } });
    expect(describeAnchoring(unpaired)).toContain("no more than with the outcome");
  });

  it("tells what it counts, or why it has no share", () => {
    const { weight } = buildFeedback();
    expect(describeFeedbackWeight(buildFeedback())).toBe(
      "A piece of feedback counts 0.10 of a deal in the fit: on 5,390 held-out deals that foretells outcomes better than none, log loss −0.0009 (−0.0014 to −0.0004).",
    );
    const none = buildFeedback({ weight: { ...weight, weight: 0 } as typeof weight });
    expect(describeFeedbackWeight(none)).toContain("no share of it foretells outcomes better");
    expect(describeFeedbackWeight(buildFeedback({ weight: silent }))).toBe(
      "Feedback has no share in the fit: fewer than two reps gave feedback.",
    );
    expect(describeReps(buildFeedback({ leniencySpread: silent }))).toContain("not estimable");
  });
});
