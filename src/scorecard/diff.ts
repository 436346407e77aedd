import { describeCondition, describeDose } from "./rule-text.ts";
import type { Bucket, Characteristic, Line, Scorecard, ScorecardSet } from "./schema.ts";

/** One difference between two sets of scorecards. */
export interface ScorecardChange {
  /** Such as `line-points`, `line-added`, `threshold-score`, `cell-action`. */
  readonly what: string;
  /** Key of the line, id of the threshold, bucket or category, grade, band or cell. */
  readonly key: string;
  /** What it is called, in the later set where it is there. */
  readonly label: string;
  /** Null where there was none. */
  readonly from: ChangedValue;
  /** Null where there is none any more. */
  readonly to: ChangedValue;
}

export type ChangedValue = string | number | null;

/**
 * What changed from one set of scorecards to another, in the order in which it stands on them: first
 * what is in the later set, then what was removed. Lines are told apart by their ids, scorecards of
 * segments too; the fallback is always the fallback. Version numbers, and the order of lines and
 * buckets, are no changes. Cost O(lines).
 */
export function diffScorecards(from: ScorecardSet, to: ScorecardSet): readonly ScorecardChange[] {
  const isPlain = from.segments.length + to.segments.length === 0;
  const before = listParts(from, isPlain);
  const after = listParts(to, isPlain);
  return [
    ...[...after].flatMap(([id, part]) => comparePart(before.get(id), part)),
    ...[...before].filter(([id]) => !after.has(id)).map(([, part]) => remove(part)),
  ];
}

/** Something on a scorecard that may come, go or change. */
interface Part {
  readonly kind: string;
  readonly key: string;
  readonly label: string;
  /** What is said of it where it comes or goes. */
  readonly worth: ChangedValue;
  readonly values: Readonly<Record<string, ChangedValue | undefined>>;
}

function comparePart(before: Part | undefined, part: Part): readonly ScorecardChange[] {
  const { kind, key, label, worth, values } = part;
  if (before === undefined) return [{ what: `${kind}-added`, key, label, from: null, to: worth }];
  return Object.keys({ ...before.values, ...values }).flatMap((field) => {
    const from = before.values[field] ?? null;
    const to = values[field] ?? null;
    return from === to ? [] : [{ what: `${kind}-${field}`, key, label, from, to }];
  });
}

function remove({ kind, key, label, worth }: Part): ScorecardChange {
  return { what: `${kind}-removed`, key, label, from: worth, to: null };
}

/** By an id that both sets share. */
function listParts(set: ScorecardSet, isPlain: boolean): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const add = (home: string, part: Part) => parts.set(`${part.kind}\n${home}\n${part.key}`, part);
  set.segments.forEach(({ when, scorecard }, place) => {
    const condition = describeCondition(when);
    add("", {
      kind: "segment",
      key: scorecard.id,
      label: scorecard.name,
      worth: condition,
      values: { condition, place: place + 1 },
    });
    const prefix = `${scorecard.id}/`;
    for (const part of listCardParts(scorecard)) add(prefix, { ...part, key: prefix + part.key });
  });
  const prefix = isPlain ? "" : `${set.fallback.id}/`;
  for (const part of listCardParts(set.fallback)) {
    const id = `${part.kind}\nfallback\n${part.key}`;
    parts.set(id, { ...part, key: prefix + part.key });
  }
  return parts;
}

function listCardParts(card: Scorecard): readonly Part[] {
  return [
    {
      kind: "scorecard",
      key: card.id,
      label: card.name,
      worth: card.name,
      values: {
        name: card.name,
        description: card.description,
        "reset-after-days": card.resetAfterDays,
        cap: card.cap,
        floor: card.floor,
      },
    },
    ...card.buckets.flatMap(listBucketParts),
    ...card.categories.flatMap(listCategoryParts),
    ...card.thresholds.map(({ id, name, score }): Part => {
      return { kind: "threshold", key: id, label: name, worth: score, values: { score, name } };
    }),
    ...listMatrixParts(card.matrix),
  ];
}

function listBucketParts(bucket: Bucket): readonly Part[] {
  const { id, name, weight, axis, pointsPerStar, cap, floor, characteristics } = bucket;
  return [
    {
      kind: "bucket",
      key: id,
      label: name,
      worth: weight,
      values: { name, axis, weight, "points-per-star": pointsPerStar, cap, floor },
    },
    ...characteristics.flatMap((characteristic) => listLineParts(bucket, characteristic)),
  ];
}

function listLineParts(
  bucket: Bucket,
  { id, name, cap, floor, lines }: Characteristic,
): readonly Part[] {
  const place = `${bucket.id}/${id}`;
  return [
    {
      kind: "characteristic",
      key: place,
      label: name,
      worth: lines.length,
      values: { name, cap, floor },
    },
    ...lines.map((line) => listLine(line, place)),
  ];
}

function listLine({ id, label, points, stars, category, bounds, dose }: Line, place: string): Part {
  return {
    kind: "line",
    key: id,
    label,
    worth: points ?? stars ?? null,
    values: {
      points,
      stars,
      label,
      dose: describeDose(dose),
      category,
      "least-allowed": bounds?.least,
      "most-allowed": bounds?.most,
      place,
    },
  };
}

function listCategoryParts({
  id,
  name,
  cap,
  floor,
  watermarks,
}: Scorecard["categories"][number]): readonly Part[] {
  return [
    { kind: "category", key: id, label: name, worth: name, values: { name, cap, floor } },
    ...watermarks.map(({ score, action }): Part => {
      const key = `${id}/${score}`;
      return { kind: "watermark", key, label: name, worth: action, values: { action } };
    }),
  ];
}

function listMatrixParts({ grades, bands, nextActions }: Scorecard["matrix"]): readonly Part[] {
  const list = (kind: string, field: string, entries: Readonly<Record<string, ChangedValue>>) =>
    Object.entries(entries).map(([key, value]): Part => {
      const label = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${key}`;
      return { kind, key, label, worth: value, values: { [field]: value } };
    });
  return [
    ...list("grade", "cut", grades),
    ...list("band", "cut", bands),
    ...list("cell", "action", nextActions),
  ];
}
