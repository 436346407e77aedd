import { followCalibration } from "../../../src/experiment/calibration-drift.ts";
import { findInflation } from "../../../src/experiment/inflation.ts";
import { findLineDrift } from "../../../src/experiment/line-drift.ts";
import { comparePeriods } from "../../../src/experiment/parts.ts";
import { splitByMonths } from "../../../src/experiment/periods.ts";
import { adviseRetraining } from "../../../src/experiment/retraining.ts";
import type { WatchFindings } from "../../../src/report/ab/findings.ts";
import { createRandom, drawNormal } from "../../../src/statistics/random.ts";
import { AS_OF, DAY, type Simulated } from "./simulation.fixture.ts";

/** What the daily watch finds of these leads, and of lines of which one has moved. */
export function findWatch(leads: Simulated): WatchFindings {
  const { times, outcomes, clusters } = leads;
  const periods = splitByMonths(times, 3);
  const follow = (arm: "rules" | "model") =>
    followCalibration({ ...leads[arm], outcomes, times, clusters }, periods);
  const calibration = { rules: follow("rules"), model: follow("model") };
  const latest = calibration.model.periods.at(-1)!;
  const lines = driftLines();
  const retraining = adviseRetraining({
    shift: latest.shift,
    slope: latest.slope,
    aucChange: { value: -0.01, low: -0.05, high: 0.03 },
    lines,
    dealsSince: 900,
    dealsTrainedOn: 1500,
  });
  return {
    at: AS_OF - DAY,
    lines,
    calibration,
    power: { months: 3, ...comparePeriods(leads, periods) },
    inflation: findInflation({
      scores: leads.rules.scores,
      times,
      judged: { rows: Uint32Array.from(times.keys()), outcomes },
      calibration: { intercept: -3.2, perPoint: 1 / 18 },
    }),
    retraining,
    alarms: [
      {
        subject: "line:webinar",
        name: "Webinar attended",
        reason: "The doses of Webinar attended have moved.",
        since: AS_OF - 9 * DAY,
      },
    ],
    notes: ["Doses of the last 90 days are held against those that the model was trained on."],
  };
}

function driftLines() {
  const random = createRandom(7);
  const doses = (n: number, share: number) =>
    Float64Array.from({ length: n }, () => (random() < share ? 1 : 0));
  const visits = (n: number) =>
    Float64Array.from({ length: n }, () => Math.max(0, 1 + drawNormal(random)));
  const drift = findLineDrift([
    { id: "webinar", earlier: doses(3000, 0.2), later: doses(900, 0.55) },
    { id: "director", earlier: doses(3000, 0.3), later: doses(900, 0.31) },
    { id: "visits", earlier: visits(3000), later: visits(300) },
    { id: "trial", earlier: doses(3000, 0.2), later: new Float64Array() },
  ]);
  const labels = ["Webinar attended", "Director or above", "Page visits", "Trial started"];
  return drift.map((line, i) => ({ ...line, label: labels[i]! }));
}
