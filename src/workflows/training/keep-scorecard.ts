import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import type { ScorecardSet } from "../../scorecard/schema.ts";
import type { Session } from "../../store/database.ts";
import {
  findScorecard,
  findScorecardVersion,
  type ScorecardVersion,
} from "../../store/versions.ts";
import { mapScorecards } from "../calibration/recommended-scorecards.ts";
import type { Actor } from "../context.ts";
import { insertDraft, nameLineage } from "../versions/draft-scorecard.ts";
import { readStored } from "../versions/make-live.ts";

const NAMELESS = "uploaded";

/**
 * The version that an uploaded scorecard is: the one of its own number or the newest where that says
 * the same, else a new draft, since a model without its scorecard could not be read.
 */
export async function keepScorecard(
  session: Session,
  actor: Actor,
  set: ScorecardSet,
): Promise<ScorecardVersion> {
  const slug = nameLineage(set) || NAMELESS;
  const latest = (await findScorecard(session, slug))?.latest ?? 0;
  for (const version of new Set([set.fallback.version, latest])) {
    const known = await findScorecardVersion(session, slug, version);
    if (known !== null && saysTheSame(readStored(known.document), set)) return known;
  }
  const note = "Came with an upload to train a model on.";
  const version = await insertDraft(session, actor, { slug, set, note });
  return (await findScorecardVersion(session, slug, version))!;
}

function saysTheSame(a: ScorecardSet, b: ScorecardSet): boolean {
  const write = (set: ScorecardSet) =>
    writeCanonicalJson(mapScorecards(set, (card) => ({ ...card, version: 1 })));
  return write(a) === write(b);
}
