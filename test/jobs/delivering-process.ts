import { once } from "node:events";
import { startWorker } from "../../src/jobs/worker.ts";
import { openDatabase } from "../../src/store/database.ts";
import { deliverDue } from "../../src/workflows/webhooks/deliver-due.ts";
import { makeRankingContext } from "../workflows/routing/ranked-leads.ts";

/** Delivers what is due in the database of its first argument until its input ends. */
const database = openDatabase(process.argv[2]!, { connections: 4 });
const worker = startWorker({
  context: makeRankingContext(database),
  types: {},
  deliverDue,
  onFault: (error) => console.error(error),
});
process.stdin.resume();
await once(process.stdin, "end");
await worker.stop();
await database.close();
