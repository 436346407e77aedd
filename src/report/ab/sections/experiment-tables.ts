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
import {
  type Column,
  showInterval,
  showReason,
  showTable,
  showTested,
} from "../../sections/figure.ts";
import type { ExperimentFindings } from "../findings.ts";
import { nameSuccess } from "../sentences/live.ts";
import { ARM_LABELS, nameMetrics, percent, perHundred } from "../words.ts";

/** Units, leads and successes of each arm. */
export function showTallies(experiment: ExperimentFindings): Markup {
  const { arms } = experiment.comparison.tally;
  const column = (head: string, cell: (arm: ArmName) => Content): Column<ArmName> => ({
    head,
    align: "right",
    cell,
  });
  const count = (of: (arm: ArmName) => number) => (arm: ArmName) => formatNumber(of(arm));
  return showTable(
    ARMS,
    [
      { head: "Arm", cell: (arm) => html`<span class="line-label">${ARM_LABELS[arm]}</span>` },
      column(
        "Units enrolled",
        count((arm) => arms[arm].enrolled),
      ),
      column(
        "Units with their window over",
        count((arm) => arms[arm].units),
      ),
      column(
        "Their leads",
        count((arm) => arms[arm].leads),
      ),
      column(
        "Successes",
        count((arm) => arms[arm].successes),
      ),
      column("Rate", (arm) => showInterval(rateOf(experiment, arm), percent)),
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
export function showEffects({ comparison, definition }: ExperimentFindings): Markup {
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
  const rests = definition.adjustForScore && isEstimated(adjusted) ? "adjusted" : "plain";
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
    cell: ({ difference, format }) =>
      isEstimated(difference)
        ? showTested(difference.anytime, format)
        : showReason(difference.notEstimable),
  },
  {
    head: "One look at the planned end",
    linkedHead: term("fixed-horizon", "One look at the planned end"),
    align: "right",
    cell: ({ difference, format }) =>
      isEstimated(difference)
        ? showTested(difference.fixed, format)
        : showReason(difference.notEstimable),
  },
];

const STATES = {
  held: "held",
  breached: "breached",
  "not-yet-known": "not yet known",
} as const;

/** What must not get worse; nothing where nothing is guarded. */
export function showGuardrails({ comparison }: ExperimentFindings): Markup | "" {
  const { guardrails } = comparison;
  if (guardrails.length === 0) return "";
  const two: FormatValue = (value) => formatSigned(value, 2);
  return showTable(
    guardrails,
    [
      {
        head: "Guardrail",
        linkedHead: term("guardrail", "Guardrail"),
        cell: ({ name }) => nameMetrics(name),
      },
      { head: "State", cell: ({ state }) => STATES[state] },
      {
        head: "Model less rules, at every look",
        align: "right",
        cell: ({ difference }) =>
          isEstimated(difference)
            ? showInterval(difference.anytime, two)
            : showReason(difference.notEstimable),
      },
      { head: "Margin", align: "right", cell: ({ margin }) => formatNumber(margin, 2) },
    ],
    {
      narrow: "cards",
      caption: "What must not get worse by more than its margin; higher is worse",
    },
  );
}
