import type { Database } from "../../src/store/database.ts";

/**
 * Spreads when leads came over two years, and gives every so manyth a closed deal, handed over when it
 * came and closed a month later; a quarter are won, more often of larger companies.
 */
export async function storeDeals(
  { sql }: Database,
  { every, now }: { readonly every: number; readonly now: number },
): Promise<void> {
  const at = new Date(now).toISOString();
  await sql`SELECT setseed(0.5)`;
  await sql`
    UPDATE lead SET created_at = ${at}::timestamptz - interval '730 days' * random()`;
  await sql`
    INSERT INTO opportunity
      (external_id, lead_id, outcome, opened_at, handed_over_at, closed_at)
    SELECT 'deal-' || id, id,
      (CASE WHEN random() < 0.15 + 0.2 * ((attributes->>'employees')::float8 > 200)::int
        THEN 'won' ELSE 'lost' END)::outcome,
      created_at, created_at, created_at + interval '30 days'
    FROM lead WHERE id % ${every} = 0`;
  await sql`VACUUM ANALYZE`;
}
