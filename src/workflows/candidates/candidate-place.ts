import type { AttributeMapping } from "../../history/mapping.ts";
import { findBucket, findMeaning } from "../../history/proposal/meanings.ts";
import { listDoseAttributes } from "../../scorecard/dose.ts";
import type { Bucket, Line, Scorecard } from "../../scorecard/schema.ts";
import { isNamed, listMatches } from "./candidate-activities.ts";

/** Where on a scorecard a new line belongs, in words. */
export interface Place {
  readonly axis: Bucket["axis"];
  /** Name of one of its buckets, or of a new one. */
  readonly bucket: string;
  /** Name of one of the bucket's characteristics, or of a new one. */
  readonly characteristic: string;
  /** Effective points of a written point there. */
  readonly unit: number;
}

/** Beside the lines on the same attribute, else in the bucket of the attribute's meaning. */
export function placeAttribute(
  card: Scorecard,
  { attribute, column, type }: Pick<AttributeMapping, "attribute" | "column" | "type">,
): Place {
  const beside = placeBeside(card, ({ dose }) => listDoseAttributes(dose).includes(attribute));
  const id = findMeaning(column, type)?.bucket ?? findBucket(column);
  const axis = id === "behavioral" ? "engagement" : "fit";
  return beside ?? placeInBucket(card, (bucket) => bucket.id === id, { id, axis, name: attribute });
}

/** Beside the lines on the same type of activity, else in the first bucket of engagement. */
export function placeActivity(card: Scorecard, type: string): Place {
  const beside = placeBeside(card, (line) =>
    listMatches(line).some(({ type: named }) => isNamed({ type: named }, { type })),
  );
  const isEngagement = ({ axis }: Bucket) => axis === "engagement";
  const fallback = { id: "behavioral", axis: "engagement", name: "Activities" } as const;
  return beside ?? placeInBucket(card, isEngagement, fallback);
}

function placeBeside(card: Scorecard, isAlike: (line: Line) => boolean): Place | null {
  for (const bucket of card.buckets.filter(counts))
    for (const { name, lines } of bucket.characteristics)
      if (lines.some(isAlike)) return placeIn(bucket, name);
  return null;
}

function placeInBucket(
  card: Scorecard,
  isMeant: (bucket: Bucket) => boolean,
  { id, axis, name }: Pick<Bucket, "id" | "axis" | "name">,
): Place {
  const bucket = card.buckets.find((bucket) => counts(bucket) && isMeant(bucket));
  if (bucket !== undefined) return placeIn(bucket, name);
  return { axis, bucket: id.charAt(0).toUpperCase() + id.slice(1), characteristic: name, unit: 1 };
}

function placeIn({ axis, name, weight }: Bucket, characteristic: string): Place {
  return { axis, bucket: name, characteristic, unit: weight / 100 };
}

/** Whether points in a bucket count at all. */
function counts({ weight }: Bucket): boolean {
  return weight > 0;
}
