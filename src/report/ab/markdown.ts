import { type Estimable, type Interval, isEstimated } from "../../statistics/estimate.ts";
import { type FormatValue, formatCount, formatInterval, formatNumber } from "../format.ts";
import { escapeMarkdown, layMarkdown, listMarkdown } from "../markdown/page.ts";
import type { ShadowFindings } from "./findings.ts";
import type { AbReport } from "./schema.ts";
import { describeHandovers } from "./sentences/handovers.ts";
import { countTested, leadingDifference, nameExperiment, nameSuccess } from "./sentences/live.ts";
import { describeAlarm, describeRetraining } from "./sentences/watch.ts";
import {
  demandLoss,
  demandOutcomes,
  demandSpread,
  demandSpreadOfDifference,
  demandSpreadOfTops,
} from "./spread.ts";
import {
  asSentence,
  countJudged,
  formatDay,
  four,
  nameArms,
  nameTop,
  percent,
  perHundred,
  signedFour,
  signedThree,
  three,
  VERDICT_WORDS,
} from "./words.ts";

/** More experiments and alarms than this are counted and not told one by one. */
const MOST_TOLD = 10;

/**
 * The report of rules against model as Markdown for a pull request or a chat. Names and reasons are
 * escaped, so that data is no markup and calls nobody; pure, same input same text.
 */
export function renderMarkdown(report: AbReport): string {
  const { answer } = report;
  const blocks = [
    `# Rules against model: ${escapeMarkdown(nameArms(report))}`,
    `**${escapeMarkdown(answer.sentence)}**`,
    ...(answer.evidence.length === 0 ? [] : [escapeMarkdown(answer.evidence.join(" "))]),
    ...answer.cautions.map((caution) => `> ${escapeMarkdown(caution)}`),
    ...writeFigures(demandOutcomes(report.shadow)),
    ...writeLive(report),
    ...writeWatch(report),
    escapeMarkdown(
      `As of ${formatDay(report.asOf)}. Ranges are 95% intervals unless said otherwise.`,
    ),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

interface Row {
  readonly name: string;
  readonly rules: string;
  readonly model: string;
  readonly difference: string;
  readonly n: string;
}

function writeFigures(shadow: AbReport["shadow"]): readonly string[] {
  if (!isEstimated(shadow)) return [];
  const { basis } = shadow;
  const kind =
    basis.kind === "served" ? "leads as they stood when handed over" : "later deals of the history";
  return [
    `## In shadow, on ${kind}`,
    layMarkdown(listRows(shadow), [
      { head: "Figure", cell: ({ name }) => name },
      { head: "Rules", align: "right", cell: ({ rules }) => rules },
      { head: "Model", align: "right", cell: ({ model }) => model },
      { head: "Model less rules", align: "right", cell: ({ difference }) => difference },
      { head: "n", align: "right", cell: ({ n }) => n },
    ]),
  ];
}

function listRows({ overall, selection }: ShadowFindings): readonly Row[] {
  const n = countJudged(overall);
  const row = (
    name: string,
    figures: Figures,
    [format, formatDifference]: readonly [FormatValue, FormatValue],
  ): Row => ({
    name,
    rules: formatInterval(figures.rules, format),
    model: formatInterval(figures.model, format),
    difference: formatInterval(figures.difference, formatDifference),
    n,
  });
  return [
    row("AUC, 1 is best", settle(overall.auc, demandSpread), [three, signedThree]),
    ...overall.tops.map(({ top, comparison }) => {
      const name = `Win rate of ${nameTop(top)}, difference of 100`;
      const figures = isEstimated(comparison)
        ? {
            rules: demandSpread(comparison.precision.first),
            model: demandSpread(comparison.precision.second),
            difference: demandSpreadOfTops(comparison.precision.difference, comparison),
          }
        : { rules: comparison, model: comparison, difference: comparison };
      const told = row(name, figures, [percent, perHundred]);
      return isEstimated(comparison)
        ? { ...told, n: `${formatNumber(comparison.taken)} by each` }
        : told;
    }),
    row("Log loss, lower is better", settle(overall.logLoss, demandLoss), [four, signedFour]),
    row("Brier score, lower is better", settle(overall.brier, demandLoss), [four, signedFour]),
    ...listWeighted(selection).map(({ name, figures, formats, n: of }) => ({
      ...row(name, figures, formats),
      n: of,
    })),
    ...overall.netBenefit.map((each) =>
      row(
        `Net benefit of 100 leads worth working from ${percent(each.price)}`,
        settle(each, demandSpread),
        [perHundred, perHundred],
      ),
    ),
  ];
}

/** Figures of all leads, weighted for who was worked. */
function listWeighted(selection: ShadowFindings["selection"]) {
  if (!isEstimated(selection) || !isEstimated(selection.weighted)) return [];
  const { weighted, worked, top } = selection;
  const n = `${formatCount(worked, "lead")}, weighted`;
  const auc = {
    name: "AUC among all leads, weighted for who was worked",
    figures: settle(weighted.auc, demandSpread),
    formats: [three, signedThree] as const,
    n,
  };
  if (!isEstimated(weighted.top)) return [auc];
  const { precision } = weighted.top;
  const figures = {
    rules: demandSpread(precision.first),
    model: demandSpread(precision.second),
    difference: demandSpreadOfTops(precision.difference, weighted.top),
  };
  const name = `Win rate of ${nameTop(top)}, all of them, weighted, difference of 100`;
  return [auc, { name, figures, formats: [percent, perHundred] as const, n }];
}

interface Figures {
  readonly rules: Estimable<Interval>;
  readonly model: Estimable<Interval>;
  readonly difference: Estimable<Interval>;
}

/** Both arms without intervals that say nothing. */
function settle(
  {
    rules,
    model,
    difference,
  }: Record<keyof Figures, Estimable<Interval & { standardError: number }>>,
  demand: typeof demandSpread,
): Figures {
  return {
    rules: demand(rules),
    model: demand(model),
    difference: demandSpreadOfDifference(difference),
  };
}

function writeLive({ live }: AbReport): readonly string[] {
  if (live.length === 0) return [];
  const told = live.slice(0, MOST_TOLD).map((experiment) => {
    const { verdict, reasons } = experiment.comparison.verdict;
    const { difference } = leadingDifference(experiment);
    const figure = isEstimated(difference)
      ? ` Leads of 100 ${nameSuccess(experiment)}, model less rules at every look: ${formatInterval(difference.anytime, perHundred)}, n = ${countTested(experiment)}.`
      : "";
    return `${asSentence(`${nameExperiment(experiment)}: ${VERDICT_WORDS[verdict]}`)} ${reasons.join(" ")}${figure}${experiment.state === "planned" ? "" : ` ${describeHandovers(experiment)}`}`;
  });
  const more = live.length - told.length;
  return [
    "## Experiments",
    listMarkdown([...told, more > 0 ? `And ${formatCount(more, "more experiment")}.` : ""]),
  ];
}

function writeWatch({ watch }: AbReport): readonly string[] {
  if (!isEstimated(watch)) return [];
  const { alarms, retraining } = watch;
  const more = alarms.length - MOST_TOLD;
  return [
    "## Watch",
    listMarkdown([
      ...(alarms.length === 0
        ? ["No alarm stands."]
        : alarms.slice(0, MOST_TOLD).map((alarm) => `Alarm, ${describeAlarm(alarm)}`)),
      more > 0 ? `And ${formatCount(more, "more alarm")}.` : "",
      `Train again now? ${describeRetraining(retraining)}`,
    ]),
  ];
}
