import { once } from "node:events";
import { startWorker } from "../../src/jobs/worker.ts";
import { openDatabase } from "../../src/store/database.ts";
import { makeContext } from "./job-fixture.ts";

/** Works at jobs in the database of its first argument, at the moment of its second. */
const database = openDatabase(process.argv[2]!, { connections: 4 });
const worker = startWorker({
  context: makeContext(database, { now: Number(process.argv[3]) }),
  leaseMs: 1000,
  onFault: (error) => console.error(error),
});
process.stdin.resume();
await once(process.stdin, "end");
await worker.stop();
await database.close();
