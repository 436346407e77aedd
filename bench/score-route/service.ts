import { buildService } from "../../src/api/service.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createScorers } from "../../src/workflows/live/scorers.ts";

/** The service as it is, with its keys, checks and errors; only its rate limit is off. */
const database = openDatabase(process.argv[2]!);
const { app } = await buildService({
  context: {
    database,
    scorers: createScorers(database, () => performance.now()),
    now: Date.now,
    allowPrivateWebhooks: false,
  },
  onFault: (error) => console.error(error),
  requestsPerMinute: 0,
});
process.send!(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
