import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeAnswer } from "../../../src/report/ab/answer.ts";
import type { AbFindings } from "../../../src/report/ab/findings.ts";
import { embed, sayMore } from "../../../src/report/ab/words.ts";
import { buildFindings, buildFullFindings, buildLopsided } from "./findings.fixture.ts";
import { findExperiment } from "./live.fixture.ts";
import { findShadow } from "./shadow.fixture.ts";
import { AS_OF, DAY, simulateLeads } from "./simulation.fixture.ts";

const lopsided = buildLopsided();
const answerTo = (name: string) => composeAnswer(lopsided[name]!);

describe("composeAnswer", () => {
  it("answers by the live experiment where one has a verdict", () => {
    expect(composeAnswer(buildFullFindings())).toMatchObject({
      verdict: "better",
      from: "experiment",
      experiment: 1,
      pays: "yes",
      sentence:
        "The model is better, and it pays: in the live experiment “Model routes inbound”, of 100 leads in the arm of the model 8.9 more are won within 60 days than in that of the rules (5.7 to 12.1 more at every look, n = 4,784 leads).",
    });
    expect(answerTo("worse live")).toMatchObject({
      verdict: "worse",
      pays: "no",
      sentence: expect.stringMatching(
        /^The rules are better, and the model does not pay: .* fewer at every look/,
      ),
      cautions: expect.arrayContaining([
        "The shadow comparison says the opposite (the model is better); the experiment outranks it.",
      ]),
    });
  });

  it("answers by the shadow comparison where there is no experiment", () => {
    expect(composeAnswer(buildFindings())).toEqual({
      verdict: "better",
      from: "shadow",
      experiment: null,
      pays: "yes",
      cautions: [],
      sentence:
        "The model ranks all leads better than the rules, and the model pays: of 100 leads worked by the model, 14.8 more are won than by the rules (2.1 to 27.5 more, weighted, n = 789).",
      evidence: [
        "AUC 0.760 against 0.647, difference +0.113 (+0.018 to +0.208), n = 789 leads with an outcome, weighted to stand for 1,600.",
        "Worked are the best-scored 20% of leads by each score.",
        "Sales can work 40 leads a week.",
      ],
    });
  });

  it.each([
    ["no model live", "nothing", "Rules and model cannot be compared: no model is live."],
    [
      "no outcomes yet",
      "shadow",
      "No lead has an outcome yet, so nothing tells rules and model apart (120 leads that were handed over wait for one).",
    ],
    [
      "all won",
      "shadow",
      "Which score is better cannot be told: fewer than two won or fewer than two lost deals (n = 5 leads with an outcome, 5 won).",
    ],
  ])("says in words what cannot be told: %s", (name, from, sentence) => {
    const answer = answerTo(name);
    expect(answer).toMatchObject({ verdict: "not-yet-known", pays: "not-estimable", from });
    expect(answer.sentence).toBe(sentence);
  });

  it("claims nothing of few leads", () => {
    const { verdict, pays, sentence } = answerTo("too few");
    expect([verdict, pays]).toEqual(["not-yet-known", "not-estimable"]);
    expect(sentence).toMatch(
      /^Which score ranks leads better is not yet known, and whether the model pays cannot be told:.*too few leads are worked to tell/,
    );
  });

  it("says that scores which place every lead alike neither rank better nor pay", () => {
    expect(answerTo("identical scores")).toMatchObject({
      verdict: "no-difference-worth-having",
      pays: "no",
      sentence:
        "Rules and model place all 400 leads alike, so neither ranks them better and neither reaches more wins.",
    });
  });

  it("says not shown where the interval holds 0", () => {
    const { pays, sentence } = answerTo("no exploration share");
    expect(pays).toBe("not-shown");
    expect(sentence).toMatch(
      /whether the model pays is not shown: .* more are won than by the rules \(\d+\.\d fewer to \d+\.\d more, n/,
    );
  });

  it("names a broken experiment and why, and lets the shadow comparison answer", () => {
    expect(answerTo("shares broken")).toMatchObject({
      from: "shadow",
      sentence: expect.stringMatching(
        /^The live experiment “Model routes inbound” is broken and tells nothing \(the arms have 1,200 and 800 units where 1,000 and 1,000 were to be expected\); in the shadow comparison, the model ranks/,
      ),
    });
  });

  it.each([
    ["one arm empty", "no unit of the model's arm has its outcome window behind it"],
    ["window not over", "no outcome window is over yet"],
    ["nothing won", "too few successes yet"],
    ["no scores before", "the interval that holds at every look has room for both"],
  ])("says that an experiment does not know yet, and why: %s", (name, reason) => {
    const { from, sentence, cautions } = answerTo(name);
    expect(from).toBe("shadow");
    expect(sentence).toMatch(/^The live experiment “Model routes inbound” does not know yet; in /);
    expect(cautions[0]).toContain(`does not know yet: ${reason}`);
  });

  it("leaves an experiment that has not started out of the answer", () => {
    expect(answerTo("not started").sentence).toMatch(/^The model ranks leads better/);
  });

  it("answers by an ended experiment where the one that runs does not know yet", () => {
    const open = findExperiment({ rules: 6, model: 5, rates: RATES }, { id: 9 });
    const ended = findExperiment(
      { rules: 3000, model: 3000, rates: { rules: 0.12, model: 0.2 } },
      { id: 4, state: "stopped", definition: { name: "Spring" } },
    );
    const answer = composeAnswer(buildFindings({ live: [open, ended] }));
    expect(answer).toMatchObject({ from: "experiment", experiment: 4, verdict: "better" });
    expect(answer.sentence).toContain("in the experiment “Spring” that ended on 22 May 2026");
    expect(answer.cautions[0]).toContain("“Model routes inbound” does not know yet");
  });

  it("does not call more accepted leads a pay-off", () => {
    const live = [
      findExperiment(
        { rules: 3000, model: 3000, rates: { rules: 0.12, model: 0.2 } },
        { definition: { primary: { metric: "accepted", withinDays: 60 } } },
      ),
    ];
    const { pays, sentence } = composeAnswer(buildFindings({ live }));
    expect(pays).toBe("not-estimable");
    expect(sentence).toMatch(
      /^The model is better: .*accepted by sales within 60 days.*; whether more deals are won it does not tell\.$/,
    );
  });

  it("calls a difference that is too small to matter none, and no model's fault", () => {
    const rates = { rules: 0.1, model: 0.1 };
    const definition = { minimumEffect: 0.2 };
    const live = [findExperiment({ rules: 3000, model: 3000, rates }, { definition })];
    expect(composeAnswer(buildFindings({ live }))).toMatchObject({
      verdict: "no-difference-worth-having",
      pays: "no",
      sentence: expect.stringMatching(
        /^Neither score is better by as much as is worth having, 20\.0 of 100 leads: in the live/,
      ),
    });
  });

  it("says of held-out deals that they are no leads handed over", () => {
    const shadow = findShadow(simulateLeads(400, { rules: 1, model: 1 }), {
      basis: { kind: "held-out" },
    });
    const { cautions } = composeAnswer(buildFindings({ shadow, model: null }));
    expect(cautions.slice(-2)).toEqual([
      "No model is live.",
      "The scores are of later deals of the history, not of leads that this service handed over.",
    ]);
  });

  it("answers for all leads where these say the opposite of those that were worked", () => {
    const leads = simulateLeads(4000, { rules: 1.6, model: 0.4 });
    const swapped = findShadow(
      { ...leads, rules: leads.model, model: leads.rules },
      { explored: 0.3 },
    );
    const shadow = { ...findShadow(leads), selection: swapped.selection };
    const { verdict, sentence, cautions } = composeAnswer(buildFindings({ shadow }));
    expect(shadow.overall.verdict.verdict).toBe("better");
    expect(verdict).toBe("worse");
    expect(sentence).toMatch(
      /^The model ranks all leads worse than the rules, and the model does not pay: .* weighted, n = /,
    );
    expect(cautions[0]).toMatch(
      /^Of the worked leads alone, not weighted, it is otherwise: the model is better \(difference in AUC \+0/,
    );
  });

  it("says that it is not known of all leads, where only the worked ones decide", () => {
    const { selection } = findShadow(simulateLeads(300, { rules: 1, model: 1 }));
    const shadow = { ...findShadow(simulateLeads(1500, { rules: 1.6, model: 0.4 })), selection };
    const { verdict, cautions } = composeAnswer(buildFindings({ shadow }));
    expect(verdict).toBe("better");
    expect(cautions[0]).toMatch(
      /^This is of leads that were worked\. Among all leads, .* not yet known/,
    );
  });

  it("is one sentence of every case", () => {
    const started = AS_OF - 3 * DAY;
    const all: readonly AbFindings[] = [
      ...Object.values(lopsided),
      buildFindings({ asOf: started }),
    ];
    for (const findings of all) {
      const { sentence } = composeAnswer(findings);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence.match(/\. [A-Z]/)).toBeNull();
    }
  });
});

const RATES = { rules: 0.2, model: 0.2 };

describe("sayMore", () => {
  it.each([
    [{ value: 0.089, low: 0.057, high: 0.121 }, "8.9 more are won than by it (5.7 to 12.1 more)"],
    [{ value: -0.05, low: -0.081, high: -0.02 }, "5.0 fewer are won than by it (2.0 to 8.1 fewer)"],
    [
      { value: 0.004, low: -0.1, high: 0.09 },
      "0.4 more are won than by it (10.0 fewer to 9.0 more)",
    ],
    [{ value: 0, low: -0.1, high: 0.1 }, "as many are won as by it (10.0 fewer to 10.0 more)"],
  ])("says %o as %s", (difference, words) => {
    expect(sayMore(difference, "won", "by it")).toBe(words);
  });

  it("never says that all of an interval with 0 inside is more, or fewer", () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (low, high) => {
        expect(sayMore({ value: 0, low: -low, high }, "won", "by it")).toMatch(
          /fewer to .* more\)$/,
        );
      }),
    );
  });
});

describe("embed", () => {
  it("takes a sentence into another, and leaves names of letters alone", () => {
    expect(embed("Too few successes yet.")).toBe("too few successes yet");
    expect(embed("AUC is missing.")).toBe("AUC is missing");
  });
});
