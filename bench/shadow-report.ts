import { availableParallelism, loadavg } from "node:os";
import type { AbFindings } from "../src/report/ab/findings.ts";
import { renderAb } from "../src/report/ab/render.ts";
import { compareAucs } from "../src/statistics/auc.ts";
import { notEstimable } from "../src/statistics/estimate.ts";
import { createRandom, drawNormal } from "../src/statistics/random.ts";
import { compareLeads } from "../src/workflows/comparing/compare-leads.ts";
import type { ComparedLeads } from "../src/workflows/comparing/compared-leads.ts";
import { readSampleSet } from "../test/store/published-versions.ts";
import type { BenchResult } from "./run.ts";

const LEADS = 1_000_000;
const LIMIT_SECONDS = 60;
const LIMIT_GB = 2;
/** Resamples that the alternative takes, as pROC does unless told, and those that are measured. */
const RESAMPLES = 2000;
const MEASURED = 2;
const FROM = Date.parse("2024-02-01T00:00:00Z");
const SPAN_MS = 300 * 86_400_000;

/**
 * The whole report of rules against model on 1,000,000 leads that are in memory, with both scores,
 * outcomes, accounts of some three leads, two scorecards, four attributes and ten months: comparing
 * and drawing. Beside it what a plain bootstrap of the difference in AUC alone takes, 2,000 resamples
 * reckoned from the time of two.
 */
export async function run(): Promise<BenchResult> {
  const compared = simulate();
  const before = loadavg()[0]!;
  const start = performance.now();
  const findings = report(compared, (text) => {
    console.error(`${((performance.now() - start) / 1000).toFixed(1)} s  ${text}`);
  });
  const { html, json } = await renderAb(findings);
  const seconds = (performance.now() - start) / 1000;
  // maxRSS is in KiB.
  const gigabytes = (process.resourceUsage().maxRSS * 1024) / 1e9;
  const sizes = `page ${(html.length / 1e6).toFixed(2)} MB, JSON ${(json.length / 1e6).toFixed(2)} MB`;
  console.error(`${sizes}; load ${before.toFixed(2)} of ${availableParallelism()} before`);
  return {
    name: "shadow-report",
    value: seconds,
    unit: "s",
    limit: LIMIT_SECONDS,
    n: LEADS,
    also: { name: "peak memory, GB", value: gigabytes, limit: LIMIT_GB },
    alternative: {
      name: `bootstrap of the difference in AUC alone, ${RESAMPLES} resamples, s`,
      value: (timeResamples(compared, MEASURED) / MEASURED) * RESAMPLES,
    },
  };
}

function report(compared: ComparedLeads, onProgress: (text: string) => void): AbFindings {
  const settings = { set: readSampleSet(), capacity: { mql: 500 }, clustering: null };
  const found = compareLeads(compared, { ...settings, random: createRandom(1), onProgress });
  return {
    format: "counterweight/ab-report@1",
    asOf: FROM + SPAN_MS,
    seed: 1,
    scorecard: { name: "simulated", version: 1 },
    model: { name: "simulated", version: 1 },
    shadow: { ...found, selection: notEstimable("Nothing is kept of how leads were chosen.") },
    live: [],
    watch: notEstimable("Nothing was watched."),
  };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Leads of one account are alike, and the model sees them more sharply than the rules. */
function simulate(): ComparedLeads {
  const random = createRandom(51);
  const accountOf = Uint32Array.from({ length: LEADS }, () => Math.floor((random() * LEADS) / 3));
  const ofAccount = Float64Array.from({ length: LEADS }, () => 0.6 * drawNormal(random));
  const truth = Float64Array.from(accountOf, (k) => ofAccount[k]! + drawNormal(random) - 1);
  const points = truth.map((x) => Math.round(30 + 12 * (x + drawNormal(random))));
  const probabilities = truth.map((x) => sigmoid(x + 0.5 * drawNormal(random)));
  const outcomes = Uint8Array.from(truth, (x) => (random() < sigmoid(x) ? 1 : 0));
  const draw = (levels: readonly string[]) =>
    Array.from({ length: LEADS }, () => levels[Math.floor(random() * levels.length)]!);
  const times = Float64Array.from({ length: LEADS }, (_, i) => FROM + (SPAN_MS * i) / LEADS);
  return {
    kind: "served",
    leads: {
      rules: { scores: points, probabilities: points.map((x) => sigmoid((x - 40) / 15)) },
      model: { scores: probabilities, probabilities },
      outcomes,
    },
    ids: Array.from({ length: LEADS }, (_, i) => `L-${i}`),
    times,
    accounts: Array.from(accountOf, (k) => `A-${k}`),
    reps: draw(["ann", "ben", "cem", "dee"]),
    scorecards: draw(["Products", "Services"]),
    attributes: [
      { name: "industry", values: draw(["banking", "retail", "health", "energy", "travel"]) },
      { name: "country", values: draw(["AT", "CH", "DE", "FR", "IT", "NL", "PL", "SE"]) },
      { name: "source", values: draw(["web", "event", "partner"]) },
      { name: "customer", values: draw(["yes", "no"]) },
    ],
    waiting: 0,
    perWeek: LEADS / (SPAN_MS / (7 * 86_400_000)),
    notes: [],
  };
}

/** Seconds that so many resamples of the leads, each with both AUCs anew, take. */
function timeResamples({ leads }: ComparedLeads, resamples: number): number {
  const { rules, model, outcomes } = leads;
  const random = createRandom(52);
  const start = performance.now();
  for (let k = 0; k < resamples; k++) {
    const rows = Uint32Array.from(outcomes, () => Math.floor(random() * outcomes.length));
    compareAucs(
      Float64Array.from(rows, (i) => model.scores[i]!),
      Float64Array.from(rows, (i) => rules.scores[i]!),
      Uint8Array.from(rows, (i) => outcomes[i]!),
    );
  }
  return (performance.now() - start) / 1000;
}
