import { describe, expect, it } from "vitest";
import { composeAnswer } from "../../../src/report/ab/answer.ts";
import { renderAb } from "../../../src/report/ab/render.ts";
import { buildFindings } from "./findings.fixture.ts";
import { findExperiment } from "./live.fixture.ts";
import { AS_OF, DAY } from "./simulation.fixture.ts";

const BETTER = { rules: 3000, model: 3000, rates: { rules: 0.12, model: 0.2 } };
const WORSE = { rules: 3000, model: 3000, rates: { rules: 0.2, model: 0.12 } };
const LEVEL = { rules: 3000, model: 3000, rates: { rules: 0.1, model: 0.1 } };
const MANY = { rules: 0.2, model: 0.95 };
const FEW = { rules: 0.95, model: 0.2 };
const WIDE = { definition: { minimumEffect: 0.2 } };

const answerTo = (...args: Parameters<typeof findExperiment>) =>
  composeAnswer(buildFindings({ live: [findExperiment(...args)] }));

describe("an arm that wins more by handing more over", () => {
  const answer = answerTo({ ...BETTER, handed: MANY });

  it("is better, and not said to pay", () => {
    expect(answer).toMatchObject({ verdict: "better", from: "experiment", pays: "not-shown" });
    expect(answer.sentence).toMatch(
      /^The model is better, but whether the model pays is not shown: in the live experiment .* more are won within 60 days than .*; more are worked too, as the model hands 95\.0 of 100 over, and the rules 20\.0\.$/,
    );
  });

  it("has what was handed over, and what became of it, as the first caution", () => {
    expect(answer.cautions[0]).toMatch(
      /^The model's arm handed more leads over\. More are won, but more are worked\. Of 100 leads that take part handed over: model 95\.0 \(94\.\d to 95\.\d, n = 3,000\), rules 20\.0 \(.*\); model less rules \+75\.0 \(.*\) at every look\. /,
    );
    expect(answer.cautions[0]).toMatch(
      /Of 100 of these won: model \d+\.\d \(.*, n = [\d,]+\), rules/,
    );
  });

  it("stands in the page's table of arms and in the file", async () => {
    const findings = buildFindings({ live: [findExperiment({ ...BETTER, handed: MANY })] });
    const { html, json } = await renderAb(findings);
    expect(html).toContain("Leads that each arm handed over");
    expect(html).toMatch(/Share handed over[\s\S]*95\.0%[\s\S]*n = 3,000/);
    expect(JSON.parse(json).live[0].handovers.arms.rules).toMatchObject({
      leads: 3000,
      handedOver: 600,
      share: { value: 0.2, n: 3000 },
    });
  });
});

describe("whether the model pays", () => {
  it.each([
    ["better, as many worked", BETTER, undefined, "yes"],
    ["better, fewer worked", BETTER, FEW, "yes"],
    ["worse, as many worked", WORSE, undefined, "no"],
    ["worse, more worked", WORSE, MANY, "no"],
    ["worse, fewer worked", WORSE, FEW, "not-shown"],
  ] as const)("is told by wins and work: %s", (_, enrolment, handed, pays) => {
    expect(answerTo(handed ? { ...enrolment, handed } : enrolment).pays).toBe(pays);
  });

  it("is told fairly where fewer are won of fewer", () => {
    const { sentence, cautions } = answerTo({ ...WORSE, handed: FEW });
    expect(sentence).toMatch(/^The rules are better, but whether the model pays is not shown: /);
    expect(sentence).toContain("; fewer are worked too, as the model hands 20.0 of 100 over");
    expect(cautions[0]).toContain("Fewer are won, but fewer are worked.");
  });

  it("is said of as many won with less work, and with more", () => {
    const less = answerTo({ ...LEVEL, handed: FEW }, WIDE);
    expect(less).toMatchObject({ verdict: "no-difference-worth-having", pays: "not-shown" });
    expect(less.sentence).toMatch(
      /; fewer are worked, as .*: about as many are won with less work\.$/,
    );
    const more = answerTo({ ...LEVEL, handed: MANY }, WIDE);
    expect(more.pays).toBe("no");
    expect(more.sentence).toMatch(/; more are worked, as the model hands 95\.0 of 100 over/);
  });

  it("is one sentence in every case", () => {
    for (const enrolment of [BETTER, WORSE, LEVEL])
      for (const handed of [MANY, FEW])
        for (const metric of ["won", "accepted"] as const) {
          const primary = { metric, withinDays: 60 };
          const { sentence } = answerTo({ ...enrolment, handed }, { definition: { primary } });
          expect(sentence).toMatch(/^[A-Z].*\.$/);
          expect(sentence.match(/\. [A-Z]/)).toBeNull();
        }
  });
});

describe("an experiment whose versions changed", () => {
  it("says so where they did while it ran, and on which days", () => {
    const duringAt = [AS_OF - 40 * DAY, AS_OF - 40 * DAY + 60_000, AS_OF - 9 * DAY];
    const { from, cautions } = answerTo(BETTER, { changes: { during: 3, duringAt } });
    expect(from).toBe("experiment");
    expect(cautions).toContain(
      "What is live changed while it ran, on 22 April 2026 and 23 May 2026: what it compares changed in the middle.",
    );
  });

  const ended = findExperiment(BETTER, {
    id: 4,
    state: "stopped",
    definition: { name: "Spring" },
    changes: { since: 2 },
  });

  it("no longer answers once it has ended, and is told of as what it was", () => {
    const answer = composeAnswer(buildFindings({ live: [ended] }));
    expect(answer).toMatchObject({ from: "shadow", experiment: null });
    expect(answer.sentence).toMatch(/^The model ranks .*leads better/);
    expect(answer.cautions.at(-1)).toMatch(
      /^The experiment “Spring” that ended on 22 May 2026 is of versions that are no longer live, as what is live changed 2 times since\. Of those it said: the model is better: of 100 leads in the arm of the model \d+\.\d more are won/,
    );
    expect(ended.comparison.verdict.cautions[0]).toBe(
      "What is live changed 2 times since it ended: it is of versions that are no longer live.",
    );
  });

  it("lets nothing answer where there is no shadow comparison either", () => {
    const shadow = { notEstimable: "no model is live" };
    expect(composeAnswer(buildFindings({ live: [ended], shadow }))).toMatchObject({
      verdict: "not-yet-known",
      from: "nothing",
      experiment: null,
      cautions: [expect.stringContaining("“Spring”")],
    });
  });

  it("makes way for one of the live versions", () => {
    const current = findExperiment(WORSE, { id: 9 });
    expect(composeAnswer(buildFindings({ live: [ended, current] }))).toMatchObject({
      experiment: 9,
      verdict: "worse",
    });
  });
});
