import type { z } from "zod";
import { compileScorecards } from "../../src/scorecard/compiled.ts";
import type { Activity, Lead } from "../../src/scorecard/lead.ts";
import { CELLS, type Scorecard, scorecardSchema } from "../../src/scorecard/schema.ts";

export const DAY = 86_400_000;
export const NOW = Date.parse("2025-06-01T00:00:00Z");

type Written = z.input<typeof scorecardSchema>;
type WrittenBucket = Written["buckets"][number];
type WrittenLine = WrittenBucket["characteristics"][number]["lines"][number];

/** A valid scorecard with the given buckets; the rest is plain. */
export function makeScorecard(parts: Partial<Written> & Pick<Written, "buckets">): Scorecard {
  return scorecardSchema.parse({
    format: "counterweight/scorecard@1",
    id: "test",
    name: "Test scorecard",
    matrix: {
      grades: { A: 30, B: 20, C: 10 },
      bands: { "1": 30, "2": 20, "3": 10 },
      nextActions: Object.fromEntries(
        CELLS.map((cell) => [cell, `Act on ${cell}`]),
      ) as Written["matrix"]["nextActions"],
    },
    thresholds: [{ id: "mql", name: "MQL", score: 40 }],
    ...parts,
  } satisfies Written);
}

/** A bucket with one characteristic that holds the given lines. */
export function makeBucket(
  id: string,
  lines: readonly WrittenLine[],
  parts: Partial<WrittenBucket> = {},
): WrittenBucket {
  return {
    id,
    name: id,
    axis: "fit",
    characteristics: [{ id: `${id}-lines`, name: id, lines: [...lines] }],
    ...parts,
  };
}

export function makeLine(id: string, points: number, dose: WrittenLine["dose"]): WrittenLine {
  return { id, label: id, points, dose };
}

/** A line that every lead with the attribute has. */
export function presentLine(id: string, points: number, attribute = id): WrittenLine {
  return makeLine(id, points, { kind: "attribute", when: { is: "present", attribute } });
}

export function compileOne(scorecard: Scorecard) {
  return compileScorecards({
    format: "counterweight/scorecard-set@1",
    segments: [],
    fallback: scorecard,
  });
}

export function makeLead(
  attributes: Lead["attributes"] = {},
  activities: readonly Activity[] = [],
): Lead {
  return { id: "L-1", attributes, activities };
}

/** An activity so many days before NOW. */
export function act(type: string, daysAgo: number, more: Partial<Activity> = {}): Activity {
  return { type, at: NOW - daysAgo * DAY, ...more };
}
