import { Worker } from "node:worker_threads";
import { Refusal, type RefusalCode } from "../../refusal.ts";
import type { Calibration } from "../../report/calibration.ts";
import type { RenderedFindings } from "../calibration-files.ts";
import type { ComparisonMaterial } from "../comparing/comparison-material.ts";
import type { Progress } from "../progress.ts";
import type {
  CalibrationOutcome,
  CalibrationTask,
  ComparisonOutcome,
  ThreadMessage,
  ThreadTask,
} from "./calibration-task.ts";

interface Following {
  readonly onProgress: Progress;
  /** Ends the thread when it is aborted. */
  readonly signal: AbortSignal;
}

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

async function runInThread(
  task: ThreadTask,
  { onProgress, signal }: Following,
): Promise<Outcome | Refusal> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./calibration-thread.mjs", import.meta.url), {
    workerData: task,
    execArgv: [],
  });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop);
  try {
    return await follow(thread, onProgress, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}

function follow(
  thread: Worker,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<Outcome | Refusal> {
  return new Promise((resolve, reject) => {
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "progress") onProgress(message.text);
      if (message.kind === "done") resolve(message.outcome);
      if (message.kind === "refused") {
        const { code, message: said, remedy, details } = message.refusal;
        resolve(new Refusal(code as RefusalCode, said, remedy, details));
      }
    });
    thread.on("error", reject);
    thread.on("exit", (code) =>
      reject(signal.aborted ? signal.reason : new Error(`the thread ended with ${code}`)),
    );
  });
}
