import type { ArmName } from "../../../experiment/assignment.ts";
import { isEstimated } from "../../../statistics/estimate.ts";
import { formatInterval, formatNumber, formatRate } from "../../format.ts";
import type { ExperimentFindings } from "../findings.ts";
import type { AbAnswer } from "../schema.ts";
import { perHundred } from "../words.ts";

type Handed = Pick<ExperimentFindings, "handovers">;

/** Whether the model's arm is shown to hand over more leads than the rules', or fewer. */
export function compareWork({ handovers: { difference } }: Handed): "more" | "fewer" | "alike" {
  if (!isEstimated(difference)) return "alike";
  const { low, high } = difference.anytime;
  if (low > 0) return "more";
  return high < 0 ? "fewer" : "alike";
}

/** Whether what a definite verdict says comes to a gain: wins count against the leads worked for them. */
export function judgePay(
  experiment: Pick<ExperimentFindings, "definition" | "comparison" | "handovers">,
): AbAnswer["pays"] {
  if (experiment.definition.primary.metric !== "won") return "not-estimable";
  const work = compareWork(experiment);
  if (experiment.comparison.verdict.verdict === "better")
    return work === "more" ? "not-shown" : "yes";
  return work === "fewer" ? "not-shown" : "no";
}

/** `the model hands 99.9 of 100 over, and the rules 19.5`. */
export function sayHandovers({ handovers: { arms } }: Handed): string {
  const share = (arm: ArmName) =>
    isEstimated(arms[arm].share) ? inHundred(arms[arm].share.value) : "none";
  return `the model hands ${share("model")} of 100 over, and the rules ${share("rules")}`;
}

/** What each arm handed over, how they differ, and what became of it. */
export function describeHandovers({
  definition: { primary },
  handovers: { arms, difference },
}: Pick<ExperimentFindings, "definition" | "handovers">): string {
  const both = (of: "share" | "successRate") =>
    `model ${formatRate(arms.model[of], inHundred)}, rules ${formatRate(arms.rules[of], inHundred)}`;
  const apart = isEstimated(difference)
    ? `; model less rules ${formatInterval(difference.anytime, perHundred)} at every look`
    : "";
  const done = primary.metric === "won" ? "won" : "accepted";
  return `Of 100 leads that take part handed over: ${both("share")}${apart}. Of 100 of these ${done}: ${both("successRate")}.`;
}

const inHundred = (share: number): string => formatNumber(100 * share, 1);
