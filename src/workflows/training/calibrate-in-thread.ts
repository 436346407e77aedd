import { Refusal, type RefusalCode } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { RenderedFindings } from "../calibration-files.ts";
import type { ComparisonMaterial } from "../comparing/comparison-material.ts";
import type { Following } from "../progress.ts";
import { runThread } from "../thread.ts";
import type {
  CalibrationOutcome,
  CalibrationTask,
  ComparisonOutcome,
  ThreadMessage,
  ThreadTask,
} from "./calibration-task.ts";

/**
 * Calibrates in a thread of its own: it takes seconds to minutes of unbroken computing, during which
 * the caller's thread goes on.
 *
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export async function calibrateInThread(
  task: CalibrationTask,
  following: Following,
): Promise<CalibrationOutcome | Refusal> {
  const outcome = await runInThread({ kind: "calibrate", task }, following);
  return outcome as CalibrationOutcome | Refusal;
}

/**
 * Draws the report of a calibration in a thread of its own, which takes a second.
 *
 * @throws what the thread threw
 */
export async function renderInThread(calibration: Calibration): Promise<RenderedFindings> {
  const following = { onProgress: () => {}, signal: new AbortController().signal };
  return (await runInThread({ kind: "render", calibration }, following)) as RenderedFindings;
}

/**
 * Compares rules and model, and draws the report of it, in a thread of its own.
 *
 * @throws what the thread threw, and the signal's reason once it is aborted
 */
export async function compareInThread(
  material: ComparisonMaterial,
  following: Following,
): Promise<ComparisonOutcome> {
  return (await runInThread({ kind: "compare", material }, following)) as ComparisonOutcome;
}

type Outcome = Extract<ThreadMessage, { kind: "done" }>["outcome"];

function runInThread(
  task: ThreadTask,
  { onProgress, signal }: Following,
): Promise<Outcome | Refusal> {
  return runThread(new URL("./calibration-thread.mjs", import.meta.url), {
    workerData: task,
    signal,
    onMessage: (message: ThreadMessage, resolve: (outcome: Outcome | Refusal) => void) => {
      if (message.kind === "progress") onProgress(message.text);
      if (message.kind === "done") resolve(message.outcome);
      if (message.kind === "refused") {
        const { code, message: said, remedy, details } = message.refusal;
        resolve(new Refusal(code as RefusalCode, said, remedy, details));
      }
    },
  });
}
