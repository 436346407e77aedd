import { ARMS, type ArmName } from "../../../experiment/assignment.ts";
import { type Estimable, type Interval, isEstimated } from "../../../statistics/estimate.ts";
import { type FormatValue, formatNumber } from "../../format.ts";
import { type Content, html, type Markup } from "../../markup.ts";
import { type Column, showInterval, showRate, showTable } from "../../sections/figure.ts";
import type { ExperimentFindings } from "../findings.ts";
import { nameSuccess } from "../sentences/live.ts";
import { ARM_LABELS, percent, perHundred } from "../words.ts";

interface Row {
  readonly name: string;
  readonly leads: Content;
  readonly handedOver: Content;
  readonly share: Content;
  readonly successRate: Content;
}

/** How many leads each arm gave sales to work, and how many of these succeeded. */
export function showHandovers(experiment: ExperimentFindings): Markup {
  const { arms, difference } = experiment.handovers;
  const ofArm = (arm: ArmName): Row => ({
    name: ARM_LABELS[arm],
    leads: formatNumber(arms[arm].leads),
    handedOver: formatNumber(arms[arm].handedOver),
    share: showRate(arms[arm].share, percent),
    successRate: showRate(arms[arm].successRate, percent),
  });
  const anytime: Estimable<Interval> = isEstimated(difference) ? difference.anytime : difference;
  const apart: Row = {
    name: "Model less rules, at every look",
    leads: "",
    handedOver: "",
    share: showInterval(anytime, ofHundred),
    successRate: "",
  };
  return showTable([...ARMS.map(ofArm), apart], COLUMNS, {
    narrow: "cards",
    caption: `Leads that each arm handed over, and those of them ${nameSuccess(experiment)}; 95% intervals for one look unless said otherwise`,
  });
}

const ofHundred: FormatValue = (share) => `${perHundred(share)} of 100`;

const COLUMNS: readonly Column<Row>[] = [
  { head: "Arm", cell: ({ name }) => html`<span class="line-label">${name}</span>` },
  { head: "Leads taking part", align: "right", cell: ({ leads }) => leads },
  { head: "Handed over", align: "right", cell: ({ handedOver }) => handedOver },
  { head: "Share handed over", align: "right", cell: ({ share }) => share },
  { head: "Success of those", align: "right", cell: ({ successRate }) => successRate },
];
