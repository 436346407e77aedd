import { formatCount, formatList } from "../../format.ts";
import type { ExperimentFindings } from "../findings.ts";
import { formatDay } from "../words.ts";
import { compareWork, describeHandovers } from "./handovers.ts";

/** An experiment whose verdict has the cautions too that its hand-overs and changed versions call for. */
export function addCautions(experiment: ExperimentFindings): ExperimentFindings {
  const { comparison } = experiment;
  const { verdict } = comparison;
  const cautions = [...tellWork(experiment), ...tellChanges(experiment), ...verdict.cautions];
  return { ...experiment, comparison: { ...comparison, verdict: { ...verdict, cautions } } };
}

/** Whether an experiment has ended, and of versions that are no longer live. */
export function isOutdated({ state, changes }: ExperimentFindings): boolean {
  return state === "stopped" && changes.since > 0;
}

/** Where an arm is shown to hand more leads over, and does better by it or would seem to. */
function tellWork(experiment: ExperimentFindings): string[] {
  const { verdict } = experiment.comparison.verdict;
  if (verdict === "broken") return [];
  const work = compareWork(experiment);
  const figures = describeHandovers(experiment);
  const done = experiment.definition.primary.metric === "won" ? "won" : "accepted";
  if (work === "more") {
    const gained = verdict === "better" ? ` More are ${done}, but more are worked.` : "";
    return [`The model's arm handed more leads over.${gained} ${figures}`];
  }
  return work === "fewer" && verdict === "worse"
    ? [
        `The model's arm handed fewer leads over. Fewer are ${done}, but fewer are worked. ${figures}`,
      ]
    : [];
}

/** Days that are told one by one. */
const MOST_DAYS = 5;

function tellChanges({ state, changes, definition }: ExperimentFindings): string[] {
  const { withinDays } = definition.primary;
  const { during, duringAt, since } = changes;
  const days = [...new Set(duringAt.map(formatDay))];
  const more = days.length - MOST_DAYS;
  const told = formatList([
    ...days.slice(0, MOST_DAYS),
    ...(more > 0 ? [formatCount(more, "more day")] : []),
  ]);
  return [
    ...(during > 0
      ? [`What is live changed while it ran, on ${told}: what it compares changed in the middle.`]
      : []),
    ...(state === "stopped" && since > 0
      ? [
          `What is live changed ${formatCount(since, "time")} since it ended: it is of versions that are no longer live.`,
        ]
      : []),
    ...(state === "stopped"
      ? [
          `Since it ended all leads go by the rules: those that came in within ${formatCount(withinDays, "day")} before were partly handed over by them in either arm.`,
        ]
      : []),
  ];
}
