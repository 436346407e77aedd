import type { Calibration } from "./calibration.ts";
import { formatCount, formatInterval, formatList, formatNumber } from "./format.ts";
import { composeAdvice } from "./sentences/advice.ts";
import {
  countConflicts,
  describeAnchoring,
  describeFeedbackWeight,
  describeReps,
  describeSight,
} from "./sentences/feedback.ts";
import { printChanges } from "./text/changes.ts";
import { printArms, printThresholds } from "./text/comparison.ts";
import {
  printBackTest,
  printCandidates,
  printCurve,
  printGround,
  printWarning,
} from "./text/outlook.ts";
import { type Block, headBlock, type TextOptions } from "./text/page.ts";
import { plainText, wrapText } from "./text/table.ts";
import { conflictingLines, listVoices, VOICE_VERDICTS } from "./voices.ts";
import { ANSWERS, isChanged, nameLines, nameScorecards, nameSetAside } from "./words.ts";

/**
 * The calibration as plain text: what to change and whether it pays, history, changes, thresholds,
 * back-test, lines to add, arms, drift, feedback, what was left out, where evidence is thin, notes. No line is wider than `columns`; without its colours the text is the
 * same. Control characters in names are dropped, so that data cannot command the terminal.
 *
 * @throws RangeError on fewer than 20 columns
 */
export function renderText(calibration: Calibration, options: TextOptions): string {
  const blocks = [
    printAdvice(calibration, options),
    printWarning(calibration, options),
    printHistory(calibration, options),
    printChanges(calibration, options),
    printCurve(calibration, options),
    printThresholds(calibration, options),
    printBackTest(calibration, options),
    printCandidates(calibration, options),
    printArms(calibration, options),
    printGround(calibration, options),
    printFeedback(calibration, options),
    printLeftOut(calibration, options),
    printThin(calibration, options),
    printNotes(calibration, options),
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${text.join("\n\n")}\n`;
}

function printAdvice(calibration: Calibration, options: TextOptions): Block {
  const { headline, sentences } = composeAdvice(calibration);
  const { answer, sentence } = calibration.verdict;
  return [
    ...headBlock(plainText(nameScorecards(calibration)), options),
    ...headBlock(headline, options),
    ...[...sentences, `${ANSWERS[answer]}. ${sentence}`].flatMap((each) =>
      wrapText(plainText(each), options.columns),
    ),
  ];
}

function printHistory({ history, split }: Calibration, options: TextOptions): Block {
  const { deals, won, lost, open, rejected, duplicates, setAside } = history;
  const aside = setAside.map((part) => `${formatNumber(part.deals)} ${nameSetAside(part.reason)}`);
  const counts = [
    `${formatCount(deals, "closed deal")}: ${formatNumber(won)} won, ${formatNumber(lost)} lost`,
    `${formatNumber(split.train)} trained, ${formatNumber(split.judge)} judged`,
    ...(open > 0 || aside.length > 0
      ? [`set aside: ${[`${formatNumber(open)} open`, ...aside].join(", ")}`]
      : []),
    ...(rejected > 0 ? [`${formatCount(rejected, "row")} rejected`] : []),
    ...(duplicates > 0 ? [`${formatCount(duplicates, "id")} on several rows, one kept`] : []),
  ];
  return wrapText(plainText(`${counts.join("; ")}.`), options.columns);
}

/** What sales said, whether it echoes the score, and what it counts; nothing where it said nothing. */
function printFeedback(calibration: Calibration, options: TextOptions): Block {
  const { feedback } = calibration;
  if (feedback === null) return [];
  const names = nameLines(calibration.lines);
  const sentences = [
    `${describeReps(feedback)}.`,
    describeAnchoring(feedback),
    ...feedback.anchoring.bySight.map(describeSight),
    describeFeedbackWeight(feedback),
    countConflicts(calibration),
  ];
  const conflicts = conflictingLines(calibration).map(
    (line) =>
      `${names.get(line.id)}: ${VOICE_VERDICTS[line.voices!.verdict].word} (${listVoices(line)})`,
  );
  return [
    ...headBlock("Feedback from sales", options),
    ...sentences.flatMap((each) => wrapText(plainText(each), options.columns)),
    ...conflicts.flatMap((each) => wrapText(plainText(each), options.columns, 2)),
  ];
}

function printLeftOut({ history, leakEffect }: Calibration, options: TextOptions): Block {
  if (history.excludedColumns.length === 0) return [];
  const columns = history.excludedColumns.flatMap(({ column, explanation }) =>
    wrapText(plainText(`${column}: ${explanation}`), options.columns, 2),
  );
  const effect =
    leakEffect === null
      ? []
      : wrapText(
          plainText(
            `With ${formatList(leakEffect.columns)} the model's AUC would have seemed to be ${formatInterval(leakEffect.modelAucWithLeaks, showThree)}, instead of ${formatInterval(leakEffect.modelAuc, showThree)}.`,
          ),
          options.columns,
        );
  return [...headBlock("Left out, because it knows the outcome", options), ...columns, ...effect];
}

/** Lines without enough evidence, those with the same reason together. */
function printThin({ lines }: Calibration, options: TextOptions): Block {
  const names = nameLines(lines);
  const namesByReason = new Map<string, string[]>();
  for (const line of lines.filter(({ verdict }) => verdict === "too-little-evidence")) {
    const name = `${names.get(line.id)}${isChanged(line) ? "" : ", kept"}`;
    namesByReason.set(line.reason, [...(namesByReason.get(line.reason) ?? []), name]);
  }
  if (namesByReason.size === 0) return [];
  return [
    ...headBlock("Where evidence is thin", options),
    ...[...namesByReason].flatMap(([reason, each]) => [
      ...wrapText(plainText(reason), options.columns, 2),
      ...each.flatMap((name) => wrapText(plainText(name), options.columns, 4)),
    ]),
  ];
}

function printNotes({ notes }: Calibration, options: TextOptions): Block {
  if (notes.length === 0) return [];
  return [
    ...headBlock("Notes", options),
    ...notes.flatMap((note) => wrapText(plainText(note), options.columns, 2)),
  ];
}

function showThree(value: number): string {
  return formatNumber(value, 3);
}
