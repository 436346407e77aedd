import { Worker } from "node:worker_threads";
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
  const thread = new Worker(new URL("./watch-thread.mjs", import.meta.url), {
    workerData: material,
    transferList: [deals.doses.buffer as ArrayBuffer, waiting.doses.buffer as ArrayBuffer],
    execArgv: [],
  });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      thread.on("message", resolve);
      thread.on("error", reject);
      thread.on("exit", (code) =>
        reject(signal.aborted ? signal.reason : new Error(`the thread ended with ${code}`)),
      );
    });
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}
