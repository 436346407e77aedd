import type { Bucket, Characteristic, Line, Scorecard } from "../../scorecard/schema.ts";
import { takeId, toId } from "./draft-lines.ts";
import { bucketIds } from "./meanings.ts";

/** A characteristic with the bucket that it goes to. */
export interface PlacedCharacteristic {
  /** One of bucketIds, or the id of a bucket of the ready scorecard. */
  readonly bucket: string;
  readonly characteristic: Characteristic;
}

type Cuts = readonly [number, number, number];

const PLAIN_THRESHOLDS: Scorecard["thresholds"] = [
  { id: "mql", name: "MQL", score: 50 },
  { id: "sql", name: "SQL", score: 75 },
];
const PLAIN_CUTS = [60, 40, 20] as const;
/** From this many rated lines on, a scorecard is more than a list of attributes. */
export const RATED_ENOUGH = 4;

/**
 * A scorecard of the given characteristics, in the buckets of the ready scorecard where it has
 * them, valid whether its lines are rated or not.
 *
 * With four rated lines or more, thresholds and matrix cuts are those of the ready scorecard, scaled
 * by the points that these characteristics can reach; else they are MQL 50 and SQL 75, and cuts at
 * 60, 40 and 20.
 *
 * @param placed at least one characteristic
 * @throws RangeError when there is none
 * Cost O(lines).
 */
export function assembleScorecard(
  placed: readonly PlacedCharacteristic[],
  ready: Scorecard,
  name: string,
): Scorecard {
  if (placed.length === 0) throw new RangeError("expected at least one characteristic");
  const buckets = fillBuckets(placed, ready);
  const rated = countRated(buckets) >= RATED_ENOUGH;
  const used = new Set(
    buckets.flatMap((bucket) =>
      bucket.characteristics.flatMap(({ lines }) => lines.flatMap((line) => line.category ?? [])),
    ),
  );
  return {
    format: "counterweight/scorecard@1",
    id: toId(name),
    name,
    version: 1,
    buckets,
    categories: ready.categories.filter((category) => used.has(category.id)),
    matrix: {
      grades: nameGrades(rated ? scaleGrades(buckets, ready) : PLAIN_CUTS),
      bands: nameBands(rated ? scaleBands(buckets, ready) : PLAIN_CUTS),
      nextActions: ready.matrix.nextActions,
    },
    thresholds: rated ? scaleThresholds(buckets, ready) : PLAIN_THRESHOLDS,
  };
}

/** Lines that somebody has given points or stars. */
export function countRated(buckets: readonly Bucket[]): number {
  return buckets
    .flatMap((bucket) => bucket.characteristics)
    .flatMap(({ lines }) => lines)
    .filter((line) => (line.points ?? line.stars ?? 0) !== 0).length;
}

const BUCKET_NAMES = new Map<string, string>(
  bucketIds.map((id) => [id, `${id.charAt(0).toUpperCase()}${id.slice(1)}`]),
);

/** Buckets in their usual order, then those that only the ready scorecard has. */
function fillBuckets(placed: readonly PlacedCharacteristic[], ready: Scorecard): Bucket[] {
  const ids = new Set<string>([...bucketIds, ...placed.map(({ bucket }) => bucket)]);
  const [characteristicIds, lineIds] = [new Set<string>(), new Set<string>()];
  return [...ids].flatMap((id) => {
    const characteristics = placed
      .filter(({ bucket }) => bucket === id)
      .map(({ characteristic }) => ({
        ...characteristic,
        id: takeId(characteristic.id, characteristicIds),
        lines: characteristic.lines.map((line) => ({ ...line, id: takeId(line.id, lineIds) })),
      }));
    if (characteristics.length === 0) return [];
    return [{ ...describeBucket(id, ready), characteristics }];
  });
}

function describeBucket(id: string, ready: Scorecard): Omit<Bucket, "characteristics"> {
  const own = ready.buckets.find((bucket) => bucket.id === id);
  if (own !== undefined) {
    const { characteristics: _, ...settings } = own;
    return settings;
  }
  const axis = id === "behavioral" ? "engagement" : "fit";
  return { id, name: BUCKET_NAMES.get(id) ?? id, axis, weight: 100 };
}

function scaleThresholds(buckets: readonly Bucket[], ready: Scorecard): Scorecard["thresholds"] {
  const scale = reachOf(buckets) / reachOf(ready.buckets);
  return ready.thresholds.map((threshold) => ({
    ...threshold,
    score: Math.round(threshold.score * scale),
  }));
}

function scaleGrades(buckets: readonly Bucket[], ready: Scorecard): Cuts {
  const { A, B, C } = ready.matrix.grades;
  return scaleCuts([A, B, C], { axis: "fit", buckets, ready });
}

function scaleBands(buckets: readonly Bucket[], ready: Scorecard): Cuts {
  const cuts = ready.matrix.bands;
  return scaleCuts([cuts["1"], cuts["2"], cuts["3"]], { axis: "engagement", buckets, ready });
}

/** Cuts scaled by what an axis can reach, whole and falling; plain ones where it reaches nothing. */
function scaleCuts(
  [first, second, third]: Cuts,
  on: {
    readonly axis: Bucket["axis"];
    readonly buckets: readonly Bucket[];
    readonly ready: Scorecard;
  },
): Cuts {
  const ofAxis = (bucket: Bucket) => bucket.axis === on.axis;
  const reach = reachOf(on.buckets.filter(ofAxis));
  if (reach === 0) return PLAIN_CUTS;
  const scale = reach / reachOf(on.ready.buckets.filter(ofAxis));
  const low = Math.round(third * scale);
  const middle = Math.max(low + 1, Math.round(second * scale));
  return [Math.max(middle + 1, Math.round(first * scale)), middle, low];
}

function nameGrades([A, B, C]: Cuts): Scorecard["matrix"]["grades"] {
  return { A, B, C };
}

function nameBands([first, second, third]: Cuts): Scorecard["matrix"]["bands"] {
  return { "1": first, "2": second, "3": third };
}

/** Points that a lead with the best level of every characteristic and one of each activity has. */
function reachOf(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, bucket) => {
    const points = (line: Line) => line.points ?? (line.stars ?? 0) * (bucket.pointsPerStar ?? 0);
    const reaches = bucket.characteristics.map(({ lines }) => {
      const best = Math.max(0, ...lines.filter(isOfAttribute).map(points));
      const done = lines.filter((line) => !isOfAttribute(line)).map(points);
      return done.reduce((total, gained) => total + Math.max(0, gained), best);
    });
    return sum + (bucket.weight / 100) * reaches.reduce((total, reach) => total + reach, 0);
  }, 0);
}

function isOfAttribute(line: Line): boolean {
  return line.dose.kind === "attribute";
}
