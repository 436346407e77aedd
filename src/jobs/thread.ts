import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { withoutValues } from "./fault.ts";

export interface ThreadSettings {
  readonly databaseUrl: string;
  readonly allowPrivateWebhooks: boolean;
}

/** What the thread tells; it is told to stop by any message. */
export interface FromThread {
  readonly fault: Error;
}

export interface JobThread {
  /** Lets the jobs at hand come to a place from which they can go on elsewhere. */
  stop(): Promise<void>;
}

const BOOTSTRAP = new URL("./thread-bootstrap.mjs", import.meta.url);
const STOP_MS = 10_000;
const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;

/**
 * Works at jobs and deliveries in a thread with connections of its own, so that heavy work keeps no
 * request waiting. A thread that dies is started again, later each time.
 */
export function startJobThread(
  settings: ThreadSettings & { readonly onFault: (error: unknown) => void },
): JobThread {
  const { onFault, ...data } = settings;
  const stopping = new AbortController();
  const running = keepRunning(data, onFault, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepRunning(
  data: ThreadSettings,
  onFault: (error: unknown) => void,
  stopping: AbortSignal,
): Promise<void> {
  for (let delay = FIRST_RESTART_MS; !stopping.aborted; ) {
    const begun = performance.now();
    await runThread(data, onFault, stopping);
    if (performance.now() - begun > LONGEST_RESTART_MS) delay = FIRST_RESTART_MS;
    await sleep(delay, null, { signal: stopping }).catch(() => {});
    delay = Math.min(2 * delay, LONGEST_RESTART_MS);
  }
}

/** Resolves when the thread has ended, by itself or because it was told to. */
async function runThread(
  data: ThreadSettings,
  onFault: (error: unknown) => void,
  stopping: AbortSignal,
): Promise<void> {
  const thread = new Worker(BOOTSTRAP, { workerData: data, execArgv: [] });
  let tooLong: NodeJS.Timeout | undefined;
  const stop = () => {
    thread.postMessage("stop", []);
    // What it leaves undone is taken up where it last committed, once its lease has run out.
    tooLong = setTimeout(() => void thread.terminate(), STOP_MS);
  };
  thread.on("message", ({ fault }: FromThread) => onFault(fault));
  thread.on("error", (error) => onFault(withoutValues(error)));
  stopping.addEventListener("abort", stop);
  await new Promise((resolve) => thread.once("exit", resolve));
  stopping.removeEventListener("abort", stop);
  clearTimeout(tooLong);
}
