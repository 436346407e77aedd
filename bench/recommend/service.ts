import { buildService } from "../../src/api/service.ts";
import { startJobThread } from "../../src/jobs/thread.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createScorers } from "../../src/workflows/live/scorers.ts";

/** The service with its thread of jobs, as `serve` has it; only its rate limit is off. */
const databaseUrl = process.argv[2]!;
const database = openDatabase(databaseUrl);
const onFault = (error: unknown) => console.error(error);
const { app } = await buildService({
  context: {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: Date.now,
    allowPrivateWebhooks: false,
  },
  onFault,
  requestsPerMinute: 0,
});
startJobThread({ databaseUrl, allowPrivateWebhooks: false, onFault });
process.send!(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
