import { Refusal } from "../../refusal.ts";
import { listRisingCuts } from "../../scorecard/cut-order.ts";
import type { Line, Scorecard, ScorecardSet } from "../../scorecard/schema.ts";
import type { Decision } from "../../store/decisions.ts";
import { type Decidable, nameSubject } from "../recommending/decidable.ts";
import { refuseDisorder } from "../versions/refuse-disorder.ts";
import type { OpenRecommendation } from "./open-recommendation.ts";

/** Why a decision cannot be kept beside those that are there; null where it can. */
export function checkDecision(
  { decidable, current, settings }: OpenRecommendation,
  decision: Decision,
  others: readonly Decision[],
): Refusal | null {
  const item = decidable.find(({ subject }) => subject === decision.subject);
  if (item === undefined) return UNKNOWN_SUBJECT;
  const card = findCard(current, item.scorecard);
  const fault = findValueFault(decision, item, card, readStep(settings));
  if (fault !== null) return refuseValue(fault);
  if (item.kind === "line") return null;
  const values = chooseValues(decidable, [
    ...others.filter(({ subject }) => subject !== decision.subject),
    decision,
  ]);
  const lists = listRisingCuts(card).map((cuts) =>
    cuts.flatMap((cut) => {
      const score = values.get(nameSubject(cut.kind, card.id, cut.key));
      return score === undefined ? [] : [{ ...cut, score }];
    }),
  );
  return refuseDisorder(lists.map((cuts) => ({ card, cuts })));
}

/** What each subject that was decided on is to become. */
export function chooseValues(
  decidable: readonly Decidable[],
  decisions: readonly Decision[],
): ReadonlyMap<string, number> {
  const items = new Map(decidable.map((item) => [item.subject, item]));
  return new Map(
    decisions.flatMap(({ subject, decided, value }) => {
      const item = items.get(subject);
      if (item === undefined) return [];
      if (decided === "edited") return [[subject, value!]];
      return [[subject, decided === "accepted" ? item.recommended : item.current]];
    }),
  );
}

const UNKNOWN_SUBJECT = new Refusal(
  "subject-unknown",
  "The recommendation has no such line, threshold, grade or band.",
  "GET /v1/recommendations/{id} names the subjects to decide on.",
);

function refuseValue(reason: string): Refusal {
  return new Refusal(
    "decision-invalid",
    "The value does not go with the decision or with what is decided on.",
    "Correct it; a value is sent where a person edits, and only there.",
    [{ where: "/value", reason }],
  );
}

function findValueFault(
  { decided, value }: Decision,
  { kind, key, current }: Decidable,
  card: Scorecard,
  step: number,
): string | null {
  if (decided !== "edited")
    return value === null ? null : `expected none, since it is ${decided} as it stands`;
  if (value === null) return "expected the value that is to be written";
  if (kind !== "line") return null;
  const line = findLine(card, key);
  return findPointsFault(value, line) ?? findStepFault(value, { line, current, step });
}

const MOST_STARS = 5;

function findPointsFault(value: number, { stars, bounds }: Line): string | null {
  const isWhole = Number.isSafeInteger(value);
  if (stars !== undefined && !(isWhole && value >= 0 && value <= MOST_STARS))
    return `expected 0 to ${MOST_STARS} whole stars`;
  if (!isWhole) return "expected a whole number of points";
  if (value < (bounds?.least ?? -Infinity))
    return `expected at least ${bounds!.least}, the least that the scorecard allows on this line`;
  if (value > (bounds?.most ?? Infinity))
    return `expected at most ${bounds!.most}, the most that the scorecard allows on this line`;
  return null;
}

function findStepFault(
  value: number,
  { line, current, step }: { readonly line: Line; readonly current: number; readonly step: number },
): string | null {
  if (line.stars !== undefined || value === current || value % step === 0) return null;
  return `expected a multiple of ${step} points, as the recommendation was asked for`;
}

function readStep({ constraints }: OpenRecommendation["settings"]): number {
  return (constraints as { readonly step?: number } | undefined)?.step ?? 1;
}

function findCard({ segments, fallback }: ScorecardSet, id: string): Scorecard {
  return segments.find(({ scorecard }) => scorecard.id === id)?.scorecard ?? fallback;
}

function findLine({ buckets }: Scorecard, id: string): Line {
  for (const { characteristics } of buckets)
    for (const { lines } of characteristics)
      for (const line of lines) if (line.id === id) return line;
  throw new RangeError("the recommendation is of another scorecard's lines");
}
