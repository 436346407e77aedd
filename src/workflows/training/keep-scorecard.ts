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

const UPLOADED = "uploaded";
const LONGEST_SLUG = 63;

interface UploadedScorecard {
  readonly set: ScorecardSet;
  /** Whether a new draft goes to a lineage of uploads, and leaves the one that the set names alone. */
  readonly ownLineage: boolean;
}

/**
 * The version that an uploaded scorecard is: the one of its own number or the newest where that says
 * the same, else a new draft, since a model without its scorecard could not be read.
 */
export async function keepScorecard(
  session: Session,
  actor: Actor,
  { set, ownLineage }: UploadedScorecard,
): Promise<ScorecardVersion> {
  const named = nameLineage(set) || UPLOADED;
  const own = `${UPLOADED}-${named}`.slice(0, LONGEST_SLUG);
  const slugs = ownLineage ? [named, own] : [named];
  for (const slug of slugs) {
    const known = await findSame(session, slug, set);
    if (known !== null) return known;
  }
  const slug = slugs.at(-1)!;
  const note = "Came with an upload to train a model on.";
  const version = await insertDraft(session, actor, { slug, set, note });
  return (await findScorecardVersion(session, slug, version))!;
}

async function findSame(
  session: Session,
  slug: string,
  set: ScorecardSet,
): Promise<ScorecardVersion | null> {
  const latest = (await findScorecard(session, slug))?.latest ?? 0;
  for (const version of new Set([set.fallback.version, latest])) {
    const known = await findScorecardVersion(session, slug, version);
    if (known !== null && saysTheSame(readStored(known.document), set)) return known;
  }
  return null;
}

function saysTheSame(a: ScorecardSet, b: ScorecardSet): boolean {
  const write = (set: ScorecardSet) =>
    writeCanonicalJson(mapScorecards(set, (card) => ({ ...card, version: 1 })));
  return write(a) === write(b);
}
