import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../store/database.ts";
import { createScorers } from "../workflows/live/scorers.ts";
import { deliverDue } from "../workflows/webhooks/deliver-due.ts";
import { withoutValues } from "./fault.ts";
import type { FromThread, ThreadSettings } from "./thread.ts";
import { startWorker } from "./worker.ts";

/** Of the walk, a report or training, deliveries, progress and leases. */
const CONNECTIONS = 6;

const port = parentPort!;
const { databaseUrl, allowPrivateWebhooks } = workerData as ThreadSettings;
const database = openDatabase(databaseUrl, { connections: CONNECTIONS });

const tell = (message: FromThread) => port.postMessage(message, []);
const worker = startWorker({
  context: {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: Date.now,
    allowPrivateWebhooks,
  },
  deliverDue,
  onFault: (error) => tell({ fault: withoutValues(error) }),
});

port.once("message", async () => {
  await worker.stop();
  await database.close();
  port.close();
});
