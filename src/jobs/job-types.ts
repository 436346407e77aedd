import { backTest } from "./back-test.ts";
import type { JobTypes } from "./job-run.ts";
import { recommend } from "./recommend.ts";
import { report } from "./report.ts";
import { rescore } from "./rescore.ts";
import { train } from "./train.ts";
import { triage } from "./triage.ts";
import { watch } from "./watch.ts";

/** The kinds of job that a worker works at. */
export const JOB_TYPES: JobTypes = {
  rescore,
  train,
  report,
  recommend,
  "back-test": backTest,
  triage,
  watch,
};
