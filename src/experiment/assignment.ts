/** The two arms of every comparison. */
export type ArmName = "rules" | "model";
export const ARMS = ["rules", "model"] as const satisfies readonly ArmName[];

/** Part of [0, 1) that belongs to one arm, `from` included and `to` not. */
export interface BucketRange {
  readonly from: number;
  readonly to: number;
}

/** A stretch of units that one of several experiments has for itself. */
export interface Namespace extends BucketRange {
  readonly name: string;
}

/** What decides which arm a unit falls to. */
export interface Allocation {
  /** Different for each experiment, so that their arms cut across each other. */
  readonly salt: string;
  /** Shares of the arms, summing to 1. */
  readonly shares: Readonly<Record<ArmName, number>>;
  /** Share of all units that take part. */
  readonly coverage: number;
  readonly namespace?: Namespace | undefined;
}

/** How a lead comes to be handed over, and with what chance. */
export interface HandOver {
  readonly handedOver: boolean;
  readonly because: "score" | "exploration" | "neither";
  /** Chance in (0, 1] that a lead like it is handed over, to be stored with it; 0 without exploration. */
  readonly propensity: number;
}

/** Whole steps of a bucket: shares finer than this cannot be kept. */
const STEPS = 10_000;
const COARSE_STEPS = 1000;
/** How far shares may be from summing to 1. */
const SLACK = 0.01;

/**
 * Bucket of a unit: the same on every machine and for ever.
 *
 * @param seed    salt of the experiment
 * @param unit    id of the lead or account
 * @param version 2, in steps of .0001; 1 is biased and only serves namespaces
 * @returns in [0, 1)
 * @throws RangeError on another version
 * Cost O(length of both). Source: FNV-1a of 32 bits over UTF-16 code units, Fowler, Noll and Vo; the
 * buckets are those of GrowthBook's hashing.
 */
export function bucketOf(seed: string, unit: string, version: 1 | 2 = 2): number {
  if (version === 1) return (hash(unit + seed) % COARSE_STEPS) / COARSE_STEPS;
  if (version !== 2) throw new RangeError("buckets are of version 1 or 2");
  return (hash(String(hash(seed + unit))) % STEPS) / STEPS;
}

/**
 * The arm of a unit.
 *
 * @returns undefined when the unit takes no part
 * Cost O(length of the id).
 */
export function assignArm(unit: string, allocation: Allocation): ArmName | undefined {
  const { salt, shares, coverage, namespace } = allocation;
  if (namespace && !isInNamespace(unit, namespace)) return undefined;
  const ranges = rangesOfShares(
    ARMS.map((arm) => shares[arm]),
    coverage,
  );
  const arm = findRange(bucketOf(salt, unit), ranges);
  return arm === undefined ? undefined : ARMS[arm];
}

/**
 * Whether a unit is within the stretch of a namespace. Two experiments of one namespace whose
 * stretches do not overlap share no unit.
 */
export function isInNamespace(unit: string, { name, from, to }: Namespace): boolean {
  const bucket = bucketOf(`__${name}`, unit, 1);
  return bucket >= from && bucket < to;
}

/**
 * Where each arm lies in [0, 1). A smaller coverage shortens every arm from its end, so that raising
 * it later moves no unit from one arm to another.
 *
 * @param shares   of the arms, summing to 1 within .01; of any other sum they are taken to be equal
 * @param coverage cut to [0, 1]
 */
export function rangesOfShares(shares: readonly number[], coverage: number): BucketRange[] {
  const part = Math.min(1, Math.max(0, coverage));
  const sum = shares.reduce((total, share) => total + share, 0);
  const kept = Math.abs(sum - 1) <= SLACK ? shares : equalShares(shares.length);
  let from = 0;
  return kept.map((share) => {
    const range = { from, to: from + part * share };
    from += share;
    return range;
  });
}

/** Equal shares of some arms; none for less than one. */
export function equalShares(arms: number): number[] {
  return Array.from({ length: Math.max(0, arms) }, () => 1 / arms);
}

/** Index of the range that holds a bucket, if one does. */
export function findRange(bucket: number, ranges: readonly BucketRange[]): number | undefined {
  const index = ranges.findIndex(({ from, to }) => bucket >= from && bucket < to);
  return index === -1 ? undefined : index;
}

/**
 * Whether a lead is handed over: for its score, or because it belongs to the share that is handed
 * over regardless of score so that something is known of the rest.
 *
 * @param lead   passes: whether its score asks for it
 * @param policy share in [0, 1) of all leads; the salt is of its own, so that exploring cuts across
 *               the arms
 * @returns propensity 1 for a lead that passes, the share for one that does not
 * @throws RangeError on a share outside [0, 1)
 */
export function decideHandOver(
  lead: { readonly unit: string; readonly passes: boolean },
  policy: { readonly salt: string; readonly share: number },
): HandOver {
  const { salt, share } = policy;
  if (!(share >= 0 && share < 1))
    throw new RangeError("a share explored is at least 0 and below 1");
  if (lead.passes) return { handedOver: true, because: "score", propensity: 1 };
  const explored = bucketOf(`${salt}/exploration`, lead.unit) < share;
  return {
    handedOver: explored,
    because: explored ? "exploration" : "neither",
    propensity: Math.ceil(share * STEPS) / STEPS,
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
