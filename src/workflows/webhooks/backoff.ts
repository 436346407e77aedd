const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits in ms after the first, second, … failed attempt. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  1 * HOUR,
  6 * HOUR,
  24 * HOUR,
] as const;

/** Share of a wait by which it is stretched or cut, so that what failed together does not retry together. */
const JITTER = 0.2;

/**
 * How long to wait before the next attempt at a delivery.
 *
 * @param attempts attempts made so far, all failed; from 1
 * @param random in [0, 1)
 * @returns milliseconds, a whole number; null when that was the last attempt: a dead letter
 */
export function chooseRetryDelay(attempts: number, random: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}
