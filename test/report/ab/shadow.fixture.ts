import { describeParts } from "../../../src/experiment/part-figures.ts";
import { compareParts, comparePeriods } from "../../../src/experiment/parts.ts";
import { splitByMonths } from "../../../src/experiment/periods.ts";
import { compareUnderSelection } from "../../../src/experiment/selection.ts";
import { compareShadow } from "../../../src/experiment/shadow.ts";
import { takeLeads } from "../../../src/experiment/shadow-leads.ts";
import type { ShadowBasis, ShadowFindings } from "../../../src/report/ab/findings.ts";
import { countWon } from "../../../src/statistics/domain.ts";
import { createRandom } from "../../../src/statistics/random.ts";
import { handOver, type Simulated, SOURCES } from "./simulation.fixture.ts";

const CUTS = [
  { name: "MQL", points: 45, probability: 0.3 },
  { name: "SQL", points: 55, probability: 0.5 },
];

const THRESHOLDS = CUTS.map(({ name, points, probability }) => ({
  name,
  rules: points,
  model: Math.log(probability / (1 - probability)) / 1.15 + 1.25 / 1.15,
}));

interface Settings {
  readonly basis?: Partial<ShadowBasis>;
  /** Share of all leads handed over regardless of score. */
  readonly explored?: number;
}

/** What the shadow comparison finds of leads that all have an outcome. */
export function findShadow(
  leads: Simulated,
  { basis, explored = 0.05 }: Settings = {},
): ShadowFindings {
  const { times } = leads;
  const { worked, propensities } = handOver(leads.rules.scores, explored);
  const periods = splitByMonths(times, 3);
  const won = countWon(leads.outcomes);
  const isMixed = won > 0 && won < times.length;
  const measures = isMixed
    ? { top: { share: 0.2 }, price: won / times.length, threshold: THRESHOLDS[0]! }
    : null;
  const describe = (partOf: Int32Array, names: readonly string[]) =>
    measures === null ? [] : describeParts(leads, partOf, names.length, measures);
  return {
    basis: {
      kind: "served",
      leads: times.length,
      from: times[0] ?? null,
      to: times.at(-1) ?? null,
      waiting: 120,
      clusteredBy: leads.clusters ? "account" : null,
      notes: ["Rules' points are turned into probabilities by deals that closed before."],
      ...basis,
    },
    overall: compareWhole(leads),
    leadsPerWeek: 40,
    cuts: CUTS,
    segments: [
      {
        by: "source",
        ...compareParts(leads, leads.sources, SOURCES),
        figures: describe(leads.sources, SOURCES),
      },
    ],
    periods: {
      months: 3,
      ...comparePeriods(leads, periods),
      figures: describe(periods.partOf, periods.names),
    },
    measures,
    selection: compareUnderSelection({
      ...leads,
      worked,
      propensities: explored > 0 ? propensities : undefined,
    }),
  };
}

function compareWhole(leads: Simulated): ShadowFindings["overall"] {
  const { disagreement, ...compared } = compareShadow(leads, {
    random: createRandom(2),
    replicates: 200,
    tops: [{ deals: 40 }, { share: 0.2 }],
    thresholds: THRESHOLDS,
    prices: [0.2, 0.3],
  });
  const named = disagreement.leads.map(({ row, ...lead }) => ({
    ...lead,
    lead: `00Q${String(row).padStart(6, "0")}`,
    points: leads.rules.scores[row]!,
    probability: leads.model.probabilities[row]!,
  }));
  return { ...compared, disagreement: { ...disagreement, leads: named } };
}

/** Some of the leads, with their times and sources. */
export function pickLeads(leads: Simulated, rows: readonly number[]): Simulated {
  return {
    ...takeLeads(leads, Uint32Array.from(rows)),
    times: Float64Array.from(rows, (i) => leads.times[i]!),
    sources: Int32Array.from(rows, (i) => leads.sources[i]!),
  };
}
