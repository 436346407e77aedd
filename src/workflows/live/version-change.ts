import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import type { DosedLead } from "../../scorecard/compiled.ts";
import { placeScore } from "../../scorecard/placed-score.ts";
import { type Settlement, settle } from "../../scorecard/transitions.ts";
import type { Session } from "../../store/database.ts";
import type { ScoreBefore, ScoringInput } from "../../store/scoring-inputs.ts";
import type { LiveScorer } from "./live-scorer.ts";
import type { Scorers } from "./scorers.ts";

/** What a new version alone changed in what a lead had reached, before the lead did anything. */
export type VersionChange = (
  before: ScoreBefore,
  dosed: DosedLead,
  margin: number,
) => Settlement & { readonly total: number; readonly carried: DosedLead };

/** Changes by the versions that scored the leads before; of leads that the live one scored, none. */
export async function findVersionChanges(
  scorers: Scorers,
  session: Session,
  live: LiveScorer,
  inputs: readonly ScoringInput[],
): Promise<ReadonlyMap<number, VersionChange>> {
  const earlier = new Map<number, ScoreBefore>();
  for (const { before } of inputs)
    if (before !== null && before.scorecardVersionId !== live.versions.scorecardVersionId)
      earlier.set(before.scorecardVersionId, before);
  const changes = new Map<number, VersionChange>();
  for (const [id, versions] of earlier)
    changes.set(id, compareVersions(await scorers.of(session, versions), live));
  return changes;
}

/**
 * Lines that dose as they did have their doses of before, and the others those of now, so that what
 * the lead did since is told apart from what the version did.
 */
function compareVersions(earlier: LiveScorer, { compiled }: LiveScorer): VersionChange {
  const before = new Map(earlier.compiled.lines.map(({ key, line }, j) => [key, { line, j }]));
  const places = compiled.lines.map(({ key, line }) => {
    const known = before.get(key);
    const isSame =
      known !== undefined && writeCanonicalJson(known.line.dose) === writeCanonicalJson(line.dose);
    return isSame ? known.j : null;
  });
  return ({ doses: before, settled }, dosed, margin) => {
    const stored = before.slice(1, -1).split(",").map(Number);
    const doses = Float64Array.from(places, (place, j) =>
      place === null ? dosed.doses[j]! : stored[place]!,
    );
    const carried = { doses, scorecard: dosed.scorecard };
    const placed = placeScore(compiled, doses, dosed.scorecard);
    const card = compiled.scorecards[dosed.scorecard]!.scorecard;
    return { ...settle(settled, placed, card, margin), total: placed.total, carried };
  };
}
