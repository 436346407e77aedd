import type { Deal, History } from "../../src/history/history.ts";
import { type Mapping, mappingSchema } from "../../src/history/mapping.ts";
import type { ScorecardSet } from "../../src/scorecard/schema.ts";
import { createRandom } from "../../src/statistics/random.ts";
import { makeBucket, makeScorecard, presentLine } from "../scorecard/cards.ts";

/** Log-odds that a point is worth in every simulated history. */
export const UNIT = 0.08;

export interface SimulatedLine {
  /** Points on the scorecard. */
  readonly points: number;
  /** Points that it is worth in truth. */
  readonly worth: number;
}

/** A scorecard of lines that a lead has or has not. */
export function makeSet(lines: readonly SimulatedLine[]): ScorecardSet {
  return {
    format: "counterweight/scorecard-set@1",
    segments: [],
    fallback: makeScorecard({
      buckets: [
        makeBucket(
          "all",
          lines.map(({ points }, j) => presentLine(`a${j}`, points)),
        ),
      ],
    }),
  };
}

export function makeMapping(parts: Partial<Mapping> = {}): Mapping {
  return mappingSchema.parse({
    format: "counterweight/mapping@1",
    deals: {
      file: "deals.csv",
      id: "id",
      outcome: { by: "words", column: "outcome", won: ["won"], lost: ["lost"] },
    },
    attributes: [],
    ...parts,
  });
}

/** Closed deals, a day apart; each line is had by 40 % of the leads. */
export function simulateHistory(
  lines: readonly SimulatedLine[],
  { deals, seed, dated = true }: { deals: number; seed: number; dated?: boolean },
): History {
  const random = createRandom(seed);
  const attributes = lines.map((_, j) => `a${j}`);
  return {
    deals: Array.from({ length: deals }, (_, i): Deal => {
      const had = attributes.filter(() => random() < 0.4);
      const points = had.reduce((sum, name) => sum + lines[attributes.indexOf(name)]!.worth, 0);
      const won = random() < 1 / (1 + Math.exp(1 - UNIT * points));
      const at = dated ? Date.UTC(2023, 0, 1 + i) : 0;
      return {
        id: `D-${i}`,
        outcome: won ? "won" : "lost",
        createdAt: dated ? at : null,
        closedAt: null,
        asOf: at,
        lead: {
          id: `L-${i}`,
          attributes: Object.fromEntries(had.map((name) => [name, true])),
          activities: [],
        },
        account: null,
        rep: null,
        existingScore: null,
        excluded: {},
      };
    }),
    dated,
    open: 0,
    setAside: [],
    rejected: [],
    unreadable: [],
    dealsWithoutLead: 0,
    duplicates: [],
    excludedColumns: [],
    attributes,
    hasActivities: false,
  };
}
