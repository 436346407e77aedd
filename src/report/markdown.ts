import type { Calibration } from "./calibration.ts";
import { formatCount, formatDate, formatInterval, formatSigned, formatTested } from "./format.ts";
import { writeCandidates, writeChanges, writeThresholds } from "./markdown/advice.ts";
import { writeBackTest, writeComparison, writeFeedback, writeGround } from "./markdown/evidence.ts";
import { escapeMarkdown } from "./markdown/page.ts";
import { composeAdvice } from "./sentences/advice.ts";
import { adviseOnDrift, warnOfDrift } from "./sentences/drift.ts";
import { explainEvenScore, nameToday } from "./sentences/today.ts";
import { ANSWERS, nameScorecards } from "./words.ts";

/**
 * The calibration as Markdown for a pull request or a chat: what to change and whether it pays, and
 * what that rests on. Names and reasons are escaped, so that data is no markup and calls nobody;
 * pure, same input same text.
 */
export function renderMarkdown(calibration: Calibration): string {
  const blocks = [
    `# Calibration of ${escapeMarkdown(nameScorecards(calibration))}`,
    ...writeHeadline(calibration),
    ...writeChanges(calibration),
    ...writeThresholds(calibration),
    ...writeBackTest(calibration),
    ...writeCandidates(calibration),
    ...writeComparison(calibration),
    ...writeFeedback(calibration),
    ...writeGround(calibration),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function writeHeadline(calibration: Calibration): readonly string[] {
  const { verdict, recommendedComparison, split, drift } = calibration;
  const { headline, sentences } = composeAdvice(calibration);
  const { deals, deltaLogLoss, deltaAuc } = recommendedComparison;
  const signed = (value: number) => formatSigned(value, 3);
  const even = explainEvenScore(calibration.arms.rules.judge, deltaAuc);
  const which =
    split.cutoff === null ? "drawn by lot" : `scored on or after ${formatDate(split.cutoff)}`;
  return [
    `**${escapeMarkdown(headline)}**`,
    ...sentences.map(escapeMarkdown),
    ...(drift.broken
      ? [`> **${warnOfDrift(calibration)}** ${escapeMarkdown(adviseOnDrift(calibration))}`]
      : []),
    escapeMarkdown(
      `Recommended scorecard against ${nameToday(calibration)} on ${formatCount(deals, "deal")} ${which} that taught it nothing: log loss ${formatInterval(deltaLogLoss, signed)}, where below 0 is better; AUC ${formatTested(deltaAuc, signed)}${even && ` ${even}`}; with 95% intervals.`,
    ),
    escapeMarkdown(`${ANSWERS[verdict.answer]}. ${verdict.sentence}`),
  ];
}
