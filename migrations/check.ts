import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { generateDrizzleJson } from "drizzle-kit/api";
import * as schema from "../src/store/schema/index.ts";

/** Fails where the schema says what no migration does. */

const SNAPSHOTS = new URL("meta/", import.meta.url);

const latest = readdirSync(SNAPSHOTS)
  .filter((name) => name.endsWith("_snapshot.json"))
  .toSorted()
  .at(-1)!;
const migrated: object = JSON.parse(readFileSync(new URL(latest, SNAPSHOTS), "utf8"));
const wanted: object = JSON.parse(JSON.stringify(generateDrizzleJson({ ...schema })));

const differing = findDifferences(strip(migrated), strip(wanted));
if (differing.length > 0) {
  process.stderr.write(
    `The schema and the migrations differ:\n${differing.map((place) => `  ${place}\n`).join("")}` +
      "Run npx drizzle-kit generate --name=WORDS, and read what it writes.\n",
  );
  process.exitCode = 1;
}

/** A snapshot without what names it. */
function strip(snapshot: object): object {
  return { ...snapshot, id: null, prevId: null };
}

/** Places at which two values differ, as far down as both are objects. */
function findDifferences(a: unknown, b: unknown, place = "", depth = 5): readonly string[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (depth === 0 || !isObject(a) || !isObject(b)) return [place];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => findDifferences(a[key], b[key], `${place}/${key}`, depth - 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
