import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../refusal.ts";
import { type CalibrateResult, calibrate, calibrateHistory } from "../calibrate.ts";
import type { RenderedFindings } from "../calibration-files.ts";
import type { ComparisonMaterial } from "../comparing/comparison-material.ts";
import type {
  CalibrationTask,
  ComparisonOutcome,
  ThreadMessage,
  ThreadTask,
} from "./calibration-task.ts";
import { hashHistory } from "./history-hash.ts";

const tell = (message: ThreadMessage) => parentPort!.postMessage(message, []);
const onProgress = (text: string) => tell({ kind: "progress", text });

tell(await runTask(workerData as ThreadTask));

async function runTask(work: ThreadTask): Promise<ThreadMessage> {
  switch (work.kind) {
    case "calibrate":
      return runCalibration(work.task);
    case "render":
      return { kind: "done", outcome: await render(work) };
    case "compare":
      return { kind: "done", outcome: await compare(work.material) };
  }
}

async function runCalibration(task: CalibrationTask): Promise<ThreadMessage> {
  const result = await calibrateTask(task);
  if (result instanceof Refusal) {
    const { code, message, remedy, details } = result;
    return { kind: "refused", refusal: { code, message, remedy, details } };
  }
  const { calibration, model, recommended, history, feedback } = result;
  if (task.rendering === "rendered") onProgress("drawing the report");
  const rendered = task.rendering === "rendered" ? await render(result) : null;
  const historyHash = hashHistory(history, feedback);
  return { kind: "done", outcome: { calibration, model, recommended, historyHash, rendered } };
}

async function calibrateTask(task: CalibrationTask): Promise<CalibrateResult | Refusal> {
  if (task.from === "files") return calibrate({ ...task.input, onProgress });
  const { set, history, mapping, feedback, settings } = task;
  return calibrateHistory(set, history, mapping, feedback, { ...settings, onProgress });
}

async function compare(material: ComparisonMaterial): Promise<ComparisonOutcome> {
  const { compareMaterial } = await import("../comparing/compare-material.ts");
  const findings = compareMaterial(material, onProgress);
  onProgress("drawing the report");
  const { renderAb } = await import("../../report/ab/render.ts");
  return renderAb(findings);
}

/** What draws is read only where something is to be drawn: that takes half a second. */
async function render(found: Pick<CalibrateResult, "calibration">): Promise<RenderedFindings> {
  const { renderFindings } = await import("../calibration-files.ts");
  return renderFindings(found);
}
