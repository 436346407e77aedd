import { Worker } from "node:worker_threads";
import type { Progress } from "../progress.ts";
import type { FeedbackMaterial } from "./measure-feedback.ts";

/** What is measured, as figures and in words. */
export interface FeedbackReport {
  readonly json: string;
  readonly md: string;
}

export type FeedbackMessage =
  | { readonly kind: "progress"; readonly text: string }
  | ({ readonly kind: "done" } & FeedbackReport);

interface Following {
  readonly onProgress: Progress;
  /** Ends the thread when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Measures feedback in a thread of its own, during which the caller's thread goes on.
 *
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export async function measureInThread(
  material: FeedbackMaterial,
  { onProgress, signal }: Following,
): Promise<FeedbackReport> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./feedback-thread.mjs", import.meta.url), {
    workerData: material,
    execArgv: [],
  });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      thread.on("message", (message: FeedbackMessage) => {
        if (message.kind === "progress") onProgress(message.text);
        else resolve({ json: message.json, md: message.md });
      });
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
