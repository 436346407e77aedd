import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../refusal.ts";
import { type CalibrateResult, calibrate, calibrateHistory } from "../calibrate.ts";
import { renderFindings } from "../calibration-files.ts";
import type { CalibrationTask, ThreadMessage, ThreadTask } from "./calibration-task.ts";
import { hashHistory } from "./history-hash.ts";

// Requests come first. Elsewhere than on Linux this would hold for the whole process.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const tell = (message: ThreadMessage) => parentPort!.postMessage(message, []);
const onProgress = (text: string) => tell({ kind: "progress", text });

tell(await runTask(workerData as ThreadTask));

async function runTask(work: ThreadTask): Promise<ThreadMessage> {
  return work.kind === "calibrate"
    ? runCalibration(work.task)
    : { kind: "done", outcome: await renderFindings(work) };
}

async function runCalibration(task: CalibrationTask): Promise<ThreadMessage> {
  const result = await calibrateTask(task);
  if (result instanceof Refusal) {
    const { code, message, remedy, details } = result;
    return { kind: "refused", refusal: { code, message, remedy, details } };
  }
  const { calibration, model, recommended, history, feedback } = result;
  if (task.rendering === "rendered") onProgress("drawing the report");
  const rendered = task.rendering === "rendered" ? await renderFindings(result) : null;
  const historyHash = hashHistory(history, feedback);
  return { kind: "done", outcome: { calibration, model, recommended, historyHash, rendered } };
}

async function calibrateTask(task: CalibrationTask): Promise<CalibrateResult | Refusal> {
  if (task.from === "files") return calibrate({ ...task.input, onProgress });
  const { set, history, mapping, feedback, settings } = task;
  return calibrateHistory(set, history, mapping, feedback, { ...settings, onProgress });
}
