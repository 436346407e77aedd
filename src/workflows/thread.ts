import { Worker } from "node:worker_threads";

interface ThreadSettings<Message, Outcome> {
  /** What the thread is to work on. */
  readonly workerData: unknown;
  /** Buffers in it that are handed over: they are not there any more afterwards. */
  readonly transferList?: ArrayBuffer[];
  /** Ends the thread when it is aborted. */
  readonly signal: AbortSignal;
  /** Told what the thread says; `resolve` takes what it was asked for. */
  readonly onMessage: (message: Message, resolve: (outcome: Outcome) => void) => void;
}

/**
 * Has a file work in a thread of its own, during which the caller's thread goes on, until it has said
 * what it was asked for.
 *
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export async function runThread<Message, Outcome>(
  file: URL,
  { workerData, transferList = [], signal, onMessage }: ThreadSettings<Message, Outcome>,
): Promise<Outcome> {
  signal.throwIfAborted();
  const thread = new Worker(file, { workerData, transferList, execArgv: [] });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      thread.on("message", (message: Message) => onMessage(message, resolve));
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
