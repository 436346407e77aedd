import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { drawLogNormal, pick, type Weighted } from "../../data/generator/draw.ts";
import { drawProfile } from "../../data/generator/profile.ts";
import { createRandom, type Random } from "../../src/statistics/random.ts";
import type { Database } from "../../src/store/database.ts";

const DAY_MS = 86_400_000;

/** What leads do that the sample's scorecard asks for, and a fifth that it does not. */
const ACTIVITIES: Weighted<readonly [type: string, asset: string]> = [
  [["page-view", "product"], 24],
  [["page-view", "pricing"], 9],
  [["page-view", "careers"], 5],
  [["page-view", "blog"], 14],
  [["email-open", "newsletter"], 24],
  [["email-click", "newsletter"], 9],
  [["whitepaper-download", "guide"], 5],
  [["webinar", "tour"], 3],
  [["demo-request", "demo"], 2],
  [["form-submit", "contact"], 5],
];

/** Stores leads of the sample's kind, of whom most did little and few did much: 5 things on average. */
export async function storeLeads(
  { sql }: Database,
  count: number,
  now: number,
): Promise<{ readonly activities: number }> {
  const random = createRandom(4);
  await pipeline(
    Readable.from(inBlocks(listLeads(count, random))),
    await sql`COPY lead (external_id, attributes) FROM STDIN`.writable(),
  );
  const [{ first }] = await sql<[{ first: number }]>`SELECT min(id)::float8 AS first FROM lead`;
  let activities = 0;
  await pipeline(
    Readable.from(inBlocks(listActivities(count, first, now, random, () => activities++))),
    await sql`COPY activity (lead_id, key, type, asset, at) FROM STDIN`.writable(),
  );
  return { activities };
}

function* listLeads(count: number, random: Random): Generator<string> {
  for (let i = 0; i < count; i++) {
    const { seeksJob: _ofJob, interest: _ofClicks, ...attributes } = drawProfile(random);
    const known = Object.fromEntries(
      Object.entries(attributes).filter(([, value]) => value !== null),
    );
    yield `lead-${i}\t${JSON.stringify(known)}\n`;
  }
}

function* listActivities(
  leads: number,
  first: number,
  now: number,
  random: Random,
  onActivity: () => void,
): Generator<string> {
  for (let i = 0; i < leads; i++) {
    const count = Math.min(100, Math.floor(drawLogNormal(random, 2.4, 1.3)));
    for (let k = 0; k < count; k++) {
      const [type, asset] = pick(random, ACTIVITIES);
      const at = new Date(now - 400 * DAY_MS * random() ** 2).toISOString();
      onActivity();
      yield `${first + i}\t${i}-${k}\t${type}\t${asset}\t${at}\n`;
    }
  }
}

const BLOCK = 1 << 16;

function* inBlocks(lines: Iterable<string>): Generator<string> {
  let block = "";
  for (const line of lines) {
    block += line;
    if (block.length < BLOCK) continue;
    yield block;
    block = "";
  }
  yield block;
}
