import { writeCanonicalJson } from "../../scorecard/canonical-json.ts";
import { type CompiledScorecards, compileScorecards } from "../../scorecard/compiled.ts";
import type { Scorecard, ScorecardSet } from "../../scorecard/schema.ts";

/** A scorecard version that others are held against, or that is. */
export interface RuleVersion {
  readonly id: number;
  readonly slug: string;
  readonly version: number;
  readonly set: ScorecardSet;
  readonly compiled: CompiledScorecards;
}

/** What scores now, and what might. */
export interface Rules {
  readonly live: RuleVersion;
  readonly draft: RuleVersion;
  /** Whether both give every lead the same doses. */
  readonly isDosedAlike: boolean;
}

export function pairRules(live: RuleVersion, draft: RuleVersion): Rules {
  return {
    live,
    draft,
    isDosedAlike: writeDoseRules(live.set) === writeDoseRules(draft.set),
  };
}

export function compileVersion(
  { id, slug, version }: Pick<RuleVersion, "id" | "slug" | "version">,
  set: ScorecardSet,
): RuleVersion {
  return { id, slug, version, set, compiled: compileScorecards(set) };
}

/** The scorecards of a set in the order in which rows name them. */
export function listCards({ compiled }: Pick<RuleVersion, "compiled">): readonly Scorecard[] {
  return compiled.scorecards.map(({ scorecard }) => scorecard);
}

/** All that decides doses, and nothing that does not: points, weights, cuts and names. */
function writeDoseRules({ segments, fallback }: ScorecardSet): string {
  const cards = [...segments.map(({ scorecard }) => scorecard), fallback];
  return writeCanonicalJson({
    when: segments.map((segment) => segment.when),
    cards: cards.map(({ resetAfterDays = null, buckets }) => [
      resetAfterDays,
      buckets.flatMap(({ characteristics }) =>
        characteristics.flatMap(({ lines }) => lines.map(({ dose }) => dose)),
      ),
    ]),
  });
}
