import { setImmediate } from "node:timers/promises";

const SLICE_MS = 20;

/**
 * Lets others have the thread during long work: to be awaited between its pieces. It waits only once
 * the work has held the thread for a while.
 */
export function keepPace(): () => Promise<void> | undefined {
  let start = performance.now();
  return () => {
    if (performance.now() - start < SLICE_MS) return undefined;
    return setImmediate().then(() => {
      start = performance.now();
    });
  };
}
