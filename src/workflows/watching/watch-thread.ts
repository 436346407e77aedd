import { parentPort, workerData } from "node:worker_threads";
import { measureWatch, type WatchFigures } from "./measure-watch.ts";
import type { WatchMaterial } from "./watch-material.ts";

const figures: WatchFigures = measureWatch(workerData as WatchMaterial);
parentPort!.postMessage(figures, []);
