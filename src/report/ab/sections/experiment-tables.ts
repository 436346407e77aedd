import { ARMS, type ArmName } from "../../../experiment/assignment.ts";
import {
  type Estimable,
  type Interval,
  isEstimated,
  notEstimable,
} from "../../../statistics/estimate.ts";
import type { MeanDifference } from "../../../statistics/mean-difference.ts";
import { normalInterval } from "../../../statistics/normal-interval.ts";
import { estimateProportion } from "../../../statistics/proportion.ts";
import { type FormatValue, formatNumber, formatShare, formatSigned } from "../../format.ts";
import { term } from "../../glossary.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { type Column, showInterval, showTable, showTested } from "../../sections/figure.ts";
import type { ExperimentFindings } from "../findings.ts";
import { leadingDifference, nameSuccess } from "../sentences/live.ts";
import { ARM_LABELS, percent, perHundred, signedTwo } from "../words.ts";

/** Units, leads and successes of each arm. */
export function showTallies(experiment: ExperimentFindings): Markup {
  const { arms } = experiment.comparison.tally;
  const count = (
    head: string,
    of: "enrolled" | "units" | "leads" | "successes",
  ): Column<ArmName> => ({ head, align: "right", cell: (arm) => formatNumber(arms[arm][of]) });
  return showTable(
    ARMS,
    [
      { head: "Arm", cell: (arm) => html`<span class="line-label">${ARM_LABELS[arm]}</span>` },
      count("Units enrolled", "enrolled"),
      count("Units with their window over", "units"),
      count("Their leads", "leads"),
      count("Successes", "successes"),
      {
        head: "Rate",
        align: "right",
        cell: (arm) => showInterval(rateOf(experiment, arm), percent),
      },
    ],
    {
      narrow: "cards",
      caption: `Leads ${nameSuccess(experiment)}, by arm, with 95% intervals for one look`,
    },
  );
}

/** Wilson's interval where leads are assigned; by the spread among accounts where these are. */
function rateOf({ definition, comparison }: ExperimentFindings, arm: ArmName): Estimable<Interval> {
  const { leads, successes, moments } = comparison.tally.arms[arm];
  if (leads === 0) return notEstimable("no outcome window is over");
  if (definition.unit === "lead") return estimateProportion(successes, leads);
  if (!moments) return notEstimable("fewer than two accounts");
  const standardError = Math.sqrt(moments.variance / moments.n);
  return normalInterval(moments.mean, standardError, { lowest: 0, highest: 1 });
}

interface EffectRow {
  readonly name: Content;
  readonly difference: Estimable<MeanDifference>;
  readonly format: FormatValue;
}

/** Plain and adjusted, as a difference and as a part of the rules' rate. */
export function showEffects(experiment: ExperimentFindings): Markup {
  const { comparison, definition } = experiment;
  const { plain, adjusted } = comparison;
  const inPercent: FormatValue = (share) => `${formatSigned(100 * share, 1)}%`;
  const explained = isEstimated(adjusted) ? `, which foretells ${percent(adjusted.explained)}` : "";
  const name = html`${term("score-before", "Adjusted for the score before")}${explained}`;
  const [difference, lift] = isEstimated(adjusted)
    ? [adjusted.difference, adjusted.lift]
    : [adjusted, adjusted];
  const rows: readonly EffectRow[] = [
    { name: "Plain, of 100 leads", difference: plain.difference, format: perHundred },
    { name: html`${name}, of 100 leads`, difference, format: perHundred },
    { name: "Plain, as a part of the rules' rate", difference: plain.lift, format: inPercent },
    { name: "Adjusted, as a part of the rules' rate", difference: lift, format: inPercent },
  ];
  const rests = leadingDifference(experiment).isAdjusted ? "adjusted" : "plain";
  return showTable(rows, EFFECT_COLUMNS, {
    narrow: "cards",
    caption: `Model less rules, with intervals of ${formatShare(1 - definition.alpha, 0)}. The verdict rests on the ${rests} difference at every look.`,
  });
}

const EFFECT_COLUMNS: readonly Column<EffectRow>[] = [
  { head: "Difference", cell: ({ name }) => name },
  {
    head: "At every look",
    linkedHead: term("every-look", "At every look"),
    align: "right",
    cell: ({ difference, format }) => showTested(lookAt(difference, "anytime"), format),
  },
  {
    head: "One look at the planned end",
    linkedHead: term("fixed-horizon", "One look at the planned end"),
    align: "right",
    cell: ({ difference, format }) => showTested(lookAt(difference, "fixed"), format),
  },
];

function lookAt<T extends "anytime" | "fixed">(
  difference: Estimable<MeanDifference>,
  look: T,
): Estimable<MeanDifference[T]> {
  return isEstimated(difference) ? difference[look] : difference;
}

const STATES = {
  held: "held",
  breached: "breached",
  "not-yet-known": "not yet known",
} as const;

/** What must not get worse; nothing where nothing is guarded. */
export function showGuardrails({ comparison }: ExperimentFindings): Markup | "" {
  const { guardrails } = comparison;
  if (guardrails.length === 0) return "";
  return showTable(
    guardrails,
    [
      {
        head: "Guardrail",
        linkedHead: term("guardrail", "Guardrail"),
        cell: ({ name }) => name,
      },
      { head: "State", cell: ({ state }) => STATES[state] },
      {
        head: "Model less rules, at every look",
        align: "right",
        cell: ({ difference }) => showInterval(lookAt(difference, "anytime"), signedTwo),
      },
      { head: "Margin", align: "right", cell: ({ margin }) => formatNumber(margin, 2) },
    ],
    {
      narrow: "cards",
      caption: "What must not get worse by more than its margin; higher is worse",
    },
  );
}
