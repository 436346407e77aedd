import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { type LeadOrder, type LeadPlace, listLeads } from "../../src/store/lead-list.ts";
import { useTestDatabase } from "../database.ts";
import { publishSample } from "./published-versions.ts";

interface Row {
  readonly total: number;
  readonly probability: number | null;
  readonly isScored: boolean;
  readonly updated: number;
}

const ORIGIN = Date.UTC(2025, 0);

const row: fc.Arbitrary<Row> = fc.record({
  // Few values, so that many leads are level.
  total: fc.constantFrom(-3, 0, 0.1, 7),
  probability: fc.constantFrom(null, 0, 0.25, 1),
  isScored: fc.boolean(),
  updated: fc.integer({ min: 0, max: 3 }),
});
const order: fc.Arbitrary<LeadOrder> = fc.record({
  by: fc.constantFrom("score", "probability", "updated"),
  direction: fc.constantFrom("asc", "desc"),
});

async function fill({ sql }: Database, rows: readonly Row[]): Promise<readonly number[]> {
  await sql`TRUNCATE lead CASCADE`;
  const leads = await sql<{ id: number }[]>`
    INSERT INTO lead (external_id, updated_at)
    SELECT 'L-' || place, ${new Date(ORIGIN).toISOString()}::timestamptz + updated * interval '1 ms'
    FROM unnest(${rows.map(({ updated }) => updated)}::int[]) WITH ORDINALITY AS given(updated, place)
    ORDER BY place RETURNING id::float8 AS id`;
  const scored = rows.map((each, i) => ({ ...each, id: leads[i]!.id }));
  await sql`
    INSERT INTO lead_score (lead_id, as_of, scorecard_version_id, scorecard, total, fit, engagement,
      cell, probability, disagrees, doses, settled)
    SELECT id, now(), (SELECT scorecard_version_id FROM live), 's', total, 0, 0, 'D4', probability,
      false, '{}', '{}'
    FROM jsonb_to_recordset(${JSON.stringify(scored.filter(({ isScored }) => isScored))}::jsonb)
      AS given(id bigint, total float8, probability float8)`;
  return leads.map(({ id }) => id);
}

it("visits each lead once, in order, whatever the pages, and those without the score last", async () => {
  const database = await useTestDatabase();
  await publishSample(database);
  const rows = fc.array(row, { maxLength: 12 });
  const limit = fc.integer({ min: 1, max: 5 });
  await fc.assert(
    fc.asyncProperty(rows, order, limit, async (rows, order, limit) => {
      const ids = await fill(database, rows);
      const values = new Map(rows.map((row, i) => [ids[i]!, valueOf(row, order)]));
      const seen: number[] = [];
      for (let after: LeadPlace | null = null; ; ) {
        const page = await listLeads(database, {}, order, limit, after);
        seen.push(...page.map(({ leadId }) => leadId));
        if (page.length < limit) break;
        const { leadId } = page.at(-1)!;
        after = { leadId, value: values.get(leadId)! };
      }
      expect(seen).toEqual(
        ids.toSorted((a, b) => compare([values.get(a)!, a], [values.get(b)!, b], order)),
      );
    }),
    { numRuns: 60 },
  );
});

function valueOf(row: Row, { by }: LeadOrder): number | null {
  if (by === "updated") return ORIGIN + row.updated;
  if (!row.isScored) return null;
  return by === "score" ? row.total : row.probability;
}

type Place = readonly [number | null, number];

function compare([a, i]: Place, [b, k]: Place, { direction }: LeadOrder): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null) || i - k;
  return (a - b || i - k) * (direction === "asc" ? 1 : -1);
}
