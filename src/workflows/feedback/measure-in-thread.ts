import type { Following } from "../progress.ts";
import { runThread } from "../thread.ts";
import type { FeedbackMaterial } from "./measure-feedback.ts";

/** What is measured, as figures and in words. */
export interface FeedbackReport {
  readonly json: string;
  readonly md: string;
}

export type FeedbackMessage =
  | { readonly kind: "progress"; readonly text: string }
  | ({ readonly kind: "done" } & FeedbackReport);

/**
 * Measures feedback in a thread of its own, during which the caller's thread goes on.
 *
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export function measureInThread(
  material: FeedbackMaterial,
  { onProgress, signal }: Following,
): Promise<FeedbackReport> {
  return runThread(new URL("./feedback-thread.mjs", import.meta.url), {
    workerData: material,
    signal,
    onMessage: (message: FeedbackMessage, resolve: (report: FeedbackReport) => void) => {
      if (message.kind === "progress") onProgress(message.text);
      else resolve({ json: message.json, md: message.md });
    },
  });
}
