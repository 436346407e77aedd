import { runThread } from "../thread.ts";
import { measureWatch, type WatchFigures } from "./measure-watch.ts";
import type { WatchMaterial } from "./watch-material.ts";

/** So few are measured faster than a thread begins. */
const FEW = 1000;

/**
 * Measures in a thread of its own, during which the caller's thread goes on. Many leads' columns are
 * handed over: they are not there any more afterwards.
 *
 * @param signal ends the thread when it is aborted
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export async function measureInThread(
  material: WatchMaterial,
  signal: AbortSignal,
): Promise<WatchFigures> {
  signal.throwIfAborted();
  const { deals, waiting } = material;
  if (deals.totals.length + waiting.totals.length < FEW) return measureWatch(material);
  return runThread(new URL("./watch-thread.mjs", import.meta.url), {
    workerData: material,
    transferList: [deals.doses.buffer as ArrayBuffer, waiting.doses.buffer as ArrayBuffer],
    signal,
    onMessage: (figures: WatchFigures, resolve: (figures: WatchFigures) => void) =>
      resolve(figures),
  });
}
