import type { FeedbackFindings } from "../../report/feedback-findings.ts";
import { formatCount } from "../../report/format.ts";
import type { FeedbackMaterial } from "./measure-feedback.ts";

/** What a reader has to know about the figures. */
export function noteFindings(
  { fitted, said }: Pick<FeedbackMaterial, "fitted" | "said">,
  { heard, afterClose, superseded, withdrawn, modelled }: FeedbackFindings["counts"],
): readonly string[] {
  const notes = [
    "Leads are scored as they were known when they were judged, under the live scorecard; anchoring is measured by the score that was shown, where one was.",
  ];
  if (withdrawn > 0) notes.push(`${formatCount(withdrawn, "piece")} withdrawn, not counted.`);
  if (afterClose > 0)
    notes.push(
      `${formatCount(afterClose, "piece")} given after the deal had closed, left out: they knew how it ended.`,
    );
  if (superseded > 0)
    notes.push(
      `${formatCount(superseded, "piece")} left out because the same rep spoke of the same lead again: the last word stands.`,
    );
  if (heard === 0) notes.push("There is no feedback to measure yet.");
  else if (fitted === null)
    notes.push("No model is live that fits the live scorecard, so none is compared.");
  else if (modelled < heard)
    notes.push(
      `The live model is compared on ${formatCount(modelled, "piece")} only: of the other ${formatCount(heard - modelled, "piece")} a deal of the lead may have taught it.`,
    );
  if (said.some(({ sawScore }) => sawScore === null))
    notes.push(
      "Of some feedback nobody knows whether the score was in sight; it counts as neither blind nor visible.",
    );
  return notes;
}
