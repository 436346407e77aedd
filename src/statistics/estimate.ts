/** A figure that the data cannot support carries its reason in place of a number. */
export interface NotEstimable {
  readonly notEstimable: string;
}

export type Estimable<T> = T | NotEstimable;

/** A point estimate with a 95 % interval on the same scale. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function notEstimable(reason: string): NotEstimable {
  return { notEstimable: reason };
}

export function isEstimated<T>(estimate: Estimable<T>): estimate is T {
  return !(typeof estimate === "object" && estimate !== null && "notEstimable" in estimate);
}
