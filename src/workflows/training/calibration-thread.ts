import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../refusal.ts";
import { type CalibrateResult, calibrate, calibrateHistory } from "../calibrate.ts";
import { renderFindings } from "../calibration-files.ts";
import type { CalibrationTask, ThreadMessage } from "./calibration-task.ts";
import { hashHistory } from "./history-hash.ts";

const tell = (message: ThreadMessage) => parentPort!.postMessage(message, []);
const onProgress = (text: string) => tell({ kind: "progress", text });

tell(await runTask(workerData as CalibrationTask));

async function runTask(task: CalibrationTask): Promise<ThreadMessage> {
  const result = await calibrateTask(task);
  if (result instanceof Refusal) {
    const { code, message, remedy, details } = result;
    return { kind: "refused", refusal: { code, message, remedy, details } };
  }
  const { calibration, model, history } = result;
  if (task.rendering === "rendered") onProgress("drawing the report");
  const rendered = task.rendering === "rendered" ? await renderFindings(result) : null;
  const historyHash = hashHistory(history);
  return { kind: "done", outcome: { calibration, model, historyHash, rendered } };
}

async function calibrateTask(task: CalibrationTask): Promise<CalibrateResult | Refusal> {
  if (task.from === "files") return calibrate({ ...task.input, onProgress });
  const { set, history, mapping, feedback, settings } = task;
  return calibrateHistory(set, history, mapping, feedback, { ...settings, onProgress });
}
