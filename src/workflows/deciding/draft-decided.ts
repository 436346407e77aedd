import { Refusal } from "../../refusal.ts";
import { type Decision, listDecisions } from "../../store/decisions.ts";
import { findScorecardVersion, type ScorecardVersion } from "../../store/versions.ts";
import type { Actor, Context } from "../context.ts";
import type { Decidable } from "../recommending/decidable.ts";
import { checkScorecards, insertDraft } from "../versions/draft-scorecard.ts";
import { readStored } from "../versions/make-live.ts";
import type { Reason } from "../versions/reasons.ts";
import { refuseDisorderedSet } from "../versions/refuse-disorder.ts";
import { writeValues } from "./decided-scorecards.ts";
import { chooseValues } from "./decision-checks.ts";
import { openRecommendation } from "./open-recommendation.ts";

/**
 * Makes a draft of the live scorecard with what was decided: accepted lines and cuts as recommended,
 * edited ones as written, all others as they are. The reasons stay with it.
 */
export async function draftDecided(
  { database }: Context,
  actor: Actor,
  asked: { readonly recommendation: number; readonly note?: string | undefined },
): Promise<ScorecardVersion | Refusal> {
  return database.transact(async (session) => {
    const found = await openRecommendation(session, asked.recommendation);
    if (found instanceof Refusal) return found;
    const { slug, decidable } = found;
    const decisions = await listDecisions(session, found.id);
    const values = chooseValues(decidable, decisions);
    if (!decidable.some((item) => (values.get(item.subject) ?? item.current) !== item.current))
      return NOTHING_DECIDED;
    const decided = writeValues(readStored(found.current), values);
    const disorder = refuseDisorderedSet(decided);
    if (disorder !== null) return disorder;
    const set = checkScorecards(decided);
    if (set instanceof Refusal) return set;
    const version = await insertDraft(session, actor, {
      slug,
      set,
      note: asked.note ?? null,
      basedOnId: found.scorecardVersionId,
      reasons: writeReasons(decidable, decisions, values),
      recommendation: found.id,
    });
    return (await findScorecardVersion(session, slug, version))!;
  });
}

const NOTHING_DECIDED = new Refusal(
  "nothing-decided",
  "No decision on this recommendation changes anything yet, so there is nothing to draft.",
  "Accept or edit at least one line or cut (PUT /v1/recommendations/{id}/decisions/{subject}).",
);

/** Why each line or cut that was decided on became what it is, or stayed, by subject. */
function writeReasons(
  decidable: readonly Decidable[],
  decisions: readonly Decision[],
  values: ReadonlyMap<string, number>,
): Readonly<Record<string, Reason>> {
  const made = new Map(decisions.map((decision) => [decision.subject, decision]));
  return Object.fromEntries(
    decidable.flatMap(({ subject, label, current, recommended, low, high, verdict, reason }) => {
      const decision = made.get(subject);
      if (decision === undefined) return [];
      const { decided, note, decidedBy, decidedAt } = decision;
      const why: Reason = {
        label,
        from: current,
        to: values.get(subject)!,
        decided,
        note,
        by: decidedBy,
        at: new Date(decidedAt).toISOString(),
        evidence: { recommended, low, high, verdict, reason },
      };
      return [[subject, why]];
    }),
  );
}
