import type { AbFindings } from "../../../src/report/ab/findings.ts";
import { findExperiment } from "./live.fixture.ts";
import { findShadow, pickLeads } from "./shadow.fixture.ts";
import { AS_OF, type Simulated, simulateLeads } from "./simulation.fixture.ts";
import { findWatch } from "./watch.fixture.ts";

const NOTHING_LIVE = { notEstimable: "no model is live" };
const NOT_WATCHED = { notEstimable: "the watch has not looked yet" };

/** Findings of a comparison without live experiments and without watch. */
export function buildFindings(change: Partial<AbFindings> = {}): AbFindings {
  return {
    format: "counterweight/ab-report@1",
    asOf: AS_OF,
    seed: 7,
    scorecard: { name: "Inbound", version: 3 },
    model: { name: "Inbound", version: 12 },
    shadow: findShadow(simulateLeads(1600, SHARPER)),
    live: [],
    watch: NOT_WATCHED,
    ...change,
  };
}

/** A model that sees what leads are worth more sharply than the rules. */
const SHARPER = { rules: 1.4, model: 0.5 };

/** A model that is better in shadow and live, with everything that can be told. */
export function buildFullFindings(): AbFindings {
  const leads = simulateLeads(1600, SHARPER);
  const running = findExperiment({ rules: 3400, model: 3400, rates: { rules: 0.12, model: 0.19 } });
  const ended = findExperiment(
    { rules: 260, model: 250, rates: { rules: 0.15, model: 0.16 }, from: 300, to: 150 },
    { id: 2, state: "stopped", definition: { name: "Pilot", plannedUnits: 600 } },
  );
  return buildFindings({
    shadow: findShadow(leads),
    live: [running, ended],
    watch: findWatch(leads),
  });
}

/** Every lopsided case by its name. */
export function buildLopsided(): Readonly<Record<string, AbFindings>> {
  const leads = simulateLeads(400, SHARPER);
  const none = pickLeads(leads, []);
  const few = pickLeads(leads, [0, 1, 2, 3, 4]);
  const alike: Simulated = { ...leads, model: { ...leads.rules } };
  const shadowOf = (some: Simulated) => buildFindings({ shadow: findShadow(some) });
  const liveOf = (...args: Parameters<typeof findExperiment>) =>
    buildFindings({ live: [findExperiment(...args)], shadow: findShadow(leads) });
  return {
    "no model live": buildFindings({ model: null, shadow: NOTHING_LIVE }),
    "no outcomes yet": shadowOf(none),
    "too few": shadowOf(few),
    "all won": shadowOf({ ...few, outcomes: new Uint8Array(5).fill(1) }),
    "identical scores": shadowOf(alike),
    "no exploration share": buildFindings({ shadow: findShadow(leads, { explored: 0 }) }),
    "one arm empty": liveOf({ rules: 6, model: 0, rates: { rules: 0.2, model: 0.2 } }),
    "shares broken": liveOf({ rules: 1200, model: 800, rates: { rules: 0.1, model: 0.3 } }),
    "window not over": liveOf({
      rules: 200,
      model: 200,
      rates: { rules: 0.2, model: 0.2 },
      from: 20,
    }),
    "not started": liveOf(
      { rules: 0, model: 0, rates: { rules: 0.2, model: 0.2 } },
      { state: "planned" },
    ),
    "nothing won": liveOf({ rules: 500, model: 500, rates: { rules: 1e-9, model: 1e-9 } }),
    "worse live": liveOf({ rules: 3000, model: 3000, rates: { rules: 0.2, model: 0.12 } }),
    "no scores before": liveOf({
      rules: 2000,
      model: 2000,
      rates: { rules: 0.15, model: 0.16 },
      scored: false,
    }),
  };
}
