import { parentPort, workerData } from "node:worker_threads";
import { renderFeedback } from "../../report/feedback-text.ts";
import { type FeedbackMaterial, measureFeedback } from "./measure-feedback.ts";
import type { FeedbackMessage } from "./measure-in-thread.ts";

const tell = (message: FeedbackMessage) => parentPort!.postMessage(message, []);

const findings = measureFeedback(workerData as FeedbackMaterial, (text) =>
  tell({ kind: "progress", text }),
);
tell({ kind: "done", json: JSON.stringify(findings), md: renderFeedback(findings) });
