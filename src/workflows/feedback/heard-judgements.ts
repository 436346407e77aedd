import type { HeardLead } from "../../feedback/heard-lead.ts";
import { type CompiledScorecards, type DosedLead, doseLead } from "../../scorecard/compiled.ts";
import { sumScore } from "../../scorecard/score.ts";
import type { StoredJudgement } from "../../store/feedback-heard.ts";
import { type CompiledModel, predictDoses } from "../../trainer/compiled-model.ts";

/** Feedback in the form in which it is measured, one entry a piece in every list. */
export interface HeardJudgements {
  /** With the score under the scorecard that it is measured by. */
  readonly heard: readonly HeardLead[];
  readonly dosed: readonly DosedLead[];
  /** Codes of each, the main one first. */
  readonly reasons: readonly (readonly string[])[];
  /** As `heard`, with the score that was shown where one was. */
  readonly shown: readonly HeardLead[];
  readonly leftOut: { readonly afterClose: number; readonly superseded: number };
}

/**
 * Doses each lead as it was known when it was judged. Feedback on a deal that was closed already is
 * left out, since it knew the end, and of a rep's words on one lead the last stands.
 *
 * @param said in the order in which it was said
 */
export function hearJudgements(
  compiled: CompiledScorecards,
  model: CompiledModel | null,
  said: readonly StoredJudgement[],
): HeardJudgements {
  const inTime = said.filter(({ afterClose }) => !afterClose);
  const standing = keepLast(inTime);
  const dosed = standing.map(({ lead, attributes, activities, at }) =>
    doseLead(compiled, { id: String(lead), attributes, activities }, at),
  );
  const heard = standing.map((piece, i) => hear(piece, dosed[i]!, compiled, model));
  return {
    heard,
    dosed,
    reasons: standing.map(({ reasons }) => reasons),
    shown: heard.map((lead, i) => ({ ...lead, score: standing[i]!.shownTotal ?? lead.score })),
    leftOut: {
      afterClose: said.length - inTime.length,
      superseded: inTime.length - standing.length,
    },
  };
}

function keepLast(said: readonly StoredJudgement[]): readonly StoredJudgement[] {
  const keyOf = ({ lead, rep }: StoredJudgement) => JSON.stringify([lead, rep]);
  const last = new Map(said.map((piece) => [keyOf(piece), piece]));
  return said.filter((piece) => piece.rep === null || last.get(keyOf(piece)) === piece);
}

function hear(
  piece: StoredJudgement,
  { doses, scorecard }: DosedLead,
  compiled: CompiledScorecards,
  model: CompiledModel | null,
): HeardLead {
  const { lead, rep, accepted, rating, reasons, at, sawScore, won, taught } = piece;
  const isJudge = model !== null && !taught;
  return {
    leadId: String(lead),
    rep,
    accepted,
    rating,
    reason: reasons[0] ?? null,
    at,
    sawScore,
    score: sumScore(compiled, doses, scorecard).total,
    modelLogOdds: isJudge ? predictDoses(model, doses, scorecard).logOdds : null,
    won,
  };
}
