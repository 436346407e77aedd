import { describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { composeAdvice } from "../../src/report/sentences/advice.ts";
import { describeMatchedCatch, nameThreshold } from "../../src/report/sentences/back-test.ts";
import { describeCurve, describeStep, listSteps } from "../../src/report/sentences/change-curve.ts";
import { describeDrift, describeHalfLife } from "../../src/report/sentences/drift.ts";
import { describeSampleSize } from "../../src/report/sentences/sample-size.ts";
import { describeSetting, nameAmong } from "../../src/report/sentences/thresholds.ts";
import { explainEvenScore } from "../../src/report/sentences/today.ts";
import { renderText } from "../../src/report/text.ts";
import { composeVerdict } from "../../src/report/verdict-sentence.ts";
import { countOthers, nameScorecards, writtenEstimateOf } from "../../src/report/words.ts";
import {
  buildCalibration,
  buildDriftedCalibration,
  buildThinCalibration,
} from "./calibration.fixture.ts";

const whole = buildCalibration();

type Threshold = (typeof whole)["thresholds"][number];

function interval(value: number, low: number, high: number) {
  return { value, low, high };
}

const NOBODY = { value: 0, low: 0, high: 0.001, n: 2772 };

describe("composeAdvice", () => {
  const adviseAt = (deltaLogLoss: (typeof whole)["comparison"]["deltaLogLoss"]) =>
    composeAdvice(
      buildCalibration({
        recommendedComparison: { ...whole.recommendedComparison, deltaLogLoss },
      }),
    );

  it("says that it pays only where the interval of the log loss lies below 0", () => {
    expect(adviseAt(interval(-0.02, -0.03, -0.01))).toMatchObject({
      pays: "yes",
      headline: "Change 10 of 14 lines: it pays.",
    });
    expect(adviseAt(interval(-0.02, -0.05, 0.01))).toMatchObject({
      pays: "unclear",
      headline: "10 of 14 lines seem worth other points, but that the change pays cannot be shown.",
    });
    expect(adviseAt({ notEstimable: "too few" }).pays).toBe("unclear");
  });

  it("advises against changes that predict worse", () => {
    expect(adviseAt(interval(0.02, 0.01, 0.03))).toMatchObject({
      pays: "no",
      headline:
        "Do not adopt the recommended scorecard: on 2,772 deals that taught it nothing it predicts worse than today's points.",
    });
  });

  it("advises against changes that catch fewer wins, though they predict better", () => {
    const { backtest } = whole;
    const volumes = backtest.volumes.map((volume) => ({
      ...volume,
      deals: 900,
      winsGained: 12,
      winsMissed: 40,
      pValue: 0.0004,
    }));
    const advice = composeAdvice(buildCalibration({ backtest: { ...backtest, volumes } }));
    expect(advice.pays).toBe("no");
    expect(advice.headline).toBe(
      "Do not adopt the recommended scorecard: with as many deals over MQL as now, it catches fewer wins on 900 deals that taught it nothing.",
    );
    expect(advice.sentences.at(-1)).toContain("a loss that chance hardly makes");
  });

  it("says whose points today's are, and on how many deals, where they are another score", () => {
    const { rules, ...arms } = whole.arms;
    const scored = { ...rules.judge, deals: 1519, won: 570 };
    const [first] = composeAdvice(
      buildCalibration({
        arms: { ...arms, rules: { label: "Rules (Lead Score)", judge: scored } },
      }),
    ).sentences;
    expect(first).toMatch(/^Of 100 deals that the points of Rules \(Lead Score\) put/);
    expect(first).toContain("1,519 deals that they score 38 of 100");
    expect(first).toContain("2,772 deals that they score 37 of 100");
  });

  it("tells first of a threshold that some deals pass", () => {
    const nobody = { ...whole.thresholds[0]!, now: { ...whole.thresholds[0]!.now, share: NOBODY } };
    const thresholds = [nobody, ...whole.thresholds.slice(1)];
    expect(composeAdvice(buildCalibration({ thresholds })).sentences.at(-1)).toContain("over Hot");
    const backtest = { ...whole.backtest, volumes: whole.backtest.volumes.slice(0, 1) };
    expect(composeAdvice(buildCalibration({ thresholds, backtest })).sentences.at(-1)).toBe(
      "MQL: no deal passes it now (of 2,772 deals).",
    );
  });

  it("has nothing to add where nothing is to change", () => {
    expect(composeAdvice(buildThinCalibration())).toEqual({
      headline: "No line changes.",
      pays: "nothing-to-change",
      sentences: [],
    });
  });
});

describe("describeMatchedCatch", () => {
  const volume = whole.backtest.volumes[0]!;
  const describeAt = (winsGained: number, winsMissed: number, pValue: number) =>
    describeMatchedCatch(
      { ...volume, deals: 900, winsGained, winsMissed, pValue },
      whole.thresholds,
    );

  it("tells gain from loss and both from chance", () => {
    expect(describeAt(40, 12, 0.0004)).toBe(
      "With as many deals over MQL as now, 40 wins would pass that do not now, and 12 that pass now would not: a gain that chance hardly makes (p < 0.001, of 900 deals).",
    );
    expect(describeAt(12, 40, 0.0004)).toContain("a loss that chance hardly makes");
    expect(describeAt(1, 1, 1)).toBe(
      "With as many deals over MQL as now, 1 win would pass that does not now, and 1 that passes now would not: a difference that chance may make (p = 1.000, of 900 deals).",
    );
    expect(describeAt(0, 0, 1)).toContain("the same wins would pass");
  });
});

describe("the curve of changes", () => {
  it("names what each step adds and gives up", () => {
    const steps = listSteps(whole);
    expect(steps.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(steps.slice(0, 3).map(describeStep)).toEqual([
      "no change",
      "Marketing email opened, any campaign of the last twelve months",
      "Pricing page visit and Director or above; no longer Marketing email opened, any campaign of the last twelve months",
    ]);
  });

  it("says how few changes already lie in the interval of all", () => {
    expect(describeCurve(whole)).toContain("With 4 it would be −0.1199 (−0.1329 to −0.1069)");
    expect(describeCurve(buildThinCalibration())).toBeNull();
  });

  it("makes no such claim where all changes together show nothing", () => {
    const changes = whole.changes.map((change) => ({
      ...change,
      deltaLogLoss: interval(-0.001, -0.004, 0.002),
    }));
    expect(describeCurve(buildCalibration({ changes }))).toBe(
      "10 changes that the training deals recommend would bring −0.0010 (−0.0040 to +0.0020) in log loss against no change, where below 0 is better. The final recommendation is fitted on all deals, so its lines and their number may differ.",
    );
  });
});

describe("drift and sample size", () => {
  it("say whether the later deals came as foretold", () => {
    const { drift, split } = whole;
    expect(describeDrift(whole)).toContain("The later deals were won as often as foretold:");
    expect(describeDrift(buildDriftedCalibration())).toContain("less often than foretold:");
    expect(describeDrift(buildThinCalibration())).toContain(
      "held-out deals came as foretold cannot",
    );
    expect(describeDrift({ split, drift: { ...drift, broken: true } })).toContain(
      "but not where foretold:",
    );
    expect(describeHalfLife({ split, drift: { ...drift, halfLifeDays: null } })).toBe(
      "Old and new deals count alike.",
    );
  });

  it("say nothing of the age of deals that have no dates", () => {
    const undated = buildCalibration({
      split: { kind: "seeded", train: 6468, judge: 2772, cutoff: null },
      drift: {
        ...buildDriftedCalibration().drift,
        halfLifeDays: null,
        halfLives: [],
        advice: "Calibrate again on the newest deals, with a shorter half-life.",
      },
      lines: whole.lines.map((line) => ({ ...line, differs: [] })),
      verdict: { answer: "better", sentence: "Better." },
    });
    const text = renderText(undated, { columns: 200, colour: "none" });
    expect(text).toContain("Warning: what the training deals taught does not hold");
    expect(text).toContain("The held-out deals were won less often than foretold");
    const report = renderReport(undated, [])
      .replace(/<style>.*<\/style>|<section id="glossary".*/gs, "")
      .replace(/<[^>]+>/g, " ");
    for (const page of [text, renderMarkdown(undated), report])
      expect(page).not.toMatch(/later deal|newest|newer|half-life|count alike|earlier deals/i);
  });

  it("say whether there are enough deals", () => {
    expect(describeSampleSize(whole)).toContain("That is enough even without today's points");
    const sampleSize = { deals: 8000, wins: 3000, lines: 40, binding: "optimism" as const };
    expect(describeSampleSize(buildCalibration({ sampleSize }))).toContain("That is fewer:");
  });
});

describe("nameThreshold", () => {
  const thresholds = whole.thresholds.slice(0, 1);

  it("names a threshold by its id, alone or behind its scorecard", () => {
    expect(nameThreshold("mql", thresholds)).toBe("MQL");
    expect(nameThreshold("inbound/mql", thresholds)).toBe("MQL (inbound)");
    expect(nameThreshold("sql", thresholds)).toBe("sql");
  });
});

describe("describeSetting", () => {
  const [mql, hot] = whole.thresholds as [Threshold, Threshold];
  const recommended = { notEstimable: "No cut reaches it." };

  it("says what a cut was chosen for, or why none is set and what is kept", () => {
    expect(describeSetting(mql)).toBe("chosen for 37 leads a week");
    expect(
      describeSetting({ ...mql, by: "precision", aim: "a win rate of 99%", recommended }),
    ).toBe(
      "not set for a win rate of 99%: No cut reaches it; today's share is kept in scorecard.recommended.json",
    );
    expect(describeSetting({ ...hot, recommended })).toBe(
      "not set: No cut reaches it; today's cut of 120 is kept in scorecard.recommended.json",
    );
  });

  it("keeps the cut where no deal passes it, as there is no share to keep", () => {
    const now = { ...mql.now, share: NOBODY };
    expect(describeSetting({ ...mql, now, recommended })).toContain("today's cut of 40 is kept");
  });

  it("goes with the scorecard's id where there are several", () => {
    expect(nameAmong(mql, [mql, hot])).toBe("MQL");
    const other = { ...hot, scorecard: "small" };
    expect(nameAmong(mql, [mql, other])).toBe("MQL (inbound)");
    const set = buildCalibration({ thresholds: [mql, other] });
    expect(renderText(set, { columns: 200, colour: "none" })).toContain("Hot (small), new");
    expect(renderMarkdown(set)).toContain("| MQL (inbound), now |");
  });
});

describe("nameScorecards", () => {
  it("counts the other scorecards of a set", () => {
    expect(nameScorecards(whole)).toBe("Inbound leads, version 3");
    const grades = [...whole.grades, { ...whole.grades[0]!, scorecard: "small" }];
    expect(countOthers({ grades })).toBe(", and 1 more scorecard");
    const html = renderReport(buildCalibration({ grades }), []);
    expect(html).toContain("<title>Calibration of Inbound leads, version 3, and 1 more scorecard<");
  });
});

describe("writtenEstimateOf", () => {
  const line = { ...whole.lines[0]!, estimate: 10, low: 6, high: 14 };

  it("is in the unit that points are written in", () => {
    expect(writtenEstimateOf({ ...line, perWritten: 0.5 })).toEqual(interval(20, 12, 28));
    expect(writtenEstimateOf({ ...line, perWritten: 4 })).toEqual(interval(2.5, 1.5, 3.5));
    expect(writtenEstimateOf({ ...line, perWritten: 0 })).toHaveProperty("notEstimable");
  });

  it("keeps a row of a weighted bucket from contradicting itself", () => {
    const weighted = { ...line, currentWritten: 20, recommendedWritten: 44, perWritten: 0.5 };
    const text = renderText(
      buildCalibration({ lines: [{ ...weighted, current: 10, recommended: 22 }] }),
      { columns: 140, colour: "none" },
    );
    expect(text).toMatch(/20 → 44 +12\.0 to 28\.0/);
  });
});

describe("a difference against points that all deals share", () => {
  it("says that it is against a coin", () => {
    const { rules, ...arms } = whole.arms;
    const judge = { ...rules.judge, auc: { notEstimable: "All deals have the same score." } };
    const even = { comparison: whole.comparison, arms: { ...arms, rules: { ...rules, judge } } };
    const says = "against 0.5, since all deals score the same";
    expect(composeVerdict(even, "time").sentence).toContain(says);
    expect(composeVerdict(whole, "time").sentence).not.toContain("against 0.5");
    const label = "Rules (Lead Score)";
    const other = { ...whole, arms: { ...whole.arms, rules: { ...rules, label } } };
    expect(composeVerdict(other, "time").sentence).toContain("better than Rules (Lead Score):");
    expect(composeVerdict(whole, "time").sentence).toContain("better than the rules:");
    expect(renderMarkdown(buildCalibration(even))).toContain(says);
    expect(renderReport(buildCalibration(even), [])).toContain(says);
    expect(explainEvenScore(judge, { notEstimable: "no win" })).toBe("");
  });
});

describe("the headline's figures", () => {
  it("sets no AUC of some deals against one of others", () => {
    const { rules, ...arms } = whole.arms;
    const judge = { ...rules.judge, deals: 1519, won: 570 };
    const page = renderReport(
      buildCalibration({
        arms: { ...arms, rules: { label: "Rules (Lead Score)", judge } },
        recommendedComparison: { ...whole.recommendedComparison, deals: 1519 },
      }),
      [],
    );
    const head = page.slice(page.indexOf("<header"), page.indexOf("</header>"));
    expect(head).not.toContain("0.663 → 0.871");
    expect(head).toContain("on the deals that both score");
    expect(head).toContain("Rules (Lead Score) on 1,519 deals, the recommended points on 2,772");
    expect(head).toContain("What stands for now is the points of Rules (Lead Score).");
    expect(head).not.toContain("Every figure comes from 2,772 deals");
  });
});
