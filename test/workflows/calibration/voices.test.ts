import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { FeedbackEntry, History } from "../../../src/history/history.ts";
import { type Calibration, calibrationSchema } from "../../../src/report/calibration.ts";
import { createRandom } from "../../../src/statistics/random.ts";
import { calibrate, calibrateHistory } from "../../../src/workflows/calibrate.ts";
import { SAMPLE } from "../../sample.ts";
import { makeMapping, makeSet, simulateHistory } from "../simulated-history.ts";
import { accept } from "../versions/version-fixture.ts";
import { simulateFeedback } from "./simulated-feedback.ts";

const HOUR = 3_600_000;
const LINES = [
  { points: 20, worth: 20 },
  { points: 20, worth: 0 },
  { points: 5, worth: 25 },
  { points: 10, worth: 10 },
  { points: 15, worth: 15 },
  { points: -10, worth: -10 },
];

const settings = { seed: 1, onProgress: () => {} };

function calibrateOn(history: History, feedback: readonly FeedbackEntry[] | null) {
  const { calibration, recommended, model } = accept(
    calibrateHistory(makeSet(LINES), history, makeMapping(), feedback, settings),
  );
  return { calibration, recommended, model, voices: calibration.lines.map((line) => line.voices!) };
}

function weightOf({ feedback }: Calibration): number {
  const { weight } = feedback!;
  if ("notEstimable" in weight) throw new Error(weight.notEstimable);
  return weight.weight;
}

/** Points that sales gives each line. */
function pointsOf({ voices }: ReturnType<typeof calibrateOn>) {
  return voices.map(({ sales }) => {
    if ("notEstimable" in sales) throw new Error(sales.notEstimable);
    return sales;
  });
}

