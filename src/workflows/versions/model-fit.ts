import { Refusal, type RefusalDetail } from "../../refusal.ts";
import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import { compileScorecards } from "../../scorecard/compiled.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import { checkModel, type Model } from "../../trainer/model.ts";

/**
 * Whether a model may score leads beside these scorecards: it was trained on the same lines, and
 * each still doses as it did. Points, names and cuts may differ.
 *
 * @param fittedOn the scorecards that the model was trained on
 * @returns null where it fits; else a refusal names what differs
 */
export function explainMisfit(
  model: Model,
  fittedOn: ScorecardSet,
  set: ScorecardSet,
): Refusal | null {
  const other = checkModel(model, compileScorecards(set));
  const details = other === null ? compareDosing(fittedOn, set) : other.details;
  if (other === null && details.length === 0) return null;
  return new Refusal(
    "model-misfit",
    other === null
      ? "The model was trained on lines that were dosed otherwise than the live scorecard's are."
      : "The model was trained on other lines than the live scorecard has.",
    "Train a model on the live scorecard, or publish the scorecard that this model was trained on.",
    details,
  );
}

function compareDosing(fittedOn: ScorecardSet, set: ScorecardSet): readonly RefusalDetail[] {
  const before = listDosing(fittedOn);
  return [...listDosing(set)].flatMap(([where, rule]) =>
    before.get(where) === rule
      ? []
      : [{ where, reason: "expected the rule that the model was trained with" }],
  );
}

/** All that decides on doses, by where it stands. */
function listDosing(set: ScorecardSet): ReadonlyMap<string, string> {
  const { lines, scorecards } = compileScorecards(set);
  return new Map([
    ...lines.map(({ key, line }) => [`line ${key}`, writeCanonicalJson(line.dose)] as const),
    ...set.segments.map(
      ({ when }, k) => [`condition of segment ${k + 1}`, writeCanonicalJson(when)] as const,
    ),
    ...scorecards.map(
      ({ scorecard }, k) =>
        [`resetAfterDays of scorecard ${k + 1}`, String(scorecard.resetAfterDays)] as const,
    ),
  ]);
}
