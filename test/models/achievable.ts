import type { Bucket, Characteristic, Line, Scorecard } from "../../src/scorecard/schema.ts";

/** Largest effective points that the buckets of one axis can give, before the total's cap. */
export function addUpAchievable(scorecard: Scorecard, axis: Bucket["axis"]): number {
  return scorecard.buckets
    .filter((bucket) => bucket.axis === axis)
    .flatMap((bucket) => bucket.characteristics.map((one) => findAchievable(one, bucket)))
    .reduce((sum, points) => sum + points, 0);
}

/**
 * Lines on attributes and recency are alternatives, of which the best counts; counted activities
 * add up, each to its cap; the characteristic's own cap limits the whole.
 */
export function findAchievable({ lines, cap }: Characteristic, bucket: Bucket): number {
  const unit = (bucket.weight / 100) * (bucket.pointsPerStar ?? 1);
  const best = lines.map(
    (line) => unit * Math.max(0, (line.points ?? line.stars)! * maxDose(line)),
  );
  const alternatives = best.filter((_, i) => lines[i]!.dose.kind !== "activity");
  const counted = best.filter((_, i) => lines[i]!.dose.kind === "activity");
  const points = Math.max(0, ...alternatives) + counted.reduce((sum, one) => sum + one, 0);
  return Math.min(cap ?? Number.POSITIVE_INFINITY, points);
}

function maxDose({ dose }: Line): number {
  if (dose.kind === "activity") return dose.cap ?? Number.POSITIVE_INFINITY;
  return dose.kind === "inactivity" ? (dose.capMonths ?? Number.POSITIVE_INFINITY) : 1;
}