describe("three voices on simulated histories", () => {
  const history = simulateHistory(LINES, { deals: 1500, seed: 3 });
  const honest = simulateFeedback(LINES, history, { by: "worth", share: 0.8, seed: 4 });
  const echo = simulateFeedback(LINES, history, { by: "points", share: 0.8, seed: 5 });

  it("are silent where no feedback is given", () => {
    const { calibration } = calibrateOn(history, null);
    expect(calibration.feedback).toBeNull();
    for (const line of calibration.lines) expect(line).not.toHaveProperty("voices");
  });

  it("agree with deals against the points where sales knows what leads are worth", () => {
    const { voices, calibration } = calibrateOn(history, honest);
    expect(voices.map(({ verdict }) => verdict).slice(1, 3)).toEqual([
      "deals-and-sales-against-points",
      "deals-and-sales-against-points",
    ]);
    expect(voices[1]).toMatchObject({ dealsStance: "less", salesStance: "less", reps: 6 });
    expect(voices[2]).toMatchObject({ dealsStance: "more", salesStance: "more" });
    expect(voices[0]!.heard).toBeGreaterThan(300);
    expect(calibrationSchema.parse(calibration)).toEqual(calibration);
  });

  it("are in conflict where sales goes by the points", () => {
    const { voices, calibration } = calibrateOn(history, echo);
    expect(voices[1]).toMatchObject({ salesStance: "with", verdict: "deals-against-sales" });
    expect(voices[2]).toMatchObject({ salesStance: "with", verdict: "deals-against-sales" });
    expect(calibration.feedback!.anchoring.verdict).toBe("follows-score");
  });

  it("let feedback that echoes the points move no line", () => {
    const { calibration, recommended } = calibrateOn(history, echo);
    expect(weightOf(calibration)).toBe(0);
    expect(recommended).toEqual(calibrateOn(history, null).recommended);
  });

  it("take honest feedback into the fit where deals are few, and come nearer to the truth", () => {
    const miss = ({ calibration }: ReturnType<typeof calibrateOn>) =>
      calibration.lines.reduce(
        (sum, { estimate }, j) => sum + ((estimate as number) - LINES[j]!.worth) ** 2,
        0,
      );
    const runs = [11, 12, 13, 14, 15].map((seed) => {
      const { deals, ...rest } = simulateHistory(LINES, { deals: 1500, seed });
      const isClosed = (i: number) => i % 7 === 0;
      const few = { ...rest, deals: deals.filter((_, i) => isClosed(i)) };
      const open = new Map(deals.filter((_, i) => !isClosed(i)).map(({ lead }) => [lead.id, lead]));
      const words = simulateFeedback(LINES, { ...rest, deals }, { by: "worth", share: 1, seed });
      const told = words.map((word) => ({ ...word, lead: open.get(word.leadId) ?? null }));
      return { alone: calibrateOn(few, null), withSales: calibrateOn(few, told) };
    });
    const used = runs.filter(({ withSales }) => weightOf(withSales.calibration) > 0);
    expect(used.length).toBeGreaterThan(1);
    const total = (of: "alone" | "withSales") => used.reduce((sum, run) => sum + miss(run[of]), 0);
    expect(total("withSales")).toBeLessThan(0.8 * total("alone"));
    // What deals say is still told by itself.
    for (const { alone, withSales } of runs)
      for (const [j, { deals }] of withSales.voices.entries())
        expect((deals as { value: number }).value).toBeCloseTo(
          alone.calibration.lines[j]!.estimate as number,
          9,
        );
  });

  it("rest on what was said with the score hidden where its sight moves sales", () => {
    const blind = (word: FeedbackEntry) => ({ ...word, sawScore: false });
    const seen = (word: FeedbackEntry) => ({ ...word, sawScore: true });
    const mixed = [
      ...echo.filter((_, i) => i % 2 === 0).map(seen),
      ...simulateFeedback(LINES, history, { by: "worth", share: 0.5, seed: 8 }).map(blind),
    ];
    const { calibration, voices } = calibrateOn(history, mixed);
    expect(calibration.feedback).toMatchObject({
      voiceFrom: "blind",
      anchoring: { verdict: "anchored", bySight: [{ sight: "visible" }, { sight: "blind" }] },
    });
    expect(voices[1]!.salesStance).toBe("less");
  });

  it("are moved by no grumpy rep", () => {
    const random = createRandom(9);
    const { deals } = history;
    const grumbles = deals
      .filter(() => random() < 0.3)
      .map(({ lead, asOf }): FeedbackEntry => {
        const said = { accepted: false, rating: 1, reason: "no-need", rep: "R-grumpy" };
        return { leadId: lead.id, ...said, at: asOf + 2 * HOUR };
      });
    const before = calibrateOn(history, echo);
    const after = calibrateOn(history, [...echo, ...grumbles]);
    expect(after.recommended).toEqual(before.recommended);
    const now = pointsOf(after);
    pointsOf(before).forEach(({ value, low, high }, j) => {
      expect(Math.abs(now[j]!.value - value)).toBeLessThan((high - low) / 4);
    });
    expect(after.voices.map(({ verdict }) => verdict)).toEqual(
      before.voices.map(({ verdict }) => verdict),
    );
  });

  it("do not hang on the order in which words came in, nor on those given too late", () => {
    const closed = {
      ...history,
      deals: history.deals.map((deal) => ({ ...deal, closedAt: deal.asOf + 48 * HOUR })),
    };
    const expected = calibrateOn(closed, honest);
    const late = honest.map((word) => ({ ...word, accepted: true, at: word.at! + 72 * HOUR }));
    const { calibration, recommended } = calibrateOn(closed, [...late, ...honest].toReversed());
    expect(recommended).toEqual(expected.recommended);
    const withoutShare = ({ lines }: Calibration) =>
      lines.map((line) => ({ ...line, salesAccepted: null }));
    expect(withoutShare(calibration)).toEqual(withoutShare(expected.calibration));
    expect(calibration.feedback!.heard).toBe(honest.length);
  });

  it("keep the last word of each rep on a lead", () => {
    const changed = honest.map((word) => ({ ...word, accepted: !word.accepted, at: word.at! - 1 }));
    const { calibration } = calibrateOn(history, [...changed, ...honest]);
    const { anchoring, weight } = calibrateOn(history, honest).calibration.feedback!;
    expect(calibration.feedback).toMatchObject({ heard: honest.length, anchoring, weight });
  });

  it("judge no arm by feedback on the deals that judge, whatever was said of them", () => {
    const few = { ...history, deals: history.deals.slice(0, 300) };
    const said = simulateFeedback(LINES, few, { by: "worth", share: 1, seed: 6 });
    const { calibration } = calibrateOn(few, said);
    const cutoff = Date.parse(calibration.split.cutoff!);
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (verdicts) => {
        const turned = said.map((word) =>
          word.at! - HOUR >= cutoff ? { ...word, accepted: verdicts.next().value } : word,
        );
        const { arms } = calibrateOn(few, turned).calibration;
        expect(arms.model).toEqual(calibration.arms.model);
        expect(arms.recommended).toEqual(calibration.arms.recommended);
      }),
      { numRuns: 5 },
    );
  });

  it("hear leads without a deal as they were known when the word was given", () => {
    const { deals } = history;
    const [known, open] = [deals.slice(0, 900), deals.slice(900)];
    const said = simulateFeedback(LINES, history, { by: "worth", share: 1, seed: 7 });
    const leads = new Map(open.map(({ lead }) => [lead.id, lead]));
    const told = said.map((word) => ({ ...word, lead: leads.get(word.leadId) ?? null }));
    const closed = { ...history, deals: known };
    const whole = calibrateOn(closed, told).calibration.feedback!;
    expect(whole).toMatchObject({ entries: 1500, matched: 900, heard: 1500 });
    expect(whole.anchoring.bySight).toMatchObject([{ heard: 1500, closed: 900 }]);
    expect(calibrateOn(closed, said).calibration.feedback).toMatchObject({ heard: 900 });
  });
});

describe("three voices on the sample", () => {
  let calibration: Calibration;
  beforeAll(async () => {
    ({ calibration } = accept(await calibrate({ ...SAMPLE, onProgress: () => {} })));
  });

  it("say of every line who is at odds with whom", () => {
    const verdicts = Object.fromEntries(
      calibration.lines.map(({ id, voices }) => [id, voices!.verdict]),
    );
    expect(verdicts).toMatchObject({
      "country-home": "deals-and-sales-against-points",
      "pricing-page": "deals-and-sales-against-points",
      "white-paper": "deals-against-sales",
      "industry-target": "agree",
    });
    for (const { voices } of calibration.lines)
      expect(voices).toMatchObject({ reps: 12, accepted: { value: expect.any(Number) } });
  });

  it("show kappa with the score beside kappa with the outcome, and how the weight was chosen", () => {
    const { anchoring, weight, heard, reps, leniencySpread } = calibration.feedback!;
    expect({ heard, reps }).toEqual({ heard: 838, reps: 12 });
    expect(leniencySpread).toBeGreaterThan(0.4);
    const [{ withScore, withOutcome } = {}] = anchoring.bySight;
    const value = (kappa: unknown) => (kappa as { value: number }).value;
    expect(value(withScore)).toBeGreaterThan(value(withOutcome));
    expect(weight).toMatchObject({ judged: 2328, candidates: { length: 7 } });
  });
});
